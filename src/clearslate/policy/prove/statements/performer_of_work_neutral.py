"""The same standards in-house and outsourced: who performs the work changes nothing (V2)."""

from __future__ import annotations

from collections.abc import Iterator

from clearslate.policy.engine.interpreter import Interpreter
from clearslate.policy.language.ir import Expression
from clearslate.policy.language.walk import fields
from clearslate.policy.pack.model import Outcome, Pack
from clearslate.policy.prove.answer import answer, word
from clearslate.policy.prove.formula import NOW, THEN, Formula, all_of, any_of, negated
from clearslate.policy.prove.outcome import PackFormulas, RuleFormulas
from clearslate.policy.prove.sample import Sample
from clearslate.policy.prove.search import Query, Subject
from clearslate.policy.prove.space import Comparison
from clearslate.policy.prove.verdict import Statement, Verdict, never

#: The answers that say who performs the work. That they are answered may be asked for; what they
#: say may not count.
PERFORMER = (("components", "performed_by"), ("components", "vendor"))


def _check(about: Subject) -> Verdict:
    read = {(field.part, field.name) for each in conditions(about.pack) for field in fields(each)}
    if not read.intersection(PERFORMER):
        return Verdict(how="no condition reads who performs the work")
    now, then = PackFormulas(about.pack, NOW), PackFormulas(about.pack, THEN)
    query = Query(
        _differ(now, then), lambda s: _differs(about.pack, s), Comparison(others=PERFORMER)
    )
    return Verdict(never(query, about, lambda s: _message(about.pack, s)))


def conditions(pack: Pack) -> Iterator[Expression]:
    """Every condition that outcome and findings rest on. Those of duties are not among them."""
    found: list[Expression | None] = [pack.gate, *(guard.when for guard in pack.guards)]
    for rule in pack.rules:
        found += [rule.when, *(need.unless for need in rule.needs)]
    yield from (each for each in found if each is not None)


def _differ(now: PackFormulas, then: PackFormulas) -> Formula:
    gate = _unlike(now.is_use, then.is_use)
    levels = (Outcome.APPROVAL, Outcome.HOLD)
    outcome = [_unlike(now.outcome_reaches(level), then.outcome_reaches(level)) for level in levels]
    findings = [_finding(one, other) for one, other in zip(now.rules, then.rules, strict=True)]
    return any_of(gate, all_of(now.is_use, then.is_use, any_of(*outcome, *findings)))


def _finding(one: RuleFormulas, other: RuleFormulas) -> Formula:
    return one.somewhere(
        any_of(
            _unlike(one.when.true, other.when.true),
            _unlike(one.when.false, other.when.false),
            all_of(negated(one.when.false), _unlike(one.missing, other.missing)),
        )
    )


def _unlike(one: Formula, other: Formula) -> Formula:
    return any_of(all_of(one, negated(other)), all_of(negated(one), other))


def _differs(pack: Pack, sample: Sample) -> bool:
    engine = Interpreter(pack)
    same_findings = _findings(engine, sample.now) == _findings(engine, sample.then)
    return answer(pack, sample.now) != answer(pack, sample.then) or not same_findings


def _findings(engine: Interpreter, case: dict[str, object]) -> list[tuple[object, ...]]:
    return [(hit.rule, hit.index, hit.truth, bool(hit.missing)) for hit in engine.hits(case)]


def _message(pack: Pack, sample: Sample) -> str:
    one, other = answer(pack, sample.now).outcome, answer(pack, sample.then).outcome
    if one != other:
        return f"The outcome is {word(one)}; performed by somebody else it is {word(other)}."
    return "The findings differ when somebody else performs the work."


PERFORMER_NEUTRAL = Statement(
    id="performer-of-work-neutral",
    title="Who performs the work, in-house or vendor, changes neither outcome nor findings",
    check=_check,
    rows=("V2",),
)
