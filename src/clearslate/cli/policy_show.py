"""`clearslate policy show`: a rulebook for people, and the rules card of a department."""

from __future__ import annotations

import click


@click.command("show", short_help="Read a rulebook, or a department's card.")
@click.argument("pack", default="platform")
@click.option("--card", "department", metavar="DEPARTMENT", help="One page for a department.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html"]),
    default="text",
    show_default=True,
)
def show(pack: str, department: str | None, form: str) -> None:
    """Show PACK as people read it: principles, every rule in words, what is left open.

    With --card, one page for a department, such as vfx: free to use with notice, needs approval,
    needs evidence.
    """
    from clearslate.cli.output import has_colour, say, say_document, width
    from clearslate.policy.library import load_pack
    from clearslate.policy.render.card import card
    from clearslate.policy.render.rulebook import rulebook

    loaded = load_pack(pack)
    page = card(loaded, department) if department else rulebook(loaded)
    if form == "html":
        from clearslate.policy.render.html import write as as_html

        kind = "Rules card" if department else "Rulebook"
        say_document(as_html(page, kind=kind, foot=f"pack {loaded.pack.sha256}"))
        return
    from clearslate.policy.render.terminal import write

    say(write(page, colour=has_colour(), width=width()))
