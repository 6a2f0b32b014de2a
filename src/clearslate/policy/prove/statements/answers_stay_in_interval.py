"""Answering leads no further than was shown: outcome and interval stay inside the interval."""

from __future__ import annotations

from clearslate.policy.pack.model import Outcome
from clearslate.policy.prove.answer import answer, word
from clearslate.policy.prove.formula import NOW, THEN, all_of, any_of, negated
from clearslate.policy.prove.outcome import PackFormulas
from clearslate.policy.prove.sample import Sample
from clearslate.policy.prove.search import Query, Subject
from clearslate.policy.prove.space import Comparison, How
from clearslate.policy.prove.verdict import Statement, Verdict, never


def _check(about: Subject) -> Verdict:
    now, then = PackFormulas(about.pack, NOW), PackFormulas(about.pack, THEN)
    leaves = any_of(
        *(
            any_of(
                all_of(then.high_reaches(level), negated(now.high_reaches(level))),
                all_of(then.outcome_reaches(level), negated(now.high_reaches(level))),
                all_of(now.low_reaches(level), negated(then.low_reaches(level))),
                all_of(now.low_reaches(level), negated(then.outcome_reaches(level))),
            )
            for level in (Outcome.APPROVAL, Outcome.HOLD)
        )
    )
    query = Query(
        all_of(now.is_use, then.is_use, leaves),
        lambda s: _leaves(about, s),
        Comparison(answers=How.ANSWERED),
    )
    return Verdict(never(query, about, lambda s: _message(about, s)))


def _leaves(about: Subject, sample: Sample) -> bool:
    _, low, high = answer(about.pack, sample.now)
    outcome, later_low, later_high = answer(about.pack, sample.then)
    if low is None or high is None or outcome is None or later_low is None or later_high is None:
        return False
    return not low <= outcome <= high or later_low < low or later_high > high


def _message(about: Subject, sample: Sample) -> str:
    _, low, high = answer(about.pack, sample.now)
    outcome, later_low, later_high = answer(about.pack, sample.then)
    return (
        f"The interval is {word(low)} to {word(high)}. With the answers below the outcome is "
        f"{word(outcome)}, and the interval {word(later_low)} to {word(later_high)}."
    )


ANSWERS_STAY = Statement(
    id="answers-stay-in-interval",
    title="Answering never leaves the interval, and only narrows it",
    check=_check,
    of_every_pack=True,
)
