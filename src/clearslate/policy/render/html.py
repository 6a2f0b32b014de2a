"""An assessment as one HTML page that holds everything it needs: no script, no other host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case
from clearslate.policy.render.build import outline
from clearslate.policy.render.escape import html as safe
from clearslate.policy.render.outline import Cell, Item, Outline, Section, Verdict
from clearslate.policy.render.page import document
from clearslate.policy.render.shapes import shape, sticks
from clearslate.policy.render.words import SIGNS

if TYPE_CHECKING:
    from clearslate.policy.ways.document import Ways


def render(assessment: Assessment, *, case: Case | None = None, ways: Ways | None = None) -> str:
    """The assessment as a page of its own, for a screen or for paper."""
    page = outline(assessment, case=case, ways=ways)
    return write(page, kind="Assessment", foot=f"case {assessment.case}")


def write(page: Outline, *, kind: str, foot: str) -> str:
    """An outline as a page of its own; `kind` says what it is, `foot` goes on printed pages."""
    body = "".join(
        [
            f'<header class="head"><p class="kind">{safe(kind)}</p></header>',
            board(page.cells, page.verdict),
            f"<main><h1>{safe(page.title)}</h1>",
            *article(page, level=2),
            "</main>",
        ]
    )
    title = f"{page.title}: {page.verdict.headline}" if page.verdict else page.title
    return document(title, body, foot=foot)


def board(cells: Iterable[Cell], verdict: Verdict | None) -> str:
    """The ruled slate at the head of the page; the sticks say whether it can still change."""
    ruled = "".join(
        f"<div><dt>{safe(cell.label)}</dt><dd>{safe(cell.value)}</dd></div>" for cell in cells
    )
    bar = sticks(verdict.sticks) if verdict else ""
    return f'<section class="board" aria-label="What it is">{bar}<dl>{ruled}</dl></section>'


def article(page: Outline, *, level: int) -> Iterator[str]:
    """The verdict, the sections and the foot; headings begin at a level."""
    if page.verdict:
        yield answer(page.verdict)
    if page.columns:
        yield '<div class="columns">'
    for section in page.sections:
        yield from _section(section, level)
    if page.columns:
        yield "</div>"
    yield f'<footer class="foot"><p><strong>{safe(page.made_by)}</strong></p>'
    if page.foot:
        ids = "".join(
            f"<span>{safe(cell.label)} <code>{safe(cell.value)}</code></span>" for cell in page.foot
        )
        yield f'<p class="ids">{ids}</p>'
    yield "</footer>"


def answer(verdict: Verdict) -> str:
    """The outcome in word and shape, what it means, and what is still possible."""
    return (
        f'<section class="answer" aria-label="Outcome">'
        f'<div class="outcome"><p class="label">Outcome</p>'
        f'<p class="verdict {verdict.sign}">{shape(verdict.sign)}'
        f"<span>{safe(verdict.headline)}</span></p>"
        f"<p>{safe(verdict.means)}</p></div>"
        f'<div class="bounds"><p class="label">{_still(verdict)}</p>'
        f"{_stops(verdict)}<p>{safe(verdict.settled)}</p></div></section>"
    )


def _still(verdict: Verdict) -> str:
    return "Settled" if verdict.sticks == "closed" else "Not settled yet"


def _stops(verdict: Verdict) -> str:
    """Three stops on one line; what is still possible is the thick part."""
    if not verdict.stops:
        return ""
    items: list[str] = []
    before = False
    for stop in verdict.stops:
        kinds = [kind for kind, on in (("now", stop.now), ("open", stop.possible)) if on]
        joined = " joined" if before and stop.possible else ""
        items.append(
            f'<li class="{stop.outcome} {" ".join(kinds)}{joined}">{shape(stop.outcome)}'
            f"<b>{safe(SIGNS[stop.outcome].word)}</b><span>{safe(stop.words)}</span></li>"
        )
        before = stop.possible
    return f'<ol class="stops">{"".join(items)}</ol>'


def _section(section: Section, level: int) -> Iterator[str]:
    yield f'<section class="part {section.name}"><h{level}>{safe(section.title)}</h{level}>'
    if section.intro:
        yield f'<p class="intro">{safe(section.intro)}</p>'
    yield "<ul>"
    for item in section.items:
        yield from _item(item)
    yield "</ul></section>"


def _item(item: Item) -> Iterator[str]:
    yield "<li>"
    if item.sign or item.group:
        yield '<div class="lead">'
        if item.sign:
            yield mark(item.sign, item.word)
        if item.group:
            yield f'<span class="group">{safe(item.group)}</span>'
        yield "</div>"
    yield f'<div class="text"><p>{safe(item.text)}</p>'
    for note in item.notes:
        label = f"<b>{safe(note.label)}:</b> " if note.label else ""
        yield f'<p class="note">{label}{safe(note.text)}</p>'
    yield "</div>"
    if item.aside:
        yield f'<div class="aside">{safe(item.aside)}</div>'
    yield "</li>"


def mark(name: str, word: str = "") -> str:
    """A sign with its word."""
    words = safe(word or SIGNS[name].word)
    return f'<span class="mark {name}">{shape(name)} <span>{words}</span></span>'
