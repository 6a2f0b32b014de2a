"""What the ledger keeps about people and organisations, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clearslate.accounts.models import Organisation, User
from clearslate.ledger.registry import Told, register, register_names
from clearslate.record.entry import EntryType
from clearslate.record.formats import Choice, OpaqueId

ORGANISATION_CREATED = EntryType(
    "organisation.created",
    1,
    {
        "kind": Choice(("platform", "production_company", "vendor", "agency", "guild")),
    },
    ("name",),
)
USER_CREATED = EntryType("user.created", 1, {"organisation": OpaqueId()}, ("email",))


def _organisation_created(told: Told) -> str:
    kind = Organisation.Kind(told.body["kind"]).label
    return f"{told.actor} added the organisation {told.values['name']} ({kind})."


def _user_created(told: Told) -> str:
    return f"{told.actor} added {told.values['email']} to {told.body['organisation']}."


def _organisation_names(ids: Iterable[str]) -> Mapping[str, str]:
    return dict(Organisation.objects.filter(id__in=ids).values_list("id", "name"))


def _person_names(ids: Iterable[str]) -> Mapping[str, str]:
    return dict(User.objects.filter(id__in=ids).values_list("id", "email"))


register(ORGANISATION_CREATED, _organisation_created)
register(USER_CREATED, _user_created)
register_names("organisation", _organisation_names)
register_names("person", _person_names)
