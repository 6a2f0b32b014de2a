"""Which card comes next: the one that settles most, unless a natural one settles about as much.

See docs/decisions/0006-interview-order.md for the measure and why it is so.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from clearslate.policy.interview.model import State, Step

#: A card in its natural place goes first while no other settles more than so many times as much.
PATIENCE = 2


def next_step(steps: Sequence[Step], patience: float = PATIENCE) -> Step | None:
    """The card to show next, or None where no card is open.

    What has been begun is finished first: a card, then the other cards about the same item.
    """
    ready = [step for step in steps if step.state is State.OPEN]
    heaviest = max((step.weight for step in ready), default=0)
    items = {_item(step) for step in steps if step.index is not None and _begun(step)}
    natural = (s for s in ready if s.weight * patience >= heaviest or _only_for_notice(s))
    begun = (step for step in ready if _begun(step))
    same_item = (step for step in ready if _item(step) in items)
    return next(itertools.chain(begun, same_item, natural), None)


def _item(step: Step) -> tuple[str | None, int | None]:
    return step.card.lists, step.index


def _begun(step: Step) -> bool:
    """Whether a question of this card has its answer; a name given elsewhere does not count."""
    notice = _only_for_notice(step)
    own = (asked for asked in step.questions if notice or not asked.question.for_notice)
    return any(asked.state is State.ANSWERED for asked in own)


def _only_for_notice(step: Step) -> bool:
    return all(asked.question.for_notice for asked in step.questions)
