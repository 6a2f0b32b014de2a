"""`clearslate user`: people, their offices, and their access."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from clearslate.cli.lazy import Lazy, LazyGroup
from clearslate.cli.output import say
from clearslate.cli.server import settings, with_server
from clearslate.policy.render.escape import terminal

if TYPE_CHECKING:
    from clearslate.accounts.models import Organisation, User

OFFICES = ("administrator", "policy_owner")

_HOME = "clearslate.cli.user"


@click.group(
    "user",
    cls=LazyGroup,
    lazy={
        "create": Lazy(f"{_HOME}:create", "Add a person."),
        "invite": Lazy(f"{_HOME}:invite", "Invite a person by mail."),
        "appoint": Lazy(f"{_HOME}:appoint", "Give a person an office."),
        "dismiss": Lazy(f"{_HOME}:dismiss", "Take an office from a person."),
        "deactivate": Lazy(f"{_HOME}:deactivate", "End a person's access."),
        "reactivate": Lazy(f"{_HOME}:reactivate", "Give a person access again."),
        "reset-factors": Lazy(f"{_HOME}:reset_factors", "Remove a person's second factors."),
    },
    short_help="Add and invite people; give offices and access.",
)
def user() -> None:
    """Add and invite people who can sign in; give and take offices and access."""


@click.command("create", short_help="Add a person.")
@click.argument("email")
@click.option("--organisation", "of", required=True, help="The name of their organisation.")
@click.option("--name", default="", help="What they are called on pages.")
@click.option("--administrator", is_flag=True, help="They run the installation.")
@click.option("--policy-owner", is_flag=True, help="They answer for the rules.")
@click.option("--no-password", is_flag=True, help="They will sign in another way.")
@with_server
def create(
    email: str, of: str, name: str, administrator: bool, policy_owner: bool, no_password: bool
) -> None:
    """Add a person to an organisation; the log of the installation keeps it.

    The password is asked for, or read from the first line of standard input.
    """
    from clearslate.accounts import services

    found = _organisation(of)
    password = None if no_password else _password()
    made = services.create_user(
        **_acting(), email=email, organisation=found, password=password, name=name
    )
    say(f"Added {terminal(made.email)} to {terminal(found.name)}.\n")
    for office, wanted in zip(OFFICES, (administrator, policy_owner), strict=True):
        if wanted:
            services.appoint(**_acting(), user=made, office=office)
            say(f"{terminal(made.email)} is {office.replace('_', ' ')} now.\n")


@click.command("invite", short_help="Invite a person by mail.")
@click.argument("email")
@click.option("--organisation", "of", required=True, help="The name of their organisation.")
@click.option("--name", default="", help="What they are called; they may change it.")
@with_server
def invite(email: str, of: str, name: str) -> None:
    """Send a person a link by which they choose a name and a password.

    The link is printed as well, for whoever has no mail server. It works once, for 14 days.
    """
    from django.urls import reverse

    from clearslate.accounts.services import invite_person

    made, token = invite_person(**_acting(), email=email, name=name, organisation=_organisation(of))
    base = settings()["base_url"].geturl().rstrip("/")
    say(f"Invited {terminal(made.email)}. The message is in the outbox; its link is:\n")
    say(f"{base}{reverse('accept_invitation', args=[token])}\n")


@click.command("appoint", short_help="Give a person an office.")
@click.argument("email")
@click.argument("office", type=click.Choice(OFFICES))
@with_server
def appoint(email: str, office: str) -> None:
    """Make a person administrator or policy owner."""
    from clearslate.accounts import services

    services.appoint(**_acting(), user=_person(email), office=office)
    say(f"{terminal(email)} is {office.replace('_', ' ')} now.\n")


@click.command("dismiss", short_help="Take an office from a person.")
@click.argument("email")
@click.argument("office", type=click.Choice(OFFICES))
@with_server
def dismiss(email: str, office: str) -> None:
    """Take an office from a person; the last administrator stays."""
    from clearslate.accounts import services

    services.dismiss(**_acting(), user=_person(email), office=office)
    say(f"{terminal(email)} is no longer {office.replace('_', ' ')}.\n")


@click.command("deactivate", short_help="End a person's access.")
@click.argument("email")
@with_server
def deactivate(email: str) -> None:
    """End a person's access at once, on all their devices. What they did stays."""
    from clearslate.accounts.services import deactivate_person

    deactivate_person(**_acting(), user=_person(email))
    say(f"{terminal(email)} has no access any more.\n")


@click.command("reactivate", short_help="Give a person access again.")
@click.argument("email")
@with_server
def reactivate(email: str) -> None:
    """Give a person access again, with the password they had."""
    from clearslate.accounts.services import reactivate_person

    reactivate_person(**_acting(), user=_person(email))
    say(f"{terminal(email)} has access again.\n")


@click.command("reset-factors", short_help="Remove a person's second factors.")
@click.argument("email")
@with_server
def reset_factors(email: str) -> None:
    """Remove the authenticator app, passkeys and recovery codes of a person who lost them.

    Be sure who asks. The person is told by mail.
    """
    from clearslate.accounts.adapters.second_factors import remove_second_factors
    from clearslate.ledger.parties import COMMAND_LINE

    removed = remove_second_factors(actor=COMMAND_LINE, user=_person(email))
    say(f"Removed {removed} from {terminal(email)}. They sign in with their password now.\n")


def _acting() -> dict[str, Any]:
    """Who acts here, and when."""
    from clearslate.kit.clock import system_clock
    from clearslate.ledger.parties import COMMAND_LINE

    return {"actor": COMMAND_LINE, "at": system_clock()}


def _organisation(name: str) -> Organisation:
    from clearslate.accounts.selectors import organisation_named, organisation_names

    found = organisation_named(name)
    if found is None:
        there = ", ".join(organisation_names()) or "none yet"
        raise click.BadParameter(
            f"There is no organisation “{name}”. There are: {there}.", param_hint="--organisation"
        )
    return found


def _person(email: str) -> User:
    from clearslate.accounts.selectors import person_at

    found = person_at(email)
    if found is None:
        raise click.BadParameter(f"There is nobody with the address “{email}”.", param_hint="EMAIL")
    return found


def _password() -> str:
    if sys.stdin.isatty():
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return password
    return sys.stdin.readline().rstrip("\r\n")
