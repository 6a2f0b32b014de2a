"""What the ledger keeps about productions, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clearslate.ledger.registry import ERASED, Told, register, register_names
from clearslate.policy.render.words import day as day_words
from clearslate.productions.gates import gate_words
from clearslate.productions.models import Gate, PackInForce, Production, Reaches
from clearslate.record.entry import EntryType
from clearslate.record.formats import Choice, Count, Day, Digest, Flag, Format, OpaqueId

PRODUCTION_CREATED = EntryType("production.created", 1, {}, ("code_name",))
PRODUCTION_EDITED = EntryType("production.edited", 1, {}, ("changes",))
PRODUCTION_ARCHIVED = EntryType("production.archived", 1)
PRODUCTION_REOPENED = EntryType("production.reopened", 1)
CALENDAR_SET = EntryType("calendar.set", 1, {}, ("changes",))
MEMBER_ADDED = EntryType("member.added", 1, {"role": OpaqueId()}, ("role",))
MEMBER_CHANGED = EntryType(
    "member.changed", 1, {"role": OpaqueId(), "stands_in": Flag()}, ("role", "areas")
)
MEMBER_ENDED = EntryType("member.ended", 1, {"role": OpaqueId()}, ("role",))
ROLE_ADDED = EntryType("role.added", 1, {"role": OpaqueId()}, ("title", "actions"))
ROLE_CHANGED = EntryType("role.changed", 1, {"role": OpaqueId()}, ("title", "actions"))
PACK_SHELVED = EntryType("pack.shelved", 1, {"pack": Digest()}, ("title", "version"))
PACK_SET = EntryType(
    "pack.set",
    1,
    {
        "pack": Digest(),
        "standing": Choice(tuple(PackInForce.Standing.values)),
        "reaches": Choice(tuple(Reaches.values)),
        "from": Day(),
    },
    ("title", "adopted_by"),
)
SWITCH_SET_1 = EntryType("switch.set", 1, {"from": Day()}, ("switch", "value"))
SWITCH_SET = EntryType(
    "switch.set",
    2,
    {"from": Day(), "reaches": Choice(tuple(Reaches.values))},
    ("switch", "value"),
)
_GATE: dict[str, Format] = {"gate": Choice(tuple(Gate.Kind.values)), "number": Count(1_000_000)}
GATE_PASSED = EntryType("gate.passed", 1, _GATE, ("episode",))
GATE_LIFTED = EntryType("gate.lifted", 1, _GATE, ("episode", "reason"))
FACTS_FILED = EntryType("facts.filed", 1, {"number": Count(1_000_000)}, ("sha256",))


def _created(told: Told) -> str:
    return f"{told.actor} created the production {told.values['code_name']}."


def _edited(told: Told) -> str:
    return f"{told.actor} changed the production: {_listed(told.values['changes'])}."


def _calendar(told: Told) -> str:
    return f"{told.actor} changed the calendar: {_listed(told.values['changes'])}."


def _listed(value: object) -> str:
    """Names of fields in words, or what stands in place of them once they are erased."""
    if isinstance(value, list):
        return ", ".join(str(each).replace("_", " ") for each in value)
    return str(value)


def _day(told: Told) -> str:
    """The first day of what was set, in words."""
    day = told.body["from"]
    return day if day == ERASED else day_words(day)


def _archived(told: Told) -> str:
    return f"{told.actor} archived the production."


def _reopened(told: Told) -> str:
    return f"{told.actor} opened the archived production again."


def _member_added(told: Told) -> str:
    return f"{told.actor} made {told.subject} {_role(told)}."


def _member_changed(told: Told) -> str:
    words = _listed(told.values["areas"]) or "all areas"
    stands_in = ", standing in" if told.body["stands_in"] is True else ""
    return (
        f"{told.actor} changed what {told.subject} looks after as {_role(told)}: "
        f"{words}{stands_in}."
    )


def _member_ended(told: Told) -> str:
    return f"{told.actor} ended the role of {told.subject} as {_role(told)}."


def _role(told: Told) -> str:
    return str(told.values["role"])


def _role_added(told: Told) -> str:
    return f"{told.actor} added the role {told.values['title']}: {_listed(told.values['actions'])}."


def _role_changed(told: Told) -> str:
    actions = _listed(told.values["actions"]) or "no permission"
    return f"{told.actor} changed the role {told.values['title']}: {actions}."


def _pack_shelved(told: Told) -> str:
    return f"{told.actor} uploaded the pack “{told.values['title']}” {told.values['version']}."


def _pack_set(told: Told) -> str:
    title, day = told.values["title"], _day(told)
    standing = PackInForce.Standing(told.body["standing"])
    if standing == PackInForce.Standing.ENDED:
        return f"{told.actor} ended “{title}” from {day}."
    by = told.values["adopted_by"]
    adopted = f", adopted by {by}" if standing == PackInForce.Standing.ADOPTED and by else ""
    reaches = Reaches(told.body["reaches"]).label
    return (
        f"{told.actor} set “{title}” in force from {day}, {standing.label}{adopted}, for {reaches}."
    )


def _switch_set(told: Told) -> str:
    switch, value = told.values["switch"], told.values["value"]
    whom = f", for {Reaches(told.body['reaches']).label}" if "reaches" in told.body else ""
    return f"{told.actor} chose the reading “{value}” of {switch} from {_day(told)}{whom}."


def _gate_passed(told: Told) -> str:
    if told.body["gate"] == Gate.Kind.PICTURE_LOCK:
        return f"{told.actor} set {_gate(told)}."
    return f"{told.actor} passed {_gate(told)}."


def _gate_lifted(told: Told) -> str:
    did = "took back" if told.body["gate"] == Gate.Kind.DELIVERY else "lifted"
    reason = str(told.values["reason"])
    end = "" if reason.endswith((".", "?", "!", "…")) else "."
    return f"{told.actor} {did} {_gate(told)}. Reason: {reason}{end}"


def _gate(told: Told) -> str:
    """A gate in words: “turnover 3 of 103”; that of a whole production says no more."""
    episode = told.values["episode"]
    gate = gate_words(told.body["gate"], told.body["number"])
    return f"{gate} of {episode}" if episode else gate


def _facts_filed(told: Told) -> str:
    return f"{told.actor} filed facts, number {told.body['number']}."


def _production_names(ids: Iterable[str]) -> Mapping[str, str]:
    return dict(Production.objects.filter(id__in=ids).values_list("id", "code_name"))


register(PRODUCTION_CREATED, _created)
register(PRODUCTION_EDITED, _edited)
register(PRODUCTION_ARCHIVED, _archived)
register(PRODUCTION_REOPENED, _reopened)
register(CALENDAR_SET, _calendar)
register(MEMBER_ADDED, _member_added)
register(MEMBER_CHANGED, _member_changed)
register(MEMBER_ENDED, _member_ended)
register(ROLE_ADDED, _role_added)
register(ROLE_CHANGED, _role_changed)
register(PACK_SHELVED, _pack_shelved)
register(PACK_SET, _pack_set)
register(SWITCH_SET_1, _switch_set)
register(SWITCH_SET, _switch_set)
register(GATE_PASSED, _gate_passed)
register(GATE_LIFTED, _gate_lifted)
register(FACTS_FILED, _facts_filed)
register_names("production", _production_names)
