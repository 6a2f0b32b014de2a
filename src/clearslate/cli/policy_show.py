"""`clearslate policy show`: a rulebook for people, and the rules card of a department."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from clearslate.cli.completing import departments, pack_names

if TYPE_CHECKING:
    from clearslate.policy.pack.load import Loaded
    from clearslate.policy.render.outline import Outline


@click.command("show", short_help="Read a rulebook, or a department's card.")
@click.argument("pack", default="platform", shell_complete=pack_names)
@click.option(
    "--card",
    "department",
    metavar="DEPARTMENT",
    help="One page for a department.",
    shell_complete=departments,
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
)
@click.pass_context
def show(context: click.Context, /, pack: str, department: str | None, form: str) -> None:
    """Show PACK as people read it: principles, every rule in words, what is left open.

    With --card, one page for a department, such as vfx: free to use with notice, needs approval,
    needs evidence. As JSON, one object with everything in the rulebook, or the card's columns.
    """
    from clearslate.cli.output import has_colour, say, say_document, width
    from clearslate.policy.library import load_pack

    if form == "json":
        code, document = _document(pack, department)
        say_document(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        context.exit(code)
    loaded = load_pack(pack)
    page = _page(loaded, department)
    if form == "html":
        from clearslate.policy.render.html import write as as_html

        kind = "Rules card" if department is not None else "Rulebook"
        say_document(as_html(page, kind=kind, foot=f"pack {loaded.pack.sha256}"))
        return
    from clearslate.policy.render.terminal import write

    say(write(page, colour=has_colour(), width=width()))


def _page(loaded: Loaded, department: str | None) -> Outline:
    if department is not None:
        from clearslate.policy.render.card import card

        return card(loaded, department)
    from clearslate.policy.render.rulebook import rulebook

    return rulebook(loaded)


def _document(pack: str, department: str | None) -> tuple[int, dict[str, Any]]:
    """The exit code, and what is shown, or the problems that stood in its way."""
    from clearslate.policy.errors import PolicyError
    from clearslate.policy.library import load_pack
    from clearslate.policy.render.data import card_data, rulebook_data

    try:
        loaded = load_pack(pack)
        if department is None:
            return 0, rulebook_data(loaded)
        return 0, card_data(_page(loaded, department), loaded, department)
    except PolicyError as error:
        return 2, {"pack": pack, "problems": [problem.as_json() for problem in error.problems]}
