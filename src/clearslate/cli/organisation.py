"""`clearslate organisation`: add organisations."""

from __future__ import annotations

import click

from clearslate.cli.lazy import Lazy, LazyGroup
from clearslate.cli.output import say
from clearslate.cli.server import with_server
from clearslate.policy.render.escape import terminal

KINDS = ("platform", "production_company", "vendor", "agency", "guild")


@click.group(
    "organisation",
    cls=LazyGroup,
    lazy={"create": Lazy("clearslate.cli.organisation:create", "Add an organisation.")},
    short_help="Add organisations.",
)
def organisation() -> None:
    """Add organisations; every person belongs to one."""


@click.command("create", short_help="Add an organisation.")
@click.argument("name")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="What it is.")
@with_server
def create(name: str, kind: str) -> None:
    """Add an organisation; the log of the installation keeps it."""
    from clearslate.accounts.services import create_organisation
    from clearslate.kit.clock import system_clock
    from clearslate.ledger.parties import COMMAND_LINE

    made = create_organisation(actor=COMMAND_LINE, at=system_clock(), name=name, kind=kind)
    say(f"Added the organisation {terminal(made.name)}.\n")
