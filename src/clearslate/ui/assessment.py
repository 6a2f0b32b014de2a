"""An assessment with its case as the use page shows it.

Most of it is the outline that every renderer writes out. Three parts are laid out wider here: the
findings as a table by area, the principles with what stands behind each, and what was declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from clearslate.policy.assess.assessment import Assessment, Finding
from clearslate.policy.case import Case
from clearslate.policy.declaration.schema import UNKNOWN, Part, Schema
from clearslate.policy.render.build import outline, schema_of
from clearslate.policy.render.declared import given_answers
from clearslate.policy.render.outline import Outline, Section
from clearslate.policy.render.places import Places
from clearslate.policy.render.words import day, words_of
from clearslate.ui.finding_rows import Cite, Row, Table, gravity
from clearslate.ui.seen import seen


@dataclass(frozen=True)
class Area:
    """An area with its findings: who decides there, and within how many working days."""

    id: str
    title: str
    rows: tuple[Row, ...]
    reviewer: str = ""
    days: int = 0
    standing: Any = None
    """How far it is, where it is asked: its sign, the words, and who decides or decided."""


class Principle(NamedTuple):
    """A principle, whether it is met, and the findings behind it."""

    id: str
    title: str
    state: str
    behind: tuple[str, ...]


class Told(NamedTuple):
    """A group of answers of what was declared; `answers` are pairs of title and words."""

    name: str
    answers: tuple[tuple[str, str], ...]


class Group(NamedTuple):
    """A part of the declaration with its items; `words` where there is none."""

    title: str
    items: tuple[Told, ...]
    words: str = ""


class Advice(NamedTuple):
    """What a pack found that nobody has adopted."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Shown:
    """Everything that templates show of an assessment."""

    assessment: Assessment
    outline: Outline
    purpose: str
    principles: tuple[Principle, ...]
    areas: tuple[Area, ...]
    quiet: tuple[str, ...]
    """The areas that have no finding."""
    advice: tuple[Advice, ...]
    declared: tuple[Group, ...]
    holds_until: str
    sections: Mapping[str, Section] = field(default_factory=dict)
    """Those of the outline, by name."""

    @property
    def cites(self) -> set[Cite]:
        """Every row that is cited."""
        rows = [row for area in self.areas for row in area.rows]
        rows += [row for advice in self.advice for row in advice.rows]
        waiting = [cite for row in rows for _, cites in row.waits for cite in cites]
        return {*waiting, *(cite for row in rows for cite in row.cites)}

    @property
    def verdict(self) -> Any:
        """The headline answer."""
        return self.outline.verdict

    @property
    def low(self) -> str:
        """The lowest outcome that is still possible."""
        return self.assessment.interval[0]

    @property
    def high(self) -> str:
        """The highest outcome that is still possible."""
        return self.assessment.interval[1]


def shown(
    assessment: Assessment, case: Case, *, standings: Mapping[str, Any] | None = None
) -> Shown:
    """An assessment as templates show it; `standings` say how far each area is that is asked.

    What a reader could not see of a text, or what would turn it around, is written out.
    """
    assessment = seen(assessment)
    case = replace(case, declaration=seen(case.declaration), facts=seen(case.facts))
    schema = schema_of(case)
    places = Places(assessment, schema, case.declaration)
    table = Table(places, _rows_of(case))
    page = outline(assessment, case=case)
    advisory = {each.urn: each.title for each in assessment.packs if each.standing == "advisory"}
    own = [each for each in assessment.findings if each.pack not in advisory]
    areas = tuple(_areas(assessment, case, table, own, standings or {}))
    return Shown(
        assessment=assessment,
        outline=page,
        purpose=purpose_of(case),
        principles=tuple(_principles(assessment)),
        areas=areas,
        quiet=tuple(_quiet(case, areas)),
        advice=tuple(_advice(assessment, advisory, table)),
        declared=tuple(_declared(case.declaration, schema)),
        holds_until=day(assessment.holds_until),
        sections={section.name: section for section in page.sections},
    )


def _rows_of(case: Case) -> dict[str, str]:
    """Each row of the guidance by its short name."""
    packs = [rulebook.loaded.pack for rulebook in case.rulebooks]
    return {row.id: row.title for pack in packs for row in pack.rows}


def purpose_of(case: Case) -> str:
    """What the use is for, as it was written; empty where nobody did."""
    purpose = (case.declaration.get("use") or {}).get("purpose", "")
    return "" if purpose == UNKNOWN else str(purpose)


def _principles(assessment: Assessment) -> Iterator[Principle]:
    titles = {each.rule: each.title for each in assessment.findings}
    for each in assessment.principles:
        behind = tuple(dict.fromkeys(titles.get(rule, rule) for rule in each.rules))
        yield Principle(each.id, each.title, each.state, behind)


def _areas(
    assessment: Assessment,
    case: Case,
    table: Table,
    own: Sequence[Finding],
    standings: Mapping[str, Any],
) -> Iterator[Area]:
    """The areas that have a finding, the gravest first."""
    by_area: dict[str, list[Finding]] = {}
    for finding in sorted(own, key=gravity):
        by_area.setdefault(finding.area, []).append(finding)
    titles = _area_titles(case)
    reviewers = {each.area: each for each in assessment.reviewers}
    for area, findings in by_area.items():
        reviewer = reviewers.get(area)
        yield Area(
            id=area,
            title=reviewer.title if reviewer else titles.get(area, words_of(area)),
            rows=table.rows(findings),
            reviewer=reviewer.reviewer if reviewer else "",
            days=reviewer.days if reviewer else 0,
            standing=seen(standings.get(area)),
        )


def _quiet(case: Case, areas: Iterable[Area]) -> Iterator[str]:
    found = {area.id for area in areas}
    return (title for area, title in _area_titles(case).items() if area not in found)


def _area_titles(case: Case) -> dict[str, str]:
    packs = [rulebook.loaded.pack for rulebook in case.rulebooks if rulebook.adopted]
    return {area.id: area.title for pack in packs for area in pack.areas}


def _advice(assessment: Assessment, advisory: Mapping[str, str], table: Table) -> Iterator[Advice]:
    for urn, title in advisory.items():
        found = [finding for finding in assessment.findings if finding.pack == urn]
        if found:
            yield Advice(title, table.rows(sorted(found, key=gravity)))


def _declared(declaration: Mapping[str, Any], schema: Schema) -> Iterator[Group]:
    """Every answer that was given, “not sure” and “none” included, part by part."""
    for part in schema.declared:
        raw = declaration.get(part.name)
        if raw is None:
            continue
        if part.one:
            told = _told(raw, part, schema, "")
            if told.answers:
                yield Group(part.title, (told,))
        elif raw == UNKNOWN or not raw:
            yield Group(part.title, (), "not sure" if raw else "none")
        else:
            items = (
                _told(each, part, schema, f"{part.singular} {index + 1}")
                for index, each in enumerate(raw)
            )
            yield Group(part.title, tuple(items))


def _told(raw: Mapping[str, Any], part: Part, schema: Schema, unnamed: str) -> Told:
    """One item; its name heads it. The title and the purpose of the use head the page."""
    answers = dict(given_answers(raw, part, schema))
    name = answers.pop(part.name_field or "", "") if not part.one else ""
    for heads in ("title", "purpose") if part.one else ():
        answers.pop(heads, None)
    return Told(
        unnamed if name in ("", "not sure") else name,
        tuple((part.fields[each].title, words) for each, words in answers.items()),
    )
