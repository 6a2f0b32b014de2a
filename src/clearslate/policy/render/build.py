"""From an assessment to its outline: the board, the verdict, the sections and the foot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from clearslate.policy.assess.assessment import MADE_BY, Assessment, DutyDue
from clearslate.policy.case import Case
from clearslate.policy.declaration.schema import UNKNOWN, Schema, core_schema
from clearslate.policy.render.citations import cited
from clearslate.policy.render.declared import declared
from clearslate.policy.render.findings import advisory_findings, findings
from clearslate.policy.render.outline import Cell, Item, Note, Outline, Section
from clearslate.policy.render.places import Places
from clearslate.policy.render.todo import deciders, missing, unanswered, ways_down
from clearslate.policy.render.verdict import verdict
from clearslate.policy.render.words import count, counted, day, listed, words_of

if TYPE_CHECKING:
    from clearslate.policy.ways.document import Ways


def outline(
    assessment: Assessment, *, case: Case | None = None, ways: Ways | None = None
) -> Outline:
    """The outline of an assessment.

    The `case` adds what the declaration says of the use to the board, and names to open answers.
    `ways` is the document of the ways to a lower outcome, where it was asked for.
    """
    declaration = case.declaration if case else None
    places = Places(assessment, schema_of(case), declaration)
    sections = (
        missing(assessment),
        unanswered(assessment, places),
        deciders(assessment),
        ways_down(ways),
        _principles(assessment),
        findings(assessment, places),
        *advisory_findings(assessment, places),
        _conditions(assessment),
        _duties(assessment),
        declared(case, places.schema) if assessment.outcome else None,
        cited(assessment, case),
        _rulebooks(assessment, case),
    )
    return Outline(
        title=assessment.title or "A use without a title",
        cells=tuple(_cells(assessment, case, places.schema)),
        verdict=verdict(assessment),
        sections=tuple(section for section in sections if section is not None),
        foot=tuple(_foot(assessment)),
        made_by=MADE_BY,
    )


def schema_of(case: Case | None) -> Schema:
    """The fields in force: the core's, and those of the case's packs."""
    schema = core_schema()
    for rulebook in case.rulebooks if case else ():
        schema = schema.joined(rulebook.loaded.schema)
    return schema


def _cells(assessment: Assessment, case: Case | None, schema: Schema) -> Iterator[Cell]:
    if case is not None:
        yield from _declared(case, schema)
    yield Cell("Assessed for", day(assessment.date))


def _declared(case: Case, schema: Schema) -> Iterator[Cell]:
    """What the declaration says of the use, as far as it is answered."""
    use = case.declaration.get("use", {})
    production = case.facts.get("production")
    if isinstance(production, Mapping) and _known(production.get("code_name")):
        yield Cell("Production", str(production["code_name"]))
    if _known(use.get("department")):
        words = schema.words(schema.parts["use"].fields["department"], use["department"])
        yield Cell("Department", words)
    outputs = case.declaration.get("outputs")
    if isinstance(outputs, list):
        spec = schema.parts["outputs"].fields["destination"]
        goes_to = [each.get("destination") for each in outputs if _known(each.get("destination"))]
        if goes_to:
            words = ", ".join(dict.fromkeys(schema.words(spec, str(each)) for each in goes_to))
            yield Cell("Goes to", words)
    window = [day(use[key]) for key in ("work_from", "work_to") if _known(use.get(key))]
    if window:
        yield Cell("Work window" if len(window) == 2 else "Work", " to ".join(window))


def _known(value: Any) -> bool:
    return value is not None and value != UNKNOWN


def _principles(assessment: Assessment) -> Section | None:
    states = assessment.principles
    if not states:
        return None
    items = tuple(Item(state.title, sign=state.state, aside=state.id) for state in states)
    return Section("principles", counted(len(states), "principle"), items)


def _conditions(assessment: Assessment) -> Section | None:
    items = tuple(
        Item(
            condition.text,
            group=condition.title,
            notes=_for(condition.subjects),
        )
        for condition in assessment.conditions
    )
    return Section("conditions", "What an approval must carry", items) if items else None


def _for(subjects: tuple[str, ...]) -> tuple[Note, ...]:
    named = [subject for subject in subjects if subject]
    return (Note("For", listed(f"“{name}”" for name in named)),) if named else ()


def _duties(assessment: Assessment) -> Section | None:
    """What is due; duties about a list that nobody has answered are only counted."""
    told = [duty for duty in assessment.duties if duty.path == "use" or "[" in duty.path]
    items = tuple(
        Item(
            duty.text,
            sign="" if duty.certain else "not_sure",
            word="" if duty.certain else "not certain",
            group=duty.owner,
            aside=day(duty.due) or duty.words,
            notes=_when(duty, assessment.date),
        )
        for duty in sorted(told, key=lambda duty: (not duty.certain, duty.due or "~"))
    )
    if not assessment.duties:
        return None
    return Section("duties", "What is due, and by when", items, _duties_open(assessment, told))


def _when(duty: DutyDue, today: str) -> tuple[Note, ...]:
    """What its day is, in words; a day that has passed is due now. Then the rows it carries out."""
    rows = Note("Carries out", ", ".join(duty.cite))
    if not duty.due or not duty.words:
        return (rows,)
    passed = "; that day has passed, so it is due now" if duty.due < today else ""
    return Note("That is", f"{duty.words}{passed}"), rows


def _duties_open(assessment: Assessment, told: Sequence[DutyDue]) -> str:
    unsure = sum(not duty.certain for duty in told)
    later = len(assessment.duties) - len(told)
    sentences = [
        f"{count(unsure, 'duty', 'duties')} may fall away as answers come." if unsure else "",
        f"{count(later, 'further duty', 'further duties')} may arise as answers come."
        if later
        else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _rulebooks(assessment: Assessment, case: Case | None) -> Section:
    """The rulebooks, and how the guidance was read where it leaves itself open."""
    items = [
        Item(f"{pack.title}, version {pack.version}", group=pack.standing)
        for pack in assessment.packs
    ]
    if assessment.switches:
        readings = ", ".join(f"{name} {words_of(value)}" for name, value in assessment.switches)
        items.append(Item(f"Switches: {readings}", group="readings"))
    return Section("rulebooks", "Rules applied", (*items, *dict.fromkeys(_chosen(case))))


def _chosen(case: Case | None) -> Iterator[Item]:
    """Readings other than the default, in words: one that lifts a finding leaves no other trace."""
    if case is None:
        return
    for rulebook in case.rulebooks:
        for switch in rulebook.loaded.pack.switches:
            value = case.switches[switch.id]
            if value != switch.default:
                notes = (Note("In place of", words_of(switch.default)),)
                text = f"{switch.title}: {dict(switch.values)[value]}"
                yield Item(text, group=f"{switch.id} {words_of(value)}", notes=notes)


def _foot(assessment: Assessment) -> Iterator[Cell]:
    yield Cell("case", assessment.case)
    yield Cell("assessment", assessment.sha256)
    for pack in assessment.packs:
        yield Cell("pack", f"{pack.urn} {pack.version} {pack.sha256[:16]}")
    yield Cell("semantics", str(assessment.semantics))
