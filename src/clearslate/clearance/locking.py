"""What was read is what is decided: rows are locked, and compared with what the page carried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from clearslate.clearance.errors import ClearanceError, StaleError
from clearslate.clearance.holds import is_held
from clearslate.clearance.models import Review
from clearslate.productions.selectors import today_in
from clearslate.uses.entries import use_number
from clearslate.uses.models import State, Use, UseVersion
from clearslate.uses.reading import is_stale


@dataclass(frozen=True)
class Read:
    """What a reviewer had before them: the page carries it, and the decision binds to it."""

    version: int
    case_sha256: str
    assessment_sha256: str
    revision: int
    """Of the review."""


def locked_use(use_id: str) -> Use:
    """A use with its production, locked until the transaction ends: what moves it takes turns."""
    rows = Use.objects.select_for_update(of=("self",), no_key=True).select_related(
        "production", "declared_by", "assessment"
    )
    row: Use = rows.get(id=use_id)
    return row


def locked_review(review_id: str) -> tuple[Review, Use]:
    """A review and its use, both locked, the use first. Raises `ClearanceError` for no such one."""
    use_id = Review.objects.filter(id=review_id).values_list("use_id", flat=True).first()
    if use_id is None:
        raise ClearanceError("There is no such review.")
    use = locked_use(use_id)
    return Review.objects.select_for_update().get(id=review_id), use


def locked_reviews(ids: Iterable[str]) -> tuple[list[Review], Use]:
    """Reviews of one use, all locked, the use first; in the order of their areas.

    Raises `ClearanceError` where one does not exist, or they belong to several uses.
    """
    wanted = set(ids)
    uses = set(Review.objects.filter(id__in=wanted).values_list("use_id", flat=True))
    if len(uses) != 1:
        raise ClearanceError("There is no such review of this use.")
    use = locked_use(uses.pop())
    found = list(Review.objects.select_for_update().filter(id__in=wanted, use=use))
    if len(found) != len(wanted):
        raise ClearanceError("There is no such review of this use.")
    return sorted(found, key=lambda each: each.area), use


def as_read(review: Review, use: Use, read: Read, at: datetime) -> UseVersion:
    """The version that was read, if it is still what there is to decide. Raises `StaleError`."""
    number = use_number(use.number)
    if use.state == State.WITHDRAWN:
        raise StaleError(f"{number} was withdrawn. There is nothing left to decide.")
    if use.frozen_at is not None:
        raise StaleError(f"{number} is delivered, and stays as it is.")
    if use.suspended:
        raise StaleError(f"{number} is suspended. Decide once that has ended.")
    if use.state != State.IN_REVIEW:
        raise StaleError(f"{number} is {use.get_state_display()} now. Look at it again.")
    if is_stale(use, today_in(use.production, at)):
        raise StaleError(f"Something that {number} rests on has changed. It is assessed anew.")
    if is_held(use, today_in(use.production, at)):
        raise StaleError(f"{number} is on hold again: an exception has ended. Look at it again.")
    version: UseVersion = use.versions.get(number=use.versions_count)
    now = (version.number, version.case_sha256, version.assessment_id)
    if now != (read.version, read.case_sha256, read.assessment_sha256):
        raise StaleError(f"{number} has a newer version than you read. Look at what changed.")
    if review.revision != read.revision or review.state not in (
        Review.State.WAITING,
        Review.State.PAUSED,
    ):
        raise StaleError("Somebody was here since you read it. Look at what they did.")
    return version
