"""What the ledger keeps about people and organisations, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clearslate.accounts import sign_in_entries  # noqa: F401  (it registers the rest)
from clearslate.accounts.models import Organisation, User
from clearslate.accounts.permissions import OFFICES, Office
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
USER_CREATED_1 = EntryType("user.created", 1, {"organisation": OpaqueId()}, ("email",))
USER_CREATED = EntryType("user.created", 2, {"organisation": OpaqueId()}, ("email", "name"))
PERSON_RENAMED = EntryType("person.renamed", 1, {}, ("name",))
PERSON_INVITED = EntryType("person.invited", 1, {"organisation": OpaqueId()}, ("email",))
INVITATION_ACCEPTED = EntryType("invitation.accepted", 1)
INVITATION_REVOKED = EntryType("invitation.revoked", 1)
PERSON_DEACTIVATED = EntryType("person.deactivated", 1)
PERSON_REACTIVATED = EntryType("person.reactivated", 1)

_OFFICE = Choice(("administrator", "policy_owner"))
OFFICE_GIVEN = EntryType("office.given", 1, {"office": _OFFICE})
OFFICE_TAKEN = EntryType("office.taken", 1, {"office": _OFFICE})


def _organisation_created(told: Told) -> str:
    kind = Organisation.Kind(told.body["kind"]).label
    return f"{told.actor} added the organisation {told.values['name']} ({kind})."


def _user_created(told: Told) -> str:
    return f"{told.actor} added {told.values['email']} to {told.body['organisation']}."


def _renamed(told: Told) -> str:
    return f"{told.actor} now goes by {told.values['name']}."


def _invited(told: Told) -> str:
    return f"{told.actor} invited {told.values['email']} to {told.body['organisation']}."


def _accepted(told: Told) -> str:
    return f"{told.subject} accepted an invitation and chose a password."


def _revoked(told: Told) -> str:
    return f"{told.actor} took back an invitation of {told.subject}."


def _deactivated(told: Told) -> str:
    return f"{told.actor} ended the access of {told.subject}."


def _reactivated(told: Told) -> str:
    return f"{told.actor} gave {told.subject} access again."


def _office_given(told: Told) -> str:
    return f"{told.actor} made {told.subject} {_office(told)}."


def _office_taken(told: Told) -> str:
    return f"{told.actor} dismissed {told.subject} as {_office(told)}."


def _office(told: Told) -> str:
    described, _ = OFFICES[Office(told.body["office"])]
    return described.title.lower()


def _organisation_names(ids: Iterable[str]) -> Mapping[str, str]:
    return dict(Organisation.objects.filter(id__in=ids).values_list("id", "name"))


def _person_names(ids: Iterable[str]) -> Mapping[str, str]:
    return {user.id: str(user) for user in User.objects.filter(id__in=ids)}


register(ORGANISATION_CREATED, _organisation_created)
register(USER_CREATED_1, _user_created)
register(USER_CREATED, _user_created)
register(PERSON_RENAMED, _renamed)
register(PERSON_INVITED, _invited)
register(INVITATION_ACCEPTED, _accepted)
register(INVITATION_REVOKED, _revoked)
register(PERSON_DEACTIVATED, _deactivated)
register(PERSON_REACTIVATED, _reactivated)
register(OFFICE_GIVEN, _office_given)
register(OFFICE_TAKEN, _office_taken)
register_names("organisation", _organisation_names)
register_names("person", _person_names)
