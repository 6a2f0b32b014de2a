"""Many assessments as one HTML page: a table first, then each in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from clearslate.policy.assess.assessment import MADE_BY, Assessment
from clearslate.policy.case import Case
from clearslate.policy.render.build import outline
from clearslate.policy.render.escape import html as safe
from clearslate.policy.render.html import article, board, mark
from clearslate.policy.render.outline import Cell
from clearslate.policy.render.page import document
from clearslate.policy.render.table import HEADINGS, Row, cells, summary
from clearslate.policy.render.words import day
from clearslate.record import sha256_hex

if TYPE_CHECKING:
    from clearslate.policy.ways.document import Ways


class Entry(NamedTuple):
    """One file of the report; without an assessment it could not be read."""

    row: Row
    assessment: Assessment | None
    case: Case | None = None
    ways: Ways | None = None
    problems: tuple[str, ...] = ()


def render(entries: Sequence[Entry], *, title: str = "Declared uses of generative AI") -> str:
    """The report as a page of its own, for a screen or for paper."""
    rows = [entry.row for entry in entries]
    known = [entry.assessment for entry in entries if entry.assessment]
    hashes = sha256_hex([assessment.sha256 for assessment in known])
    body = "".join(
        [
            '<header class="head"><p class="kind">Assessments</p></header>',
            board(_cells(entries), None),
            f"<main><h1>{safe(title)}</h1><p class='lead-in'>{safe(summary(rows))}</p>",
            *_table(entries),
            *(part for number, entry in enumerate(entries, 1) for part in _full(number, entry)),
            f'<footer class="foot"><p><strong>{safe(MADE_BY)}</strong></p></footer></main>',
        ]
    )
    return document(title, body, foot=f"report {hashes[:32]}")


def _cells(entries: Sequence[Entry]) -> Iterator[Cell]:
    known = [entry.assessment for entry in entries if entry.assessment]
    yield Cell("Declarations", str(len(entries)))
    can_change = sum(each.interval[0] != each.interval[1] for each in known if each.outcome)
    yield Cell("Can still change", str(can_change))
    dates = sorted({assessment.date for assessment in known})
    if dates:
        yield Cell("Assessed for", " to ".join(day(each) for each in {dates[0], dates[-1]}))
    packs = {f"{pack.title} {pack.version}" for each in known for pack in each.packs}
    if packs:
        yield Cell("Rules", ", ".join(sorted(packs)))


def _table(entries: Sequence[Entry]) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{safe(words)}</th>' for words in HEADINGS)
    yield f'<div class="wide"><table class="uses"><thead><tr>{heads}</tr></thead><tbody>'
    for number, entry in enumerate(entries, 1):
        row = entry.row
        _, areas, missing, open_ = cells(row)
        file = f'<span class="file">{safe(row.name)}</span>'
        yield (
            f'<tr><th scope="row"><a href="#use-{number}">{safe(row.title or row.name)}</a>'
            f"{file if row.title else ''}</th><td>{mark(row.sign)}</td>{_cell(2, areas)}"
            f"{_cell(3, missing)}{_cell(4, open_)}</tr>"
        )
    yield "</tbody></table></div>"


def _cell(column: int, words: str) -> str:
    """A cell that carries its heading along, for a phone, where the cells of a row are stacked."""
    number = ' class="number"' if column > 2 else ""
    return f'<td{number} data-label="{safe(HEADINGS[column])}">{safe(words)}</td>'


def _full(number: int, entry: Entry) -> Iterator[str]:
    yield f'<article id="use-{number}">'
    if entry.assessment is None:
        yield f"<h2>{safe(entry.row.name)}</h2><p>{mark('error')}</p><ul class='problems'>"
        yield from (f"<li>{safe(problem)}</li>" for problem in entry.problems)
        yield "</ul></article>"
        return
    page = outline(entry.assessment, case=entry.case, ways=entry.ways)
    yield f'<h2>{safe(page.title)}</h2><p class="file">{safe(entry.row.name)}</p><dl class="cells">'
    for cell in page.cells:
        yield f"<div><dt>{safe(cell.label)}</dt><dd>{safe(cell.value)}</dd></div>"
    yield "</dl>"
    yield from article(page, level=3)
    yield "</article>"
