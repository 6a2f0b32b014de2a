"""The clearance log and the cue sheet as papers, and as the lines of a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse

from clearslate.policy.render.words import count
from clearslate.reports.cue_sheet import Cue
from clearslate.reports.log import Row
from clearslate.ui.access import Visit
from clearslate.ui.papers.sheet import Cell, Grid, Head, Sheet, Told
from clearslate.ui.papers.words import both, made, on, reads_as, upon, verdict
from clearslate.uses.entries import use_number
from clearslate.uses.export import csv_lines
from clearslate.uses.reading import READINGS

LOG = (
    *("Number", "Title", "Episodes", "Shots", "Department", "Tools", "Goes to", "State"),
    *("Decided", "Conditions", "Results cleared", "Holds until", "Case"),
)
CUES = (
    *("Episode", "Element", "Goes to", "Use", "Title", "Cleared", "Seconds", "Shots", "Tools"),
    *("Human input", "Consents on file", "Label or credit", "Cleared by"),
)
_LOG_HEADS = (
    *(Head("Use", 20), Head("Where", 12), Head("Tools", 14), Head("State", 12)),
    *(Head("Decided", 20), Head("Conditions", 14), Head("Results cleared", 18)),
)
_CUE_HEADS = (
    *(Head("Element", 20), Head("Use", 10), Head("State", 12), Head("Tools", 16)),
    *(Head("Human input", 18), Head("Consents on file", 14), Head("Label or credit", 14)),
)


def log_sheet(visit: Visit, rows: Iterable[Row], areas: Mapping[str, str], told: str) -> Sheet:
    """The log; `told` says which part of it this is."""
    grid = Grid(
        "",
        _LOG_HEADS,
        tuple(_log_row(visit, row, areas) for row in rows),
        empty="No use matches.",
    )
    return Sheet(
        kind="Clearance log",
        name="Clearance log",
        production=visit.production.code_name,
        made=made(visit),
        title="Clearance log",
        cells=(Cell("As of", upon(visit.today)), Cell("Shows", told)),
        parts=(grid,),
        landscape=True,
    )


def cue_sheets(visit: Visit, cues: Iterable[Cue]) -> list[Sheet]:
    """One sheet for each episode: what is cleared first, then what is not cleared yet."""
    found: dict[str, list[Cue]] = {}
    for cue in cues:
        found.setdefault(cue.episode, []).append(cue)
    return [_cue_sheet(visit, episode, each) for episode, each in found.items()]


def log_lines(visit: Visit, rows: Iterable[Row], areas: Mapping[str, str]) -> Iterator[str]:
    """The log as CSV, the head first."""
    yield from csv_lines(LOG, (_log_cells(visit, row, areas) for row in rows))


def cue_lines(visit: Visit, cues: Iterable[Cue]) -> Iterator[str]:
    """The cue sheet as CSV, the head first."""
    yield from csv_lines(CUES, (_cue_cells(visit, cue) for cue in cues))


def _log_row(visit: Visit, row: Row, areas: Mapping[str, str]) -> tuple[Told, ...]:
    use = row.use
    sign, word = reads_as(use, row.reads)
    url = reverse("use", args=[visit.production.slug, use.number])
    until = (f"holds until before {upon(use.valid_until)}",) if use.valid_until else ()
    return (
        Told(f"{use_number(use.number)} {use.title}", (f"Case {row.case_sha256[:16]}",), url=url),
        Told(", ".join(use.episodes), (_shots(row),)),
        Told("", row.tools),
        Told(word, until, sign),
        Told("", tuple(_decided(visit, row, areas))),
        Told("", row.conditions),
        Told("", tuple(_results(visit, row))),
    )


def _log_cells(visit: Visit, row: Row, areas: Mapping[str, str]) -> Iterator[str]:
    use = row.use
    yield use_number(use.number)
    yield use.title
    yield ", ".join(use.episodes)
    yield _shots(row)
    yield use.department
    yield "; ".join(row.tools)
    yield "; ".join(dict.fromkeys(each.goes_to for each in row.elements))
    yield READINGS[row.reads]
    yield "; ".join(_decided(visit, row, areas))
    yield " ".join(row.conditions)
    yield "; ".join(_results(visit, row))
    yield use.valid_until.isoformat() if use.valid_until else ""
    yield row.case_sha256


def _decided(visit: Visit, row: Row, areas: Mapping[str, str]) -> Iterator[str]:
    for each in row.decisions:
        area = areas.get(each.review.area, each.review.area) or "called-up notice"
        word = verdict(each)[1]
        yield f"{area}: {word}, {both(each)}, {on(visit.production, each.at)}"


def _results(visit: Visit, row: Row) -> Iterator[str]:
    for each in row.cleared:
        where = " ".join(filter(None, (each.result.shot, each.result.shot_version)))
        day = on(visit.production, each.look.at)
        what = where or each.result.output
        yield f"{what}: {each.look.by}, {day}, {each.result.sha256[:16]}"


def _shots(row: Row) -> str:
    shots = row.use.shots
    return ", ".join(str(each) for each in shots) if isinstance(shots, list) else ""


def _cue_sheet(visit: Visit, episode: str, cues: list[Cue]) -> Sheet:
    cleared = [each for each in cues if each.cleared]
    others = [each for each in cues if not each.cleared]
    title = f"Episode {episode}" if episode else "Names no episode"
    grids = [
        Grid("Cleared", _CUE_HEADS, _cue_rows(visit, cleared), empty="Nothing is cleared yet."),
        Grid("Not cleared yet", _CUE_HEADS, _cue_rows(visit, others), empty="Nothing is left."),
    ]
    return Sheet(
        kind="GenAI cue sheet",
        name=f"GenAI cue sheet, {title}",
        production=visit.production.code_name,
        made=made(visit),
        title=title,
        cells=(
            Cell("As of", upon(visit.today)),
            Cell("Cleared", count(len(cleared), "element")),
            Cell("Not cleared yet", count(len(others), "element")),
        ),
        parts=tuple(grids),
        landscape=True,
    )


def _cue_rows(visit: Visit, cues: Iterable[Cue]) -> tuple[tuple[Told, ...], ...]:
    return tuple(_cue_row(visit, each) for each in cues)


def _cue_row(visit: Visit, cue: Cue) -> tuple[Told, ...]:
    use = cue.row.use
    sign, word = reads_as(use, cue.row.reads)
    where = (_shots(cue.row), f"{cue.element.seconds} s" if cue.element.seconds else "")
    url = reverse("use", args=[visit.production.slug, use.number])
    return (
        Told(cue.element.name, (cue.element.goes_to, *filter(None, where))),
        Told(use_number(use.number), url=url),
        Told(word, tuple(_by(visit, cue)), sign),
        Told("", cue.element.tools),
        Told("", tuple(_human(cue))),
        Told("", cue.consents),
        Told("", cue.labels),
    )


def _cue_cells(visit: Visit, cue: Cue) -> Iterator[str]:
    yield cue.episode
    yield cue.element.name
    yield cue.element.goes_to
    yield use_number(cue.row.use.number)
    yield cue.row.use.title
    yield "cleared" if cue.cleared else f"not cleared yet: {READINGS[cue.row.reads]}"
    yield cue.element.seconds
    yield _shots(cue.row)
    yield "; ".join(cue.element.tools)
    yield "; ".join(_human(cue))
    yield ", ".join(cue.consents)
    yield " ".join(cue.labels)
    yield "; ".join(_by(visit, cue))


def _human(cue: Cue) -> Iterator[str]:
    yield from dict.fromkeys(each.human_input for each in cue.looks if each.human_input)


def _by(visit: Visit, cue: Cue) -> Iterator[str]:
    told = (f"{each.by}, {on(visit.production, each.at)}" for each in cue.looks)
    yield from dict.fromkeys(told)
