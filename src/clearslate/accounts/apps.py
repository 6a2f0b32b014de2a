"""People and the organisations they belong to."""

from datetime import timedelta

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and organisations."""

    name = "clearslate.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to the sign-in library, and tidy up after it."""
        from clearslate.accounts.adapters.second_factors import listen
        from clearslate.accounts.adapters.tidying import forget_sessions
        from clearslate.kit import jobs

        listen()
        jobs.CHORES["forget_sessions"] = (timedelta(days=1), forget_sessions)
