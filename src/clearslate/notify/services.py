"""Sending what a person asked to be sent."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from clearslate.kit import outbox
from clearslate.kit.models import OutboxMessage
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.notify.entries import TEST_SENT
from clearslate.notify.mail import CHANNEL


@service(TEST_SENT)
def send_test_message(*, actor: Party, at: datetime, recipient: str) -> OutboxMessage:
    """Put a test message in the outbox, for a worker to send."""
    message = outbox.put(
        channel=CHANNEL,
        kind="test",
        recipient=recipient,
        parameters={"address": settings.CLEARSLATE["base_url"].geturl()},
        at=at,
    )
    append(
        TEST_SENT,
        actor=actor,
        subject=Party("message", message.id),
        at=at,
        commit={"recipient": recipient},
    )
    return message
