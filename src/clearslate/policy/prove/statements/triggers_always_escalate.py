"""Likeness, personal data and third-party material escalate, whatever else is answered (A4).

The fourth trigger of the guidance, what is final, has a statement of its own: two relaxed readings
give that one up, and none gives up these.
"""

from __future__ import annotations

from functools import partial

from clearslate.policy.language.ir import Compare, Field, Literal, Member, Truth
from clearslate.policy.prove.answer import answer
from clearslate.policy.prove.formula import NOW, Formula, Items, Leaf, Listed, Settled, Some, all_of
from clearslate.policy.prove.outcome import PackFormulas
from clearslate.policy.prove.sample import Sample
from clearslate.policy.prove.search import Query, Subject
from clearslate.policy.prove.statements.unknown_never_notify import notifies
from clearslate.policy.prove.verdict import Failure, Statement, Verdict, never

_ACT = Field("person", "people", "act", "one", "act")
_OWNER = Field("input", "inputs", "owner", "one", "owner")
_PERSONAL = Field("input", "inputs", "personal_data", "yesno")
_LIKENESS = Field("input", "inputs", "likeness", "yesno")

#: What triggers, in words; the list and variable; and the test of one item.
TRIGGERS: tuple[tuple[str, str, str, Leaf], ...] = (
    ("A person is replicated, altered or disguised", "people", "person",
     Member(_ACT, ("replica", "significant", "anonymise"))),
    ("An input shows a real face or carries a real voice", "inputs", "input", Truth(_LIKENESS)),
    ("An input contains personal data", "inputs", "input", Truth(_PERSONAL)),
    ("An input belongs to somebody else", "inputs", "input",
     Compare("==", _OWNER, Literal("third_party"))),
)  # fmt: skip


def _check(about: Subject) -> Verdict:
    notify = notifies(PackFormulas(about.pack))
    failures: list[Failure] = []
    for words, part, variable, test in TRIGGERS:
        trigger = _somewhere(part, variable, Settled(NOW, test, True))
        query = Query(all_of(notify, trigger), partial(_is_notify, about), about=words)
        failures += never(query, about, f"{words}, and the outcome is notify.")
    return Verdict(tuple(failures))


def _somewhere(part: str, variable: str, formula: Formula) -> Formula:
    return all_of(Listed(NOW, part), Some(Items(part), variable, formula))


def _is_notify(about: Subject, sample: Sample) -> bool:
    return answer(about.pack, sample.now).notify


TRIGGERS_ALWAYS_ESCALATE = Statement(
    id="triggers-always-escalate",
    title="Talent likeness, personal data and third-party material always escalate",
    check=_check,
    rows=("A4",),
)
