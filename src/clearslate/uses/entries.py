"""What the ledger keeps about uses, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clearslate.ledger.registry import ERASED, Told, register, register_names
from clearslate.policy.render.words import count
from clearslate.record.entry import EntryType
from clearslate.record.formats import Choice, Count, Flag, OpaqueId
from clearslate.uses.models import Cause, Question, State, Use

_OUTCOME = Choice(("none", "notify", "approval", "hold"))
_NUMBER = Count(1_000_000)

USE_SUBMITTED = EntryType(
    "use.submitted",
    1,
    {
        "version": _NUMBER,
        "outcome": _OUTCOME,
        "state": Choice(tuple(State.values)),
    },
    ("case", "assessment", "attached"),
)
USE_REASSESSED = EntryType(
    "use.reassessed",
    1,
    {
        "version": _NUMBER,
        "outcome": _OUTCOME,
        "changed": Flag(),
        "because": Choice(tuple(Cause.values)),
    },
    ("case", "assessment"),
)
USE_MADE_FINAL = EntryType(
    "use.made_final",
    1,
    {"version": _NUMBER, "outcome": _OUTCOME, "outputs": _NUMBER},
    ("case", "assessment"),
)
USE_WITHDRAWN = EntryType("use.withdrawn", 1, {"version": _NUMBER}, ("reason",))
NOTICE_SENT = EntryType("notice.sent", 1, {"version": _NUMBER, "to": OpaqueId()}, ("recipient",))
NOTICE_CALLED_UP = EntryType("notice.called_up", 1, {"version": _NUMBER}, ("reason",))
QUESTION_ASKED = EntryType("question.asked", 1, {"draft": OpaqueId()}, ("recipient", "path"))
QUESTION_REVOKED = EntryType("question.revoked", 1, {"draft": OpaqueId()})
QUESTION_ANSWERED = EntryType("question.answered", 1, {"draft": OpaqueId()}, ("answer",))
AUTHOR_ADDED = EntryType("author.added", 1, {"draft": OpaqueId()})
AUTHOR_REMOVED = EntryType("author.removed", 1, {"draft": OpaqueId()})
VIEW_SHARED = EntryType("view.shared", 1, {}, ("name",))
VIEW_UNSHARED = EntryType("view.unshared", 1, {}, ("name",))

_OUTCOMES = {
    "none": "not a use of generative AI",
    "notify": "notify",
    "approval": "needs approval",
    "hold": "on hold: evidence missing",
}


def _submitted(told: Told) -> str:
    version = told.body["version"]
    what = told.subject if version == 1 else f"version {version} of {told.subject}"
    return f"{told.actor} submitted {what}: {_OUTCOMES.get(told.body['outcome'], '')}."


def _reassessed(told: Told) -> str:
    why = Cause(told.body["because"]).label
    head = f"{told.subject} was assessed again, because {why}"
    if told.body["changed"] is False:
        return f"{head}: nothing changed."
    outcome = _OUTCOMES.get(told.body["outcome"], "")
    return f"{head}: {outcome}, in version {told.body['version']}."


def _made_final(told: Told) -> str:
    outputs = count(told.body["outputs"], "output") if told.body["outputs"] != ERASED else ERASED
    outcome = _OUTCOMES.get(told.body["outcome"], "")
    version = told.body["version"]
    return f"{told.actor} made {outputs} of {told.subject} final: {outcome}, in version {version}."


def ended(text: str) -> str:
    """A text that somebody wrote, with an end."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _withdrawn(told: Told) -> str:
    return f"{told.actor} withdrew {told.subject}. Reason: {ended(told.values['reason'])}"


def _notice(told: Told) -> str:
    return f"The notice of {told.subject} went to {told.values['recipient']}."


def _called_up(told: Told) -> str:
    return (
        f"{told.actor} called up {told.subject} for review. Reason: {ended(told.values['reason'])}"
    )


def _asked(told: Told) -> str:
    return f"{told.actor} asked {told.values['recipient']} one question of a draft."


def _revoked(told: Told) -> str:
    return f"{told.actor} took back a question of a draft that {told.subject} was asked."


def _answered(told: Told) -> str:
    return f"{told.actor} answered a question of a draft."


def _author_added(told: Told) -> str:
    return f"{told.actor} made {told.subject} an author of a draft."


def _author_removed(told: Told) -> str:
    return f"{told.actor} took {told.subject} off the authors of a draft."


def _view_shared(told: Told) -> str:
    return f"{told.actor} shared the view “{told.values['name']}”."


def _view_unshared(told: Told) -> str:
    return f"{told.actor} no longer shares the view “{told.values['name']}”."


def _use_names(ids: Iterable[str]) -> Mapping[str, str]:
    rows = Use.objects.filter(id__in=ids).values_list("id", "number")
    return {use_id: use_number(number) for use_id, number in rows}


def _colleague_names(ids: Iterable[str]) -> Mapping[str, str]:
    return dict(Question.objects.filter(id__in=ids).values_list("id", "recipient"))


def use_number(number: int) -> str:
    """The number of a use as people write it: U-042."""
    return f"U-{number:03d}"


register(USE_SUBMITTED, _submitted)
register(USE_REASSESSED, _reassessed)
register(USE_MADE_FINAL, _made_final)
register(USE_WITHDRAWN, _withdrawn)
register(NOTICE_SENT, _notice)
register(NOTICE_CALLED_UP, _called_up)
register(QUESTION_ASKED, _asked)
register(QUESTION_REVOKED, _revoked)
register(QUESTION_ANSWERED, _answered)
register(AUTHOR_ADDED, _author_added)
register(AUTHOR_REMOVED, _author_removed)
register(VIEW_SHARED, _view_shared)
register(VIEW_UNSHARED, _view_unshared)
register_names("use", _use_names)
register_names("colleague", _colleague_names)
