"""What every service of duties does: lock, check who asks, compare what was read, keep an entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from clearslate.accounts.permissions import Action
from clearslate.clearance.locking import locked_use
from clearslate.duties.errors import DutiesError, StaleError
from clearslate.duties.models import Duty
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import actions_of
from clearslate.productions.errors import NotAllowedError
from clearslate.record.entry import EntryType
from clearslate.uses.attachments import safe_text
from clearslate.uses.reading import ENDED

MOST_WORDS = 400
"""Characters of a note or a reason."""


def may_keep(actions: frozenset[Action], person_id: str, duty: Duty) -> bool:
    """Whether somebody with these actions may change a duty: it is theirs, or they keep all."""
    mine = duty.assigned_id == person_id and Action.SEE_USES in actions
    return duty.use.production.archived_at is None and (mine or Action.KEEP_DUTIES in actions)


def to_keep(actor: Party, duty: Duty, revision: int, *, others: bool = False) -> Duty:
    """The duty as it is now, locked, for somebody who may change it; `others` is for keepers only.

    Raises `NotAllowedError`, `StaleError` where somebody changed it since it was read, and
    `DutiesError` where it is not asked any more.
    """
    use = locked_use(duty.use_id)
    rows = Duty.objects.select_for_update(of=("self",)).select_related("assigned", "done_by")
    row: Duty = rows.get(id=duty.id)
    row.use = use
    actions = actions_of(actor, use.production)
    allowed = may_keep(actions, actor.id, row)
    if not allowed or (others and Action.KEEP_DUTIES not in actions):
        raise NotAllowedError("This duty is of somebody else. Ask whoever keeps duties.")
    if row.revision != revision:
        raise StaleError("Somebody changed this duty since you read it. Nothing was done.")
    if row.state == Duty.State.DROPPED or use.state in ENDED:
        raise DutiesError("This duty is not asked any more. There is nothing to do.")
    return row


def words_of(text: str, field: str, *, needed: str = "") -> str:
    """A note or a reason on one line. Raises `DutiesError` where it is needed or too long."""
    words = safe_text(text)
    if needed and not words:
        raise DutiesError(needed, field)
    if len(words) > MOST_WORDS:
        raise DutiesError(f"This has more than {MOST_WORDS} characters. Shorten it.", field)
    return words


def keep_entry(
    kind: EntryType,
    duty: Duty,
    actor: Party,
    at: datetime,
    *,
    body: Mapping[str, str | int | bool | Party] | None = None,
    **commit: str,
) -> None:
    """Count the change of a duty, and append its entry."""
    duty.revision += 1
    duty.save()
    append(
        kind,
        actor=actor,
        subject=Party("use", duty.use_id),
        at=at,
        scope=duty.use.production_id,
        body={"duty": duty.id, "kind": duty.kind, **(body or {})},
        commit={"text": duty.text, **commit},
    )
