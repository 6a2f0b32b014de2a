"""What the ledger keeps about clearance, and how it is told."""

from __future__ import annotations

from clearslate.clearance.models import Decision, Line, Review, Suspension
from clearslate.ledger.registry import Told, register
from clearslate.record.entry import EntryType
from clearslate.record.formats import Choice, Count, Day, Flag, Format, OpaqueId
from clearslate.uses.entries import ended
from clearslate.uses.models import Cause, State, WaitsFor

_NUMBER = Count(1_000_000)

USE_MOVED = EntryType(
    "use.moved",
    1,
    {
        "version": _NUMBER,
        "state": Choice(tuple(State.values)),
        "waits_for": Choice(("nothing", *WaitsFor.values)),
    },
)
NOTICED_UNDER = EntryType(
    "use.noticed_under", 1, {"version": _NUMBER, "standing": OpaqueId()}, ("called",)
)
AREA_ASKED = EntryType(
    "area.asked",
    1,
    {"version": _NUMBER, "review": OpaqueId(), "why": Choice(tuple(Review.Why.values))},
    ("area",),
)
AREA_DROPPED = EntryType("area.dropped", 1, {"version": _NUMBER, "review": OpaqueId()}, ("area",))
DECISION_MADE = EntryType(
    "decision.made",
    1,
    {
        "version": _NUMBER,
        "review": OpaqueId(),
        "decision": OpaqueId(),
        "verdict": Choice(tuple(Decision.Verdict.values)),
        "for_another": Flag(),
        "conditions": Count(1_000),
    },
    ("area", "case", "reasons", "note", "conditions", "on_behalf_of"),
)
DECISION_ENDED = EntryType(
    "decision.ended",
    1,
    {
        "version": _NUMBER,
        "review": OpaqueId(),
        "decision": OpaqueId(),
        "because": Choice(tuple(Decision.Ended.values)),
    },
    ("area",),
)
DECISION_CARRIED = EntryType(
    "decision.carried",
    1,
    {"version": _NUMBER, "review": OpaqueId(), "decision": OpaqueId()},
    ("area", "case"),
)
QUERY_ASKED = EntryType(
    "query.asked",
    1,
    {"version": _NUMBER, "review": OpaqueId(), "to": OpaqueId()},
    ("area", "text", "recipient"),
)
QUERY_ANSWERED = EntryType(
    "query.answered", 1, {"version": _NUMBER, "review": OpaqueId()}, ("area", "text")
)
QUERY_TAKEN_BACK = EntryType(
    "query.taken_back", 1, {"version": _NUMBER, "review": OpaqueId()}, ("area",)
)
REMARK_MADE = EntryType("remark.made", 1, {"version": _NUMBER}, ("text",))
AWAY_SET = EntryType(
    "away.set",
    1,
    {"from_day": Day(), "to_day": Day(), "all_areas": Flag(), "delegate": OpaqueId()},
    ("delegate_name",),
)
AWAY_ENDED = EntryType("away.ended", 1, {"delegate": OpaqueId()}, ("delegate_name",))

