"""Which card comes next: the one that settles most, unless a natural one settles about as much.

See docs/decisions/0006-interview-order.md for the measure and why it is so.
"""

from __future__ import annotations

from collections.abc import Sequence

from clearslate.policy.interview.model import State, Step

#: A card in its natural place goes first while no other settles more than so many times as much.
PATIENCE = 3


def next_step(steps: Sequence[Step]) -> Step | None:
    """The card to show next, or None where no card is open.

    A card that has been begun is finished first.
    """
    ready = [step for step in steps if step.state is State.OPEN]
    heaviest = max((step.weight for step in ready), default=0)
    for step in ready:
        if _begun(step):
            return step
    for step in ready:
        if step.weight * PATIENCE >= heaviest or _only_for_notice(step):
            return step
    return None


def _begun(step: Step) -> bool:
    """Whether a question of this card has its answer; a name given elsewhere does not count."""
    own = [
        asked for asked in step.questions if _only_for_notice(step) or not asked.question.for_notice
    ]
    return any(asked.state is State.ANSWERED for asked in own)


def _only_for_notice(step: Step) -> bool:
    return all(asked.question.for_notice for asked in step.questions)
