"""Reading people and organisations, for whoever administers the installation."""

from __future__ import annotations

from clearslate.accounts.models import Organisation


def organisation_named(name: str) -> Organisation | None:
    """The organisation of that name, however it is capitalised."""
    found: Organisation | None = Organisation.objects.filter(name__iexact=name.strip()).first()
    return found


def organisation_names() -> list[str]:
    """The names of all organisations."""
    return list(Organisation.objects.order_by("name").values_list("name", flat=True))
