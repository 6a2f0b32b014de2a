"""The ledger: the Django home of the record, and the only place that appends to it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    """Finds the types of entries in the `entries` module of each noun."""

    name = "clearslate.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Load them all, so that the registry is whole."""
        from clearslate.ledger import parties  # noqa: F401  (it names the system's own parties)

        autodiscover_modules("entries")
