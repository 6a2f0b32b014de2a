"""Whether mail can be handed over, for `clearslate doctor`."""

from __future__ import annotations

import smtplib

from django.conf import settings

from clearslate.kit.checks import Check
from clearslate.kit.models import OutboxMessage
from clearslate.notify import mail


def check_mail() -> Check:
    """The mail server answers, and signs us in where the settings say so."""
    server = settings.CLEARSLATE["mail_url"]
    if server is None:
        return Check("mail", "warning", "no mail server. Messages wait. Set CLEARSLATE_MAIL_URL.")
    connection = mail.connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        words = f"{server.host}:{server.port} does not take mail ({type(error).__name__})"
        return Check("mail", "failed", f"{words}. Check CLEARSLATE_MAIL_URL.")
    finally:
        connection.close()
    return Check("mail", "ok", f"{server.host}:{server.port} answers")


def check_outbox() -> Check:
    """No message was given up."""
    failed = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).count()
    waiting = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING).count()
    if failed:
        return Check("outbox", "warning", f"{failed} could not be sent, {waiting} waiting")
    return Check("outbox", "ok", f"{waiting} waiting")
