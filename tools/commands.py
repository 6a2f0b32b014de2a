"""The reference page of the command line, from the commands' own help."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from clearslate.cli.main import cli
from tools.pages import REFERENCE, filled

#: Columns of the help texts.
WIDTH = 88


def commands(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """A command and all below it, each with its full name and the context of its help."""
    own = name.rpartition(" ")[2]
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, parent, own, **settings)
    yield name, command, context
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            below = command.get_command(context, each)
            if below is not None:
                yield from commands(below, f"{name} {each}", context)


def pages() -> dict[Path, str]:
    """The page, with its text."""
    return {REFERENCE / "cli.md": filled("cli.md", {"commands": _lines()})}


def _lines() -> Iterator[str]:
    for name, command, context in commands(cli, "clearslate"):
        yield f"### {name}\n"
        yield "```text"
        yield command.get_help(context).strip()
        yield "```\n"