_LINE: dict[str, Format] = {
    "version": _NUMBER,
    "line": OpaqueId(),
    "kind": Choice(tuple(Line.Kind.values)),
}
LINE_OPENED = EntryType("line.opened", 1, _LINE)
LINE_SHOWN = EntryType("line.shown", 1, _LINE, ("shown", "files"))
LINE_ANSWERED = EntryType(
    "line.answered",
    1,
    {**_LINE, "response": Choice(tuple(Line.Response.values))},
    ("note", "case", "answered_by"),
)
EXCEPTION_GRANTED = EntryType(
    "exception.granted",
    1,
    {"version": _NUMBER, "exception": OpaqueId(), "until": Day()},
    ("missing", "subject", "reasons", "note", "case"),
)
EXCEPTION_ENDED = EntryType(
    "exception.ended", 1, {"version": _NUMBER, "exception": OpaqueId()}, ("subject",)
)
RESULTS_SENT = EntryType(
    "results.sent", 1, {"version": _NUMBER, "batch": _NUMBER, "count": Count(1_000)}, ("sha256s",)
)
RESULTS_LOOKED_AT = EntryType(
    "results.looked_at",
    1,
    {"version": _NUMBER, "count": Count(1_000), "cleared": Flag()},
    ("sha256s", "case", "resemblance", "quality", "human_input", "reasons", "note"),
)
SUSPENDED = EntryType(
    "suspension.begun",
    1,
    {
        "suspension": OpaqueId(),
        "kind": Choice(tuple(Suspension.Kind.values)),
        "all": Flag(),
        "uses": _NUMBER,
    },
    ("reason",),
)
SUSPENSION_ENDED = EntryType(
    "suspension.ended",
    1,
    {"suspension": OpaqueId(), "all": Flag(), "uses": _NUMBER},
    ("reason",),
)
USE_FROZEN = EntryType("use.frozen", 1, {"version": _NUMBER})
USE_UNFROZEN = EntryType("use.unfrozen", 1, {"version": _NUMBER})
AFTER_DELIVERY = EntryType(
    "delivered.changed", 1, {"item": OpaqueId(), "because": Choice(tuple(Cause.values))}
)
AFTER_DELIVERY_CLOSED = EntryType("delivered.settled", 1, {"item": OpaqueId()}, ("note",))

_STATES = {
    "not_a_use": "not a use of generative AI",
    "noticed": "noticed",
    "in_review": "in review",
    "on_hold": "on hold: evidence missing",
    "go_ahead": "given the go-ahead",
    "cleared": "cleared",
    "declined": "declined",
    "withdrawn": "withdrawn",
}
_WHY = {
    "new": "was asked",
    "changed": "was asked again, since its findings changed",
    "answered": "was asked again",
    "called_up": "waits for a decision",
    "renewed": "was asked again, since its decision had ended",
}
_VERDICTS = {
    "approved": "gave the go-ahead for",
    "conditions": "gave the go-ahead with conditions for",
    "declined": "declined",
}
_ENDED = {
    "changed": "what it decided on changed",
    "replaced": "it was decided again",
    "not_asked": "the area is not asked any more",
    "renewed": "its time was over",
}


def _area(told: Told) -> str:
    return str(told.values["area"]) or "the called-up notice"


def _moved(told: Told) -> str:
    waits = told.body["waits_for"]
    waiting = "" if waits == "nothing" else f", and waits for {WaitsFor(waits).label}"
    return f"{told.subject} is {_STATES[told.body['state']]}{waiting}."


def _noticed_under(told: Told) -> str:
    return f"{told.subject} is noticed under {told.values['called']}."


def _asked(told: Told) -> str:
    return f"{told.subject}: {_area(told)} {_WHY[told.body['why']]}."


def _dropped(told: Told) -> str:
    return f"{told.subject}: {_area(told)} is not asked any more."


def _decided(told: Told) -> str:
    verdict = _VERDICTS[told.body["verdict"]]
    for_whom = told.values["on_behalf_of"]
    behalf = f", for {for_whom}" if told.body["for_another"] else ""
    note = told.values["note"]
    said = f" Note: {ended(note)}" if note else ""
    return f"{told.actor}{behalf} {verdict} {told.subject}, {_area(told)}.{said}"


def _decision_ended(told: Told) -> str:
    because = _ENDED[told.body["because"]]
    return f"{told.subject}: the decision of {_area(told)} ended, since {because}."


def _carried(told: Told) -> str:
    version = told.body["version"]
    return (
        f"{told.subject}: the decision of {_area(told)} stands for version {version},"
        " since nothing it decided on changed."
    )


def _query(told: Told) -> str:
    return f"{told.actor} asked {told.values['recipient']} about {told.subject}, {_area(told)}."


def _answered(told: Told) -> str:
    return f"{told.actor} answered a question about {told.subject}, {_area(told)}."


def _taken_back(told: Told) -> str:
    return f"A question about {told.subject}, {_area(told)}, was taken back."


def _remark(told: Told) -> str:
    return f"{told.actor} wrote about {told.subject}: {ended(told.values['text'])}"


