"""What is told at single questions of a draft: answers that collided, and colleagues' proposals."""

from __future__ import annotations

from typing import Any

from clearslate.uses.models import Draft


def notes_of(draft: Draft) -> dict[str, dict[str, Any]]:
    """Notes by the path of the question."""
    found: dict[str, dict[str, Any]] = {}
    for collision in draft.collisions.select_related("offered_by", "stands_by"):
        found.setdefault(collision.path, {}).setdefault("collisions", []).append(collision)
    for question in draft.questions.filter(settled_at=None, revoked_at=None).order_by("asked_at"):
        found.setdefault(question.path, {}).setdefault("proposals", []).append(question)
    return found


def state_of(draft: Draft) -> str:
    """What tells whether the page of a draft is as it was: its revision, and what is told there."""
    answered = draft.questions.exclude(answered_at=None).filter(settled_at=None).count()
    return f"{draft.revision}.{draft.collisions.count()}.{answered}"
