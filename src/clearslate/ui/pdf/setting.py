"""An outline as what stands on paper: board, title, verdict, sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable, Spacer

from clearslate.policy.render.outline import Outline, Section, Verdict
from clearslate.policy.render.words import SIGNS
from clearslate.ui.pdf import faces
from clearslate.ui.pdf.parts import (
    ANSWER,
    BODY,
    HEAD,
    LABEL,
    LEADING,
    NOTE,
    TITLE,
    UNSET,
    board,
    boxed,
    headed,
    item_line,
    para,
    paras,
    signed,
)


def story(outline: Outline, name: str, production: str, lines: Sequence[str]) -> list[Flowable]:
    """Everything, in the order in which it is read."""
    cells = [("Production", production), ("Use", name)]
    cells += [(cell.label, cell.value) for cell in outline.cells if cell.label != "Production"]
    made: list[Flowable] = [
        para("Assessment", HEAD, bold=True),
        Spacer(0, 4),
        *board(cells, outline.verdict.sticks if outline.verdict else "closed"),
        Spacer(0, 14),
        para(outline.title, TITLE),
        *(piece for line in lines for piece in paras(line, LEADING)),
        Spacer(0, 10),
    ]
    if outline.verdict:
        made += [_verdict(outline.verdict), Spacer(0, 6)]
    for section in outline.sections:
        made += _section(section)
    if not all(map(faces.settable, _words(outline))):
        made += [Spacer(0, 10), para(UNSET, NOTE)]
    return made


def _verdict(verdict: Verdict) -> Flowable:
    """The outcome in word and shape, what it means, and what is still possible."""
    head = signed(verdict.sign, verdict.headline, ANSWER, size=13)
    stops = [
        signed(stop.outcome, f"{SIGNS[stop.outcome].word}: {stop.words}", BODY, bold=stop.now)
        for stop in verdict.stops
    ]
    left = [para("OUTCOME", LABEL), Spacer(0, 3), head, Spacer(0, 4), para(verdict.means, BODY)]
    right = [para("WHAT IS STILL POSSIBLE", LABEL), Spacer(0, 3), *stops]
    right += [Spacer(0, 4), para(verdict.settled, BODY)]
    return boxed(left, right)


def _section(section: Section) -> Iterator[Flowable]:
    yield from headed(section.title, section.intro)
    for place, item in enumerate(section.items):
        yield item_line(item, first=place == 0)


def _words(outline: Outline) -> Iterator[str]:
    yield outline.title
    yield from (cell.value for cell in outline.cells)
    for section in outline.sections:
        for item in section.items:
            yield from (item.text, item.group, item.aside)
            yield from (note.text for note in item.notes)