def _line(told: Told) -> str:
    return str(Line.Kind(told.body["kind"]).label)


def _line_opened(told: Told) -> str:
    return f"{told.actor} asked for a line on {told.subject}: {_line(told)}."


def _line_shown(told: Told) -> str:
    return f"{told.actor} noted what was shown of {told.subject} for the {_line(told)}."


def _line_answered(told: Told) -> str:
    said = Line.Response(told.body["response"]).label
    return f"{told.subject}, {_line(told)}: {told.values['answered_by']} answered “{said}”."


def _exception(told: Told) -> str:
    about = told.values["subject"]
    whose = f" ({about})" if about else ""
    return (
        f"{told.actor} lifted the hold of {told.subject} without {told.values['missing']}{whose},"
        f" until before {told.body['until']}. Note: {ended(told.values['note'])}"
    )


def _exception_ended(told: Told) -> str:
    return f"{told.actor} ended an exception from the hold of {told.subject}."


def _results_sent(told: Told) -> str:
    count = told.body["count"]
    return f"{told.actor} sent {count} {'result' if count == 1 else 'results'} of {told.subject}."


def _looked(told: Told) -> str:
    count, what = told.body["count"], "cleared" if told.body["cleared"] else "sent back"
    return f"{told.actor} {what} {count} {'result' if count == 1 else 'results'} of {told.subject}."


def _away(told: Told) -> str:
    days = f"from {told.body['from_day']} until before {told.body['to_day']}"
    return f"{told.values['delegate_name']} decides for {told.subject} {days}."


def _away_ended(told: Told) -> str:
    return f"{told.values['delegate_name']} no longer decides for {told.subject}."


def _suspended(told: Told) -> str:
    what = f"every use of {told.subject}" if told.body["all"] is True else told.subject
    kind = Suspension.Kind(told.body["kind"]).label
    return f"{told.actor} suspended {what}: {kind}. Reason: {ended(told.values['reason'])}"


def _suspension_ended(told: Told) -> str:
    what = f"every use of {told.subject}" if told.body["all"] is True else told.subject
    reason = ended(told.values["reason"])
    return f"{told.actor} ended a suspension of {what}. Reason: {reason}"


def _frozen(told: Told) -> str:
    return f"{told.subject} is delivered, and stays as it is."


def _unfrozen(told: Told) -> str:
    return f"{told.subject} can change again, since its delivery was taken back."


def _after_delivery(told: Told) -> str:
    why = Cause(told.body["because"]).label
    return f"{told.subject} is delivered, and {why}. Legal has it; nothing was moved."


def _after_delivery_closed(told: Told) -> str:
    note = ended(told.values["note"])
    return f"{told.actor} settled what changed after the delivery of {told.subject}: {note}"


register(USE_MOVED, _moved)
register(NOTICED_UNDER, _noticed_under)
register(AREA_ASKED, _asked)
register(AREA_DROPPED, _dropped)
register(DECISION_MADE, _decided)
register(DECISION_ENDED, _decision_ended)
register(DECISION_CARRIED, _carried)
register(QUERY_ASKED, _query)
register(QUERY_ANSWERED, _answered)
register(QUERY_TAKEN_BACK, _taken_back)
register(REMARK_MADE, _remark)
register(AWAY_SET, _away)
register(AWAY_ENDED, _away_ended)
register(LINE_OPENED, _line_opened)
register(LINE_SHOWN, _line_shown)
register(LINE_ANSWERED, _line_answered)
register(EXCEPTION_GRANTED, _exception)
register(EXCEPTION_ENDED, _exception_ended)
register(RESULTS_SENT, _results_sent)
register(RESULTS_LOOKED_AT, _looked)
register(SUSPENDED, _suspended)
register(SUSPENSION_ENDED, _suspension_ended)
register(USE_FROZEN, _frozen)
register(USE_UNFROZEN, _unfrozen)
register(AFTER_DELIVERY, _after_delivery)
register(AFTER_DELIVERY_CLOSED, _after_delivery_closed)
