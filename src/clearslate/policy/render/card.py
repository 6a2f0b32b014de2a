"""The rules card of a department, on one page: free with notice, needs approval, needs evidence.

Which rules a department meets, and what they mean there, is read from the pack's examples. The
rules are the same for all, so what the department has not met yet follows in one item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clearslate.policy.assess.assess import Assessor
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.assess.words import small
from clearslate.policy.case import Rulebook
from clearslate.policy.errors import CaseError, Problem, did_you_mean
from clearslate.policy.pack.examples import Example, read_examples
from clearslate.policy.pack.exercise import case_of_example
from clearslate.policy.pack.load import Loaded
from clearslate.policy.pack.model import Outcome, Rule
from clearslate.policy.render.outline import Cell, Item, Note, Outline, Section
from clearslate.policy.render.readable import evidence_of
from clearslate.policy.render.rulebook import NO_ADVICE

#: The most examples in one column, so that the card stays one page.
MOST = 4

_TITLES = {
    "notify": "Free to use, with notice",
    "approval": "Needs approval",
    "hold": "Needs evidence",
}
_INTROS = {
    "notify": "The contact is told, and nobody has to approve. All of this must be true,"
    " and nothing in the other columns may apply:",
    "approval": "Somebody must approve it in writing first, whatever else is answered:",
    "hold": "It waits until this is on file or put right; approval comes after that:",
}


class _Told(NamedTuple):
    """An example as it comes out."""

    example: Example
    assessment: Assessment


def card(loaded: Loaded, department: str) -> Outline:
    """The card of a department; raises CaseError where there is no such department."""
    spec = loaded.schema.parts["use"].fields["department"]
    known = loaded.schema.vocabularies[str(spec.vocabulary)]
    if department not in known:
        hint = did_you_mean(department, known)
        message = f"There is no department “{department}”. There are {', '.join(known)}."
        raise CaseError([Problem(message, suggestion=hint)])
    told = [each for each in _told(loaded) if _department(each.example) == department]
    pack = loaded.pack
    return Outline(
        title=f"{known[department]}: what may be done with generative AI",
        cells=(
            Cell("Department", known[department]),
            Cell("Rules", f"{pack.title} {pack.version}"),
        ),
        verdict=None,
        sections=tuple(_column(outcome, told, loaded) for outcome in _TITLES),
        foot=(),
        made_by=f"“Not sure” counts as needs approval. {NO_ADVICE}",
        columns=True,
    )


def _told(loaded: Loaded) -> list[_Told]:
    """The real cases among the examples, the base's included, as they come out here."""
    assessor = Assessor([Rulebook(loaded)])
    books = [applied.rulebook for applied in assessor.applied]
    layers = [layer for layer in (loaded.base, loaded) if layer is not None]
    examples = {each.id: each for layer in layers for each in read_examples(layer)}
    return [
        _Told(example, assessor.assess(case_of_example(example, books)))
        for example in examples.values()
        if example.row
    ]


def _department(example: Example) -> str:
    use = example.declaration.get("use", {})
    return str(use.get("department", "")) if isinstance(use, dict) else ""


def _column(outcome: str, told: Sequence[_Told], loaded: Loaded) -> Section:
    items = [*_rules(outcome, told, loaded), *_examples(outcome, told)]
    return Section(outcome, _TITLES[outcome], tuple(items), _INTROS[outcome])


def _rules(outcome: str, told: Sequence[_Told], loaded: Loaded) -> Iterator[Item]:
    """What the column asks for, in general: principles, approval rules, or evidence."""
    if outcome == "notify":
        for principle in loaded.pack.principles:
            yield Item(principle.title, sign="met", word="true")
        return
    rules = _relevant(told, loaded)
    column = _approvals if outcome == "approval" else _evidence
    items = list(column(rules, loaded))
    yield from items
    shown = {item.text for item in items}
    # Approval for what breaks a principle is said by the first column.
    others = [r for r in loaded.pack.rules if outcome == "hold" or r.principle is None]
    rest = [item.text for item in column(others, loaded) if item.text not in shown]
    if rest:
        notes = (Note("As well", "; ".join(small(each) for each in rest)),)
        yield Item("The same in every department", sign=outcome, notes=notes)


def _approvals(rules: Sequence[Rule], loaded: Loaded) -> Iterator[Item]:
    for rule in rules:
        if rule.outcome is Outcome.APPROVAL:
            yield Item(rule.title, sign="approval")


def _evidence(rules: Sequence[Rule], loaded: Loaded) -> Iterator[Item]:
    """Each kind of evidence once, with all that needs it; then what is on hold by itself."""
    needed: dict[str, list[Rule]] = {}
    for rule in rules:
        for need in rule.needs:
            field = f"{need.evidence.variable}.{need.evidence.name}"
            needed.setdefault(field, []).append(rule)
    for field, behind in needed.items():
        text = evidence_of(field, loaded.pack)
        when = "; ".join(small(rule.title) for rule in behind)
        title = text.title if text else field
        yield Item(title, sign="hold", notes=(Note("When", when),))
    for rule in rules:
        if rule.outcome is Outcome.HOLD and not rule.needs:
            yield Item(rule.title, sign="hold")


def _relevant(told: Sequence[_Told], loaded: Loaded) -> list[Rule]:
    """The rules that hold in some case of the department."""
    holding = {f.rule for each in told for f in each.assessment.findings if f.certain}
    return [rule for rule in loaded.pack.rules if rule.id in holding]


def _examples(outcome: str, told: Sequence[_Told]) -> Iterator[Item]:
    titles = {each.example.id: each.example.title for each in told}
    same = [each.example for each in told if each.assessment.outcome == outcome]
    for example in same[:MOST]:
        start = titles.get(example.of, "")
        text = f"{start}: {small(example.title)}" if start else example.title
        yield Item(text, sign=outcome, group="for example")
