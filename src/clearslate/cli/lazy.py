"""A group whose commands are imported when they are called, so that help comes at once."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Lazy(NamedTuple):
    """Where a command lies, as `module:name`, and its line in the list of commands."""

    home: str
    help: str


class LazyGroup(click.Group):
    """Lists its commands from a table; a test holds the table to the commands' own help."""

    def __init__(self, *args: Any, lazy: Mapping[str, Lazy], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the table."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        found = self.lazy.get(cmd_name)
        if found is None:
            return None
        module, _, name = found.home.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; a near miss is suggested."""
        name = args[0]
        if name not in self.lazy and not name.startswith("-"):
            from clearslate.policy.errors import did_you_mean

            hint = did_you_mean(name, self.lazy)
            listed = ", ".join(self.lazy)
            ctx.fail(f"There is no command “{name}”. {hint or f'There are {listed}.'}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.help) for name, lazy in self.lazy.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands and options that begin so, without importing any command."""
        from click.shell_completion import CompletionItem

        commands = [
            CompletionItem(name, help=lazy.help)
            for name, lazy in self.lazy.items()
            if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]
