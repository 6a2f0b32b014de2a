"""People and the organisations they belong to."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and organisations."""

    name = "clearslate.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to the sign-in library."""
        from clearslate.accounts.adapters.second_factors import listen

        listen()
