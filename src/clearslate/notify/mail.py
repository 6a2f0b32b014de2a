"""E-mail: one outbox row becomes one message, handed to the mail server."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import BadHeaderError

from clearslate.kit.models import OutboxMessage
from clearslate.kit.outbox import NotSentError
from clearslate.notify.letters import LETTERS

CHANNEL = "email"
TIMEOUT = 30
"""Seconds for each step with the mail server; together well below the lease of a row."""


def connection() -> EmailBackend:
    """A connection to the mail server of the settings. Raises `NotSentError` without one."""
    server = settings.CLEARSLATE["mail_url"]
    if server is None:
        raise NotSentError("no mail server is set (CLEARSLATE_MAIL_URL)", settings=True)
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.security == "starttls",
        use_ssl=server.security == "tls",
        timeout=TIMEOUT,
    )


def send(message: OutboxMessage) -> None:
    """Send one message. Raises `NotSentError`, final where trying again is no use.

    The message id is that of the row, so a message that is sent twice is recognised as one.
    """
    write = LETTERS.get(message.kind)
    if write is None:
        raise NotSentError(f"no letter {message.kind}", final=True)
    letter = write(message.parameters)
    mail = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.CLEARSLATE["mail_from"],
        [message.recipient],
        headers={
            "Message-ID": f"<{message.id}@{settings.CLEARSLATE['base_url'].hostname}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=connection(),
    )
    mail.attach_alternative(letter.html, "text/html")
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise NotSentError(
            f"the mail server refused the recipient ({codes[0]})", final=codes[0] >= 500
        ) from None
    except smtplib.SMTPAuthenticationError as error:
        # The settings are wrong, not the message: it waits until they are mended.
        raise NotSentError(
            f"the mail server refused to sign us in ({error.smtp_code})", settings=True
        ) from None
    except smtplib.SMTPResponseException as error:
        raise NotSentError(
            f"the mail server answered {error.smtp_code}", final=error.smtp_code >= 500
        ) from None
    except BadHeaderError:
        raise NotSentError("a header would hold a line break", final=True) from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotSentError(f"the mail server was not reached ({type(error).__name__})") from None
