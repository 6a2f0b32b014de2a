"""A rule that others imply on the same subject says so, with its reason.

Only cases without unknowns count: a rule may be implied by two others together, one of which holds
for each answer to a question. While that answer is unknown, neither holds for certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clearslate.policy.pack.model import Rule
from clearslate.policy.prove.answer import fired
from clearslate.policy.prove.formula import Formula, all_of, any_of, negated
from clearslate.policy.prove.outcome import RuleFormulas
from clearslate.policy.prove.sample import Sample
from clearslate.policy.prove.search import Query, Subject, find
from clearslate.policy.prove.space import Comparison
from clearslate.policy.prove.verdict import Failure, Statement, Verdict, never

_KNOWN = Comparison(all_known=True)


@dataclass(frozen=True, slots=True)
class _Prover:
    about: Subject
    formulas: dict[str, RuleFormulas]

    def implied(self, rule: Rule, others: Sequence[Rule]) -> bool:
        """Whenever the rule holds on a subject, so does at least one of the others."""
        return not self.possible(rule, *(negated(self.true(other)) for other in others))

    def possible(self, rule: Rule, *more: Formula) -> bool:
        """There is a subject on which the rule holds, and all the rest."""
        each = self.formulas[rule.id]
        query = Query(
            each.somewhere(all_of(each.when.true, *more)),
            lambda s: True in fired(self.about.pack, s.now, rule).values(),
            _KNOWN,
            rule.id,
        )
        return find(query, self.about, smallest=False) is not None

    def true(self, rule: Rule) -> Formula:
        return self.formulas[rule.id].when.true

    def alone(self, rule: Rule, others: Sequence[Rule]) -> list[Rule]:
        """As few of the others as still cover the rule."""
        kept = list(others)
        for other in others:
            fewer = [each for each in kept if each is not other]
            if fewer and self.implied(rule, fewer):
                kept = fewer
        return kept


def _check(about: Subject) -> Verdict:
    formulas = {rule.id: RuleFormulas(rule, 0) for rule in about.pack.rules}
    prover = _Prover(about, formulas)
    able = [rule for rule in about.pack.rules if prover.possible(rule)]
    failures = [failure for rule in able for failure in _undeclared(rule, able, prover)]
    return Verdict(tuple(failures), tuple(_unreal(able, prover)))


def _undeclared(rule: Rule, rules: list[Rule], prover: _Prover) -> Iterator[Failure]:
    """The rule is covered by others that neither it names nor that name it."""
    others = [other for other in _beside(rule, rules) if not _declared(rule, other)]
    if not others or not prover.implied(rule, others):
        return
    cover = prover.alone(rule, others)
    each = prover.formulas[rule.id]
    some = any_of(*(prover.true(other) for other in cover))
    query = Query(
        each.somewhere(all_of(each.when.true, some)),
        lambda s: _both(rule, cover, prover.about, s),
        _KNOWN,
        rule.id,
    )
    named = " or ".join(other.id for other in cover)
    message = (
        f"Whenever {rule.id} holds, so does {named} on the same subject. "
        f"Declare it: overlaps: [{{rule: {cover[0].id}, reason: …}}]."
    )
    yield from never(query, prover.about, message)


def _both(rule: Rule, cover: list[Rule], about: Subject, sample: Sample) -> bool:
    own = fired(about.pack, sample.now, rule)
    return any(
        value is True and any(fired(about.pack, sample.now, o).get(index) is True for o in cover)
        for index, value in own.items()
    )


def _beside(rule: Rule, rules: list[Rule]) -> list[Rule]:
    """The other rules about the same subjects."""
    return [
        other
        for other in rules
        if other is not rule and (other.for_each, other.variable) == (rule.for_each, rule.variable)
    ]


def _declared(one: Rule, other: Rule) -> bool:
    return any(o.rule == other.id for o in one.overlaps) or any(
        o.rule == one.id for o in other.overlaps
    )


def _unreal(rules: list[Rule], prover: _Prover) -> Iterator[str]:
    """Overlaps that are declared, though neither rule implies the other."""
    by_id = {rule.id: rule for rule in rules}
    for rule in rules:
        for overlap in rule.overlaps:
            other = by_id.get(overlap.rule)
            if other is not None and not _real(rule, other, rules, prover):
                yield (
                    f"{rule.id} declares an overlap with {other.id} ({rule.source}), "
                    "but each can hold without the other."
                )


def _real(one: Rule, other: Rule, rules: list[Rule], prover: _Prover) -> bool:
    """One implies the other, alone or as a needed part of what is declared together."""
    return any(
        _part_of_cover(rule, partner, rules, prover)
        for rule, partner in ((one, other), (other, one))
    )


def _part_of_cover(rule: Rule, partner: Rule, rules: list[Rule], prover: _Prover) -> bool:
    if partner not in _beside(rule, rules):
        elsewhere = prover.formulas[partner.id]
        return not prover.possible(rule, negated(elsewhere.somewhere(elsewhere.when.true)))
    if prover.implied(rule, [partner]):
        return True
    partners = [each for each in _beside(rule, rules) if _declared(rule, each)]
    without = [each for each in partners if each is not partner]
    return prover.implied(rule, partners) and not prover.implied(rule, without)


OVERLAPS_DECLARED = Statement(
    id="overlaps-declared",
    title="A rule that other rules imply on the same subject declares the overlap",
    check=_check,
    of_every_pack=True,
)
