"""What is told at single questions of a draft: answers that collided, and colleagues' proposals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from clearslate.policy.interview import Asked, Interview, Journey
from clearslate.ui.views.declare.words import OPEN, answer_of, change_words
from clearslate.uses.changes import Change
from clearslate.uses.colleagues import Proposal, proposals_of
from clearslate.uses.desk import Desk
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Collision, Draft


class Collided(NamedTuple):
    """Two answers to one question, each with whose it is."""

    id: int
    offered: str
    offered_by: str
    at: datetime
    stands: str
    stands_by: str
    stood_at: datetime | None
    """When that was answered; None where an answer elsewhere led to it."""


class Sent(NamedTuple):
    """A question that a colleague was sent, and what came back."""

    id: str
    to: str
    state: str
    words: str
    note: str
    until: datetime


@dataclass(frozen=True)
class Waiting:
    """What waits beside the answers of a draft."""

    draft: Draft
    collisions: tuple[Collision, ...]
    sent: int
    """Questions that colleagues were sent and nobody has settled."""
    answered: int
    """Those of them that have come back."""

    @property
    def state(self) -> str:
        """What tells whether the page of the draft is as it was."""
        return f"{self.draft.revision}.{len(self.collisions)}.{self.sent}.{self.answered}"


def waiting_of(draft: Draft) -> Waiting:
    """What waits beside the answers of a draft."""
    collisions = draft.collisions.select_related("offered_by", "stands_by").order_by("id")
    sent = draft.questions.filter(settled_at=None, revoked_at=None)
    answered = list(sent.values_list("answered_at", flat=True))
    back = sum(each is not None for each in answered)
    return Waiting(draft, tuple(collisions), len(answered), back)


def notes_of(
    waiting: Waiting, desk: Desk, journey: Journey, interview: Interview, at: datetime
) -> dict[str, dict[str, list[Any]]]:
    """Notes by the path of the question; what belongs to no question any more is under “”."""
    found: dict[str, dict[str, list[Any]]] = {}
    for collision in waiting.collisions:
        path, told = _collided(collision, waiting.draft, journey, interview)
        found.setdefault(path, {}).setdefault("collisions", []).append(told)
    for proposal in proposals_of(waiting.draft, desk, at) if waiting.sent else ():
        if proposal.state in ("waiting", "answered", "expired"):
            path = proposal.question.path
            found.setdefault(path, {}).setdefault("proposals", []).append(_sent(proposal))
    return found


def _collided(
    collision: Collision, draft: Draft, journey: Journey, interview: Interview
) -> tuple[str, Collided]:
    asked = _asked(journey, collision.path)
    try:
        offered = change_words(Change.from_json(collision.offered), asked, interview.schema)
    except UsesError:
        offered = "something else"
    stamp = draft.stamps.get(collision.path)
    stands = answer_of(asked, interview.schema) if asked else OPEN
    told = Collided(
        collision.id,
        offered,
        str(collision.offered_by),
        collision.at,
        stands,
        str(collision.stands_by),
        datetime.fromisoformat(stamp["at"]) if stamp else None,
    )
    return (asked.path if asked else ""), told


def _asked(journey: Journey, path: str) -> Asked | None:
    """The question that a path is about: that of the list, where it names an item of one."""
    return journey.asked(path) or journey.asked(path.partition("[")[0])


def _sent(proposal: Proposal) -> Sent:
    row = proposal.question
    return Sent(row.id, row.recipient, proposal.state, proposal.words, row.note, row.expires_at)
