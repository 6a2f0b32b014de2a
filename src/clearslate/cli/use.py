"""`clearslate use`: what was declared on this server, as files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clearslate.cli.lazy import Lazy, LazyGroup
from clearslate.cli.output import note, say_document
from clearslate.cli.server import with_server

if TYPE_CHECKING:
    from clearslate.uses.models import Use

_NUMBER = re.compile(r"(?:U-)?0*([1-9][0-9]{0,8})", re.IGNORECASE)


@click.group(
    "use",
    cls=LazyGroup,
    lazy={"export": Lazy("clearslate.cli.use:export", "Write the case of a use as a file.")},
    short_help="Export what was declared on this server.",
)
def use() -> None:
    """Export what was declared on this server."""


@click.command("export", short_help="Write the case of a use as a file.")
@click.argument("production")
@click.argument("number")
@click.option("--version", type=click.IntRange(1), help="Which version.  [default: the newest]")
@click.option(
    "--format", "form", type=click.Choice(("yaml", "json")), default="yaml", show_default=True
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.  [default: standard output]",
)
@with_server
def export(
    production: str, number: str, version: int | None, form: str, output: Path | None
) -> None:
    """Write the case of a use, by production and number (U-042 or 42).

    `clearslate assess` makes the very assessment of it that was kept, with the same rulebooks.
    """
    from clearslate.policy.documents import to_json, to_yaml
    from clearslate.uses.selectors import case_document
    from clearslate.uses.stored import stored

    found = _use(production, number)
    wanted = found.versions_count if version is None else version
    kept = stored(found, wanted)
    if kept is None:
        raise click.BadParameter(
            f"There is no version {wanted}; there are {found.versions_count}.",
            param_hint="--version",
        )
    text = (to_json if form == "json" else to_yaml)(case_document(kept.version))
    for book in kept.case.rulebooks:
        note(f"Made with “{book.loaded.pack.title}” {book.loaded.pack.version}.")
    if output is None:
        say_document(text)
    else:
        output.write_text(text, encoding="utf-8", newline="\n")


def _use(production: str, number: str) -> Use:
    from clearslate.ledger.parties import COMMAND_LINE
    from clearslate.productions.selectors import all_productions, production_named
    from clearslate.uses.selectors import use_of

    found = production_named(production)
    if found is None:
        there = ", ".join(each.slug for each in all_productions()) or "none yet"
        raise click.BadParameter(f"There is no production “{production}”. There are: {there}.")
    match = _NUMBER.fullmatch(number)
    use = use_of(COMMAND_LINE, found, int(match[1])) if match else None
    if use is None:
        raise click.BadParameter(
            f"There is no use “{number}” in {found.code_name}; its newest is {found.last_use}."
        )
    return use
