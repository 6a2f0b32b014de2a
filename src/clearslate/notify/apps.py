"""Notify: turns rows of the outbox into messages."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Registers the channels."""

    name = "clearslate.notify"
    label = "notify"

    def ready(self) -> None:
        """Say what sends e-mail."""
        from clearslate.kit import outbox
        from clearslate.notify import mail

        outbox.register(mail.CHANNEL, mail.send)
