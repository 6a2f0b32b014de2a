"""`clearslate organisation` and `clearslate user`: add organisations and people."""

from __future__ import annotations

import sys

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


@click.group(
    "user",
    cls=LazyGroup,
    lazy={"create": Lazy("clearslate.cli.organisation:create_person", "Add a person.")},
    short_help="Add people.",
)
def user() -> None:
    """Add people who can sign in."""


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


@click.command("create", short_help="Add a person.")
@click.argument("email")
@click.option("--organisation", "of", required=True, help="The name of their organisation.")
@click.option("--no-password", is_flag=True, help="They will sign in another way.")
@with_server
def create_person(email: str, of: str, no_password: bool) -> None:
    """Add a person to an organisation; the log of the installation keeps it.

    The password is asked for, or read from the first line of standard input.
    """
    from clearslate.accounts.selectors import organisation_named, organisation_names
    from clearslate.accounts.services import create_user
    from clearslate.kit.clock import system_clock
    from clearslate.ledger.parties import COMMAND_LINE

    found = organisation_named(of)
    if found is None:
        there = ", ".join(organisation_names()) or "none yet"
        raise click.BadParameter(
            f"There is no organisation “{of}”. There are: {there}.", param_hint="--organisation"
        )
    made = create_user(
        actor=COMMAND_LINE,
        at=system_clock(),
        email=email,
        organisation=found,
        password=None if no_password else _password(),
    )
    say(f"Added {terminal(made.email)} to {terminal(found.name)}.\n")


def _password() -> str:
    if sys.stdin.isatty():
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return password
    return sys.stdin.readline().rstrip("\r\n")
