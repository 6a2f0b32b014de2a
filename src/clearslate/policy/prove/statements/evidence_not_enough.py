"""A paper on file says that it is there; what is required stays required (A4, decision 4)."""

from __future__ import annotations

from clearslate.policy.pack.model import Outcome
from clearslate.policy.prove.answer import answer
from clearslate.policy.prove.formula import NOW, THEN, all_of
from clearslate.policy.prove.outcome import PackFormulas
from clearslate.policy.prove.search import Query, Subject
from clearslate.policy.prove.space import Comparison, How
from clearslate.policy.prove.statements.unknown_never_notify import notifies
from clearslate.policy.prove.verdict import Statement, Verdict, never


def _check(about: Subject) -> Verdict:
    now, then = PackFormulas(about.pack, NOW), PackFormulas(about.pack, THEN)
    query = Query(
        all_of(notifies(now), then.is_use, then.outcome_reaches(Outcome.APPROVAL)),
        lambda s: answer(about.pack, s.now).notify and answer(about.pack, s.then).escalates,
        Comparison(evidence=How.OTHER),
    )
    message = "Evidence alone decides between notify and an approval."
    return Verdict(never(query, about, message))


EVIDENCE_NOT_ENOUGH = Statement(
    id="evidence-not-enough",
    title="Evidence on file lifts a hold, and never turns an approval into notify",
    check=_check,
    rows=("A4",),
)
