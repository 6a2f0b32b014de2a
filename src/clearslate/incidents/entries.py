"""What the ledger keeps about incidents, in a log of their own, and how it is told.

No entry holds or opens a text: what was written is committed to by its hash alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clearslate.incidents.models import Answer, Decision, Incident, Telling
from clearslate.ledger.registry import Told, register, register_names
from clearslate.record.entry import EntryType
from clearslate.record.formats import Choice, Count, Flag

_PEOPLE = Count(10_000)

INCIDENT_REPORTED = EntryType(
    "incident.reported", 1, {"kind": Choice(tuple(Incident.Kind.values))}, ("content",)
)
INCIDENT_STOPPED = EntryType("incident.stopped", 1, {"suspended": Flag()}, ("content",))
DELETION_ASKED = EntryType("incident.deletion_asked", 1, {}, ("content",))
DELETION_ANSWERED = EntryType(
    "incident.deletion_answered",
    1,
    {"deleted": Choice(tuple(Answer.Deleted.values)), "evidence": Flag()},
    ("content",),
)
INCIDENT_TOLD = EntryType(
    "incident.told",
    1,
    {
        "audience": Choice(tuple(Telling.Audience.values)),
        "people": _PEOPLE,
        "otherwise": Flag(),
    },
    ("content",),
)
INCIDENT_DECIDED = EntryType(
    "incident.decided", 1, {"outcome": Choice(tuple(Decision.Outcome.values))}, ("content",)
)


def incident_number(number: int) -> str:
    """The number of an incident as people write it: I-003."""
    return f"I-{number:03d}"


def _reported(told: Told) -> str:
    return f"{told.actor} reported {told.subject}: {_word(Incident.Kind, told.body['kind'])}."


def _stopped(told: Told) -> str:
    use = " and suspended the use" if told.body["suspended"] is True else ""
    return f"{told.actor} recorded that what led to {told.subject} was stopped{use}."


def _asked(told: Told) -> str:
    return f"{told.actor} recorded that a deletion was asked for, for {told.subject}."


def _answered(told: Told) -> str:
    words = _word(Answer.Deleted, told.body["deleted"])
    evidence = ", with evidence" if told.body["evidence"] is True else ""
    return f"{told.actor} recorded the answer to a deletion, for {told.subject}: {words}{evidence}."


def _told(told: Told) -> str:
    people, ways = told.body["people"], []
    if people:
        ways.append(f"{people} by mail")
    if told.body["otherwise"] is True:
        ways.append("others in another way")
    return f"{told.actor} told {told.body['audience']} of {told.subject}: {', '.join(ways)}."


def _decided(told: Told) -> str:
    return f"{told.actor} decided {told.subject}: {_word(Decision.Outcome, told.body['outcome'])}."


def _word(choices: type, value: object) -> str:
    """The first words of a choice, before its examples."""
    label = dict(choices.choices).get(value, value)  # type: ignore[attr-defined]
    return str(label).partition(":")[0]


def _incident_names(ids: Iterable[str]) -> Mapping[str, str]:
    rows = Incident.objects.filter(id__in=ids).values_list("id", "number")
    return {incident: incident_number(number) for incident, number in rows}


register(INCIDENT_REPORTED, _reported)
register(INCIDENT_STOPPED, _stopped)
register(DELETION_ASKED, _asked)
register(DELETION_ANSWERED, _answered)
register(INCIDENT_TOLD, _told)
register(INCIDENT_DECIDED, _decided)
register_names("incident", _incident_names)
