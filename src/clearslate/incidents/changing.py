"""What every service of incidents does: lock, check, count the change, keep the entry, tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.incidents.entries import incident_number
from clearslate.incidents.errors import StaleError, refuse
from clearslate.incidents.log import log_of
from clearslate.incidents.models import Incident
from clearslate.kit import outbox
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import to_change
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Production
from clearslate.productions.selectors import today_in
from clearslate.record import sha256_hex
from clearslate.record.entry import EntryType

MOST_TEXT = 4_000
"""Characters of what somebody writes of an incident."""

Content = Mapping[str, str]


def by_a_person(actor: Party) -> str:
    """The id of the person who acts: nothing about an incident is done by a program."""
    if actor.kind != "person":
        raise NotAllowedError("An incident is reported and handled by people. Sign in.")
    return actor.id


def to_handle(actor: Party, incident: Incident, revision: int) -> Incident:
    """The incident as it is now, locked, for somebody who may handle it.

    Raises `NotAllowedError`, and `StaleError` where somebody added a step since it was read.
    """
    by_a_person(actor)
    production = to_change(actor, Action.HANDLE_INCIDENTS, incident.production)
    rows = Incident.objects.select_for_update(of=("self",)).select_related("use")
    row: Incident = rows.get(id=incident.id, production=production)
    row.production = production
    if row.revision != revision:
        raise StaleError("Somebody added a step since you read this. Nothing was done.")
    return row


def changed(row: Incident, *, state: str = "") -> None:
    """Count a change; the first step takes the incident in hand."""
    if state or row.state == Incident.State.REPORTED:
        row.state = state or Incident.State.HANDLED
    row.revision += 1
    row.save(update_fields=["state", "revision"])


def keep_entry(
    kind: EntryType,
    *,
    actor: Party,
    at: datetime,
    row: Incident,
    content: Content,
    body: Mapping[str, str | int | bool] | None = None,
) -> None:
    """Append an entry to the log of incidents; the hash of what was written is committed to."""
    append(
        kind,
        actor=actor,
        subject=Party("incident", row.id),
        at=at,
        scope=log_of(row.production),
        body=body,
        commit={"content": sha256_hex(dict(content))},
    )


def send_letters(row: Incident, people: Iterable[User], at: datetime) -> None:
    """Tell people by mail: the code name, the number and a link, nothing of what happened."""
    for person in people:
        outbox.put(
            channel="email",
            kind="incident",
            recipient=person.email,
            parameters={
                "code_name": row.production.code_name,
                "number": incident_number(row.number),
                "path": f"/p/{row.production.slug}/incidents/{row.number}/",
            },
            at=at,
        )


def flaws_of_text(name: str, text: str, most: int, *, needed: bool = True) -> list[tuple[str, str]]:
    """What is wrong with a text somebody wrote."""
    if needed and not text:
        return [(name, "Write a sentence or two.")]
    if len(text) > most:
        return [(name, f"This has more than {most:,} characters. Shorten it.")]
    if "\0" in text:
        return [(name, "This holds a character that cannot be kept. Take it out.")]
    return []


def flaws_of_day(
    name: str, day: date, production: Production, at: datetime
) -> list[tuple[str, str]]:
    """What is wrong with a day on which something happened."""
    if day > today_in(production, at):
        return [(name, "This day is still to come. Give the day on which it happened.")]
    return []


def written(text: str) -> str:
    """A text as it is kept."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def checked(*flaws: list[tuple[str, str]]) -> None:
    """Raise `IncidentsError` with every flaw, where there are any."""
    refuse([each for found in flaws for each in found])
