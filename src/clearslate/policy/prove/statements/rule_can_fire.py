"""A rule that can never hold, never fail or never be open says nothing, or hides a mistake."""

from __future__ import annotations

from collections.abc import Iterator

from clearslate.policy.language.logic import Truth3
from clearslate.policy.pack.model import Rule
from clearslate.policy.prove.answer import fired
from clearslate.policy.prove.formula import NOW, Formula
from clearslate.policy.prove.outcome import RuleFormulas
from clearslate.policy.prove.sample import Sample
from clearslate.policy.prove.search import Query, Subject, all_readings, find
from clearslate.policy.prove.verdict import Failure, Statement, Verdict

_WORDS: dict[Truth3, str] = {
    True: "can never be certainly true",
    False: "can never be certainly false",
    None: "can never be uncertain",
}


def _check(about: Subject) -> Verdict:
    # A rule may belong to one reading of a switch: under some reading it has to say something.
    anywhere = about.under(all_readings(about.pack))
    failures = [failure for rule in about.pack.rules for failure in _useless(rule, about, anywhere)]
    return Verdict(tuple(failures))


def _useless(rule: Rule, about: Subject, anywhere: Subject) -> Iterator[Failure]:
    for value in (True, False, None):
        query = _query(rule, value, about)
        if find(query, about, smallest=False) or find(query, anywhere, smallest=False):
            continue
        yield Failure(f"The rule {rule.id} {_WORDS[value]}.", None, rule.id)


def _query(rule: Rule, value: Truth3, about: Subject) -> Query:
    each = RuleFormulas(rule, NOW)
    formula: Formula = {True: each.when.true, False: each.when.false, None: each.when.open}[value]
    return Query(each.somewhere(formula), lambda s: _shows(rule, value, about, s), about=rule.id)


def _shows(rule: Rule, value: Truth3, about: Subject, sample: Sample) -> bool:
    """The interpreter finds a subject on which the rule has this value."""
    values = fired(about.pack, sample.now, rule)
    subjects = [None] if rule.for_each is None else range(len(sample.now[rule.for_each] or ()))
    return any(values.get(index, False) is value for index in subjects)


RULE_CAN_FIRE = Statement(
    id="rule-can-fire",
    title="Each rule can be certainly true, certainly false and uncertain",
    check=_check,
    of_every_pack=True,
    of_every_reading=True,
)
