"""An assessment as Markdown, for an issue, a wiki or a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case
from clearslate.policy.render.build import outline
from clearslate.policy.render.escape import markdown as safe
from clearslate.policy.render.outline import Item, Outline, Section
from clearslate.policy.render.table import HEADINGS, Row, cells, summary
from clearslate.policy.render.words import SIGNS

if TYPE_CHECKING:
    from clearslate.policy.ways.document import Ways


def render(assessment: Assessment, *, case: Case | None = None, ways: Ways | None = None) -> str:
    """The assessment as Markdown."""
    return "\n".join(_page(outline(assessment, case=case, ways=ways))) + "\n"


def table(rows: Sequence[Row]) -> str:
    """Many assessments as a Markdown table, and a sentence that counts them."""
    lines = [_table_line(HEADINGS), _table_line(["---"] * 3 + ["---:"] * 2)]
    for row in rows:
        outcome, *others = cells(row)
        sign = SIGNS[row.sign]
        words = f"{safe(sign.character)} {safe(outcome)}"
        lines.append(_table_line([safe(row.name), words, *map(safe, others)]))
    return "\n".join((*lines, "", safe(summary(rows)))) + "\n"


def _table_line(words: Sequence[str]) -> str:
    return f"| {' | '.join(words)} |"


def _page(page: Outline) -> Iterator[str]:
    yield f"# {safe(page.title)}"
    yield ""
    yield " · ".join(f"{cell.label}: {safe(cell.value)}" for cell in page.cells)
    yield ""
    if page.verdict:
        sign = SIGNS[page.verdict.sign]
        yield f"**{safe(sign.character)} {safe(page.verdict.headline)}.**"
        yield safe(page.verdict.means)
        yield safe(page.verdict.settled)
    for section in page.sections:
        yield ""
        yield from _section(section)
    yield ""
    yield "---"
    yield ""
    yield f"**{safe(page.made_by)}**"
    yield "<br>".join(f"{cell.label} {safe(cell.value)}" for cell in page.foot)


def _section(section: Section) -> Iterator[str]:
    yield f"## {safe(section.title)}"
    if section.intro:
        yield ""
        yield safe(section.intro)
    yield ""
    for item in section.items:
        yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    head: list[str] = []
    if item.sign:
        sign = SIGNS[item.sign]
        head.append(f"**{safe(sign.character)} {safe(item.word or sign.word)}**")
    if item.group:
        head.append(f"*{safe(item.group)}*")
    lead = f"{' · '.join(head)}: " if head else ""
    aside = f" ({safe(item.aside)})" if item.aside else ""
    yield f"- {lead}{safe(item.text)}{aside}"
    for note in item.notes:
        label = f"{safe(note.label)}: " if note.label else ""
        yield f"  - {label}{safe(note.text)}"
