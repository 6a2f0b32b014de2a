"""`clearslate mail test`: whether mail arrives."""

from __future__ import annotations

import click

from clearslate.cli.lazy import Lazy, LazyGroup
from clearslate.cli.output import say
from clearslate.cli.server import with_server
from clearslate.policy.render.escape import terminal


@click.group(
    "mail",
    cls=LazyGroup,
    lazy={"test": Lazy("clearslate.cli.mail:send_test", "Send a test message.")},
    short_help="Test that mail arrives.",
)
def mail() -> None:
    """Test that mail arrives."""


@click.command("test", short_help="Send a test message.")
@click.argument("address")
@with_server
def send_test(address: str) -> None:
    """Put a test message in the outbox; a worker sends it within seconds."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from clearslate.kit.clock import system_clock
    from clearslate.ledger.parties import COMMAND_LINE
    from clearslate.notify.services import send_test_message

    try:
        validate_email(address)
    except ValidationError:
        raise click.BadParameter("That is no e-mail address.", param_hint="ADDRESS") from None
    send_test_message(actor=COMMAND_LINE, at=system_clock(), recipient=address)
    say(f"A test message to {terminal(address)} is in the outbox.\n")
