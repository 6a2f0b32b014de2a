"""An assessment with its case as the use page shows it.

Most of it is the outline that every renderer writes out. Three parts are laid out wider here: the
findings as a table by area, the principles with what stands behind each, and what was declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from clearslate.policy.assess.assessment import Assessment, Finding
from clearslate.policy.case import Case
from clearslate.policy.declaration.schema import UNKNOWN, Part, Schema
from clearslate.policy.render.build import outline, schema_of
from clearslate.policy.render.declared import given_answers
from clearslate.policy.render.outline import Outline, Section
from clearslate.policy.render.places import Places
from clearslate.policy.render.words import BASES, ORDER, SIGNS, STATES, day, words_of


class Cite(NamedTuple):
    """A row of the guidance: its short name, and what it says; empty where that is not known."""

    id: str
    text: str


class Behind(NamedTuple):
    """An answer behind a finding: what was said, to which question, of whom or what."""

    words: str
    title: str
    of: str


class Paper(NamedTuple):
    """Evidence that a finding needs: on file, or missing with who would have it."""

    title: str
    on_file: bool
    who: str


class Open(NamedTuple):
    """An answer that is open, why, and who would know."""

    title: str
    state: str
    who: str


@dataclass(frozen=True)
class Row:
    """One finding in the table."""

    sign: str
    word: str
    text: str
    cites: tuple[Cite, ...]
    answers: tuple[Behind, ...] = ()
    open: tuple[Open, ...] = ()
    papers: tuple[Paper, ...] = ()
    at_worst: str = ""
    fix: str = ""
    reading: str = ""
    basis: str = ""
    waits: tuple[tuple[str, tuple[Cite, ...]], ...] = ()
    """Findings that wait for one list to be answered, told together."""


@dataclass(frozen=True)
class Area:
    """An area with its findings: who decides there, and within how many working days."""

    id: str
    title: str
    rows: tuple[Row, ...]
    reviewer: str = ""
    days: int = 0
    people: tuple[str, ...] = ()


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
    assessment: Assessment, case: Case, *, people: Mapping[str, Sequence[str]] | None = None
) -> Shown:
    """An assessment as templates show it; `people` are those who look after each area, by name."""
    schema = schema_of(case)
    places = Places(assessment, schema, case.declaration)
    table = _Table(places, _rows_of(case))
    page = outline(assessment, case=case)
    advisory = {each.urn: each.title for each in assessment.packs if each.standing == "advisory"}
    own = [each for each in assessment.findings if each.pack not in advisory]
    areas = tuple(_areas(assessment, case, table, own, people or {}))
    return Shown(
        assessment=assessment,
        outline=page,
        purpose=_purpose(case),
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


def _purpose(case: Case) -> str:
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
    table: _Table,
    own: Sequence[Finding],
    people: Mapping[str, Sequence[str]],
) -> Iterator[Area]:
    """The areas that have a finding, the gravest first."""
    by_area: dict[str, list[Finding]] = {}
    for finding in sorted(own, key=_gravity):
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
            people=tuple(people.get(area, ())) if reviewer else (),
        )


def _quiet(case: Case, areas: Iterable[Area]) -> Iterator[str]:
    found = {area.id for area in areas}
    return (title for area, title in _area_titles(case).items() if area not in found)


def _area_titles(case: Case) -> dict[str, str]:
    packs = [rulebook.loaded.pack for rulebook in case.rulebooks if rulebook.adopted]
    return {area.id: area.title for pack in packs for area in pack.areas}


def _advice(assessment: Assessment, advisory: Mapping[str, str], table: _Table) -> Iterator[Advice]:
    for urn, title in advisory.items():
        found = [finding for finding in assessment.findings if finding.pack == urn]
        if found:
            yield Advice(title, table.rows(sorted(found, key=_gravity)))


def _gravity(finding: Finding) -> tuple[bool, int]:
    """Certain before uncertain, and the higher outcome first."""
    outcome = finding.outcome if finding.certain else finding.at_worst
    return not finding.certain, -ORDER.index(outcome)


class _Table:
    """Makes rows of findings."""

    def __init__(self, places: Places, cited: Mapping[str, str]) -> None:
        self.places = places
        self.cited = cited

    def rows(self, findings: Sequence[Finding]) -> tuple[Row, ...]:
        """A row each; those that wait for one list to be answered share one."""
        made: list[Row] = []
        seen: set[str] = set()
        for finding in findings:
            if not _waits(finding):
                made.append(self.row(finding))
            elif finding.path not in seen:
                seen.add(finding.path)
                same = [each for each in findings if _waits(each) and each.path == finding.path]
                made.append(self.together(same))
        return tuple(made)

    def row(self, finding: Finding) -> Row:
        certain = finding.certain
        return Row(
            sign=finding.outcome if certain else "not_sure",
            word="" if certain else "not certain",
            text=finding.because,
            cites=self.cites(finding.cite),
            answers=tuple(dict.fromkeys(self.behind(finding))),
            open=tuple(
                dict.fromkeys(
                    Open(each.title, STATES[each.state], each.who) for each in finding.unknown
                )
            ),
            papers=(
                *(Paper(each.title, False, each.who) for each in finding.missing),
                *(Paper(title, True, "") for title in finding.on_file),
            ),
            at_worst="" if certain else SIGNS[finding.at_worst].word,
            fix=finding.fix,
            reading=", ".join(f"{name} {words_of(value)}" for name, value in finding.switches),
            basis=BASES["ours"] if finding.basis == "ours" else "",
        )

    def together(self, findings: Sequence[Finding]) -> Row:
        """The findings that a list keeps open which nobody has answered."""
        first = findings[0]
        title = self.places.title(first.path)
        worst = max((each.at_worst for each in findings), key=ORDER.index)
        state = first.unknown[0].state if first.unknown else "not_answered"
        these = "this" if len(findings) == 1 else f"these {len(findings)}"
        return Row(
            sign="not_sure",
            word="not certain",
            text=f"“{title}” is {STATES[state]}. Until it is known, {these} cannot be ruled out.",
            cites=(),
            open=tuple(Open(each.title, STATES[each.state], each.who) for each in first.unknown),
            at_worst=SIGNS[worst].word,
            waits=tuple((each.title, self.cites(each.cite)) for each in findings),
        )

    def behind(self, finding: Finding) -> Iterator[Behind]:
        for answer in finding.answers:
            head = answer.path.partition(".")[0]
            other = "" if head == finding.path else self.places.subject(answer.path)
            yield Behind(answer.words, answer.title, other)

    def cites(self, ids: Iterable[str]) -> tuple[Cite, ...]:
        return tuple(Cite(each, self.cited.get(each, "")) for each in ids)


def _waits(finding: Finding) -> bool:
    """Whether the list that the rule runs over is not known at all."""
    return not finding.certain and finding.path != "use" and "[" not in finding.path


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
