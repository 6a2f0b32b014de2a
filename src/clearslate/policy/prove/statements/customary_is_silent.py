"""Standard post work stays permissible: alone it brings no talent finding on that person (T4)."""

from __future__ import annotations

from clearslate.policy.language.ir import Compare, Field, Literal
from clearslate.policy.pack.model import Rule
from clearslate.policy.prove.answer import fired
from clearslate.policy.prove.formula import NOW, Items, Listed, Settled, Some, all_of, negated
from clearslate.policy.prove.outcome import PackFormulas, RuleFormulas
from clearslate.policy.prove.search import Query, Subject
from clearslate.policy.prove.verdict import Failure, Statement, Verdict, never

AREA = "talent"


def _check(about: Subject) -> Verdict:
    failures: list[Failure] = []
    pack = PackFormulas(about.pack)
    for each in pack.rules:
        if each.rule.area == AREA and each.rule.for_each == "people":
            failures += _silent(each, pack, about)
    return Verdict(tuple(failures))


def _silent(each: RuleFormulas, pack: PackFormulas, about: Subject) -> tuple[Failure, ...]:
    rule = each.rule
    act = Field(rule.variable or "", "people", "act", "one", "act")
    customary = Settled(NOW, Compare("==", act, Literal("customary")), True)
    body = all_of(customary, negated(each.when.false))
    person = all_of(Listed(NOW, "people"), Some(Items("people"), act.variable, body))
    query = Query(all_of(pack.is_use, person), lambda s: _fires(about, s.now, rule), about=rule.id)
    message = f"The rule {rule.id} reaches a person to whom only customary work is done."
    return never(query, about, message)


def _fires(about: Subject, case: dict[str, list[dict[str, object]]], rule: Rule) -> bool:
    people = case["people"]
    return any(
        index is not None and people[index]["act"] == "customary"
        for index in fired(about.pack, case, rule)
    )


CUSTOMARY_IS_SILENT = Statement(
    id="customary-is-silent",
    title="Customary post work alone brings no talent finding on that person",
    check=_check,
    rows=("T4",),
)
