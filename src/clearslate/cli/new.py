"""`clearslate new`: a commented template for a person to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from clearslate.cli.completing import departments
from clearslate.cli.options import pack_option


@click.command("new", short_help="Write a commented template to fill in.")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--department",
    metavar="NAME",
    help="Fill in the department, for example vfx.",
    shell_complete=departments,
)
@pack_option
def new(file: Path | None, department: str | None, packs: tuple[str, ...]) -> None:
    """Write a template to FILE, or print it.

    It holds every question with its allowed words and an example. As it stands it is a valid, blank
    declaration: clearslate assess says what is still to be answered.
    """
    from clearslate.cli.output import note, say
    from clearslate.policy.assess.assess import schema_of
    from clearslate.policy.declaration.template import template
    from clearslate.policy.library import rulebooks

    books = rulebooks(packs)
    own = [book.loaded.pack for book in books]
    text = template(schema_of(books), own, department=department or "")
    if file is None:
        say(text)
        return
    if file.exists():
        raise click.ClickException(f"{file} is there already. Name a new file.")
    file.write_text(text, encoding="utf-8")
    note(f"{file} is written. Fill it in, then: clearslate assess {file}")
