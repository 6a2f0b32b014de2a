"""Not knowing never pays: no unknown gives notify where an answer would escalate (A6)."""

from __future__ import annotations

from functools import partial

from clearslate.policy.pack.model import Outcome, Question
from clearslate.policy.prove.answer import answer, word
from clearslate.policy.prove.formula import NOW, THEN, Formula, all_of, negated
from clearslate.policy.prove.outcome import PackFormulas, unanswered
from clearslate.policy.prove.sample import Sample
from clearslate.policy.prove.search import Query, Subject
from clearslate.policy.prove.space import Comparison, How
from clearslate.policy.prove.verdict import Failure, Statement, Verdict, never


def notifies(pack: PackFormulas) -> Formula:
    """It is a use, and telling the contact is enough."""
    return all_of(pack.is_use, negated(pack.outcome_reaches(Outcome.APPROVAL)))


def _check(about: Subject) -> Verdict:
    now, then = PackFormulas(about.pack, NOW), PackFormulas(about.pack, THEN)
    escalates = all_of(then.is_use, then.outcome_reaches(Outcome.APPROVAL))
    query = Query(
        all_of(notifies(now), escalates),
        lambda s: answer(about.pack, s.now).notify and answer(about.pack, s.then).escalates,
        Comparison(answers=How.SETTLED),
    )
    failures = list(never(query, about, partial(_message, about)))
    mandatory = [q for card in about.pack.cards for q in card.questions if q.mandatory]
    for question in mandatory:
        failures += _mandatory(question, notifies(now), about)
    return Verdict(tuple(failures))


def _mandatory(question: Question, notify: Formula, about: Subject) -> tuple[Failure, ...]:
    query = Query(
        all_of(notify, unanswered(question, NOW)),
        lambda s: answer(about.pack, s.now).notify,
        about=question.id,
    )
    message = f"The mandatory answer to {question.id} is unknown, and the outcome is notify."
    return never(query, about, message)


def _message(about: Subject, sample: Sample) -> str:
    outcome = answer(about.pack, sample.then).outcome
    return (
        "The outcome is notify although answers are unknown. "
        f"With the answers below it is {word(outcome)}."
    )


UNKNOWN_NEVER_NOTIFY = Statement(
    id="unknown-never-notify",
    title="No unknown answer gives notify where answering it would escalate",
    check=_check,
    rows=("A6",),
    of_every_pack=True,
)
