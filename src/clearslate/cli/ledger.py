"""`clearslate ledger`: what can be done with the logs."""

from __future__ import annotations

import click

from clearslate.cli.lazy import Lazy, LazyGroup

COMMANDS = {
    "show": Lazy("clearslate.cli.ledger_show:show", "Tell what happened, from a log."),
    "check": Lazy("clearslate.cli.ledger_show:check", "Read and hash every entry again."),
}


@click.group("ledger", cls=LazyGroup, lazy=COMMANDS, short_help="Read and check the logs.")
def ledger() -> None:
    """Read and check the append-only logs: one per production, and one of the installation."""
