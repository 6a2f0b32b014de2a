"""The rules card of a department as a sheet: may, ask first, may not, what is approved ahead."""

from __future__ import annotations

from collections.abc import Iterator

from clearslate.envelopes.holding import IN_FORCE
from clearslate.envelopes.selectors import Standing
from clearslate.policy.pack.papers import CardLine
from clearslate.policy.render.words import listed
from clearslate.reports.rules_card import Card, Rules
from clearslate.ui.access import Visit
from clearslate.ui.envelopes import SIGNS, kind_of_work
from clearslate.ui.papers.sheet import Cell, Columns, Item, Items, Note, Part, Sheet
from clearslate.ui.papers.words import made, upon

_GROUPS = (
    ("may", "notify", "May, on notice", "Goes ahead as soon as the contact is told."),
    ("ask", "approval", "Ask first", "Needs a go-ahead first, and mostly gets one."),
    ("may_not", "hold", "May not", "Not before somebody has cleared it, or has the paper."),
)
_MADE_BY = "“Not sure” counts as ask first. This card decides nothing; the rules in force do."


def card_sheet(visit: Visit, card: Card) -> Sheet:
    """One department on one page."""
    contacts = listed([str(each) for each in card.contacts]) if card.contacts else "nobody yet"
    cells = [
        Cell("Department", card.title),
        Cell("Ask", contacts),
        Cell("As of", upon(visit.today)),
    ]
    if card.changes_on:
        cells.append(Cell("Rules may change on", upon(card.changes_on)))
    return Sheet(
        kind="Rules card",
        name=f"Rules card, {card.title}",
        production=visit.production.code_name,
        made=made(visit),
        title="What may be done with generative AI",
        lines=tuple(_rulebook(each) for each in card.rules),
        cells=tuple(cells),
        parts=tuple(_parts(card)),
        made_by=_MADE_BY,
        one_page=True,
    )


def _rulebook(rules: Rules) -> str:
    since = f", in force here since {upon(rules.since)}" if rules.since else ""
    counts = "" if rules.adopted else "; advisory, so it changes no outcome"
    return f"By {rules.title} {rules.version}{since}{counts}."


def _parts(card: Card) -> Iterator[Part]:
    yield Columns(tuple(_column(card, *group) for group in _GROUPS))
    yield Items(
        "Approved ahead, for this department",
        tuple(map(_standing, card.standing)),
        "Work that fits is noticed under it, and waits for nobody. Declare it all the same.",
        empty="No standing approval covers work of this department.",
    )


def _column(card: Card, group: str, sign: str, title: str, intro: str) -> Items:
    found = dict.fromkeys(_lines(card, group))
    return Items(title, tuple(found), intro, empty="Nothing is named here.", sign=sign)


def _lines(card: Card, group: str) -> Iterator[Item]:
    """The lines of a group: those that count come before advice."""
    for each in sorted(card.rules, key=lambda rules: not rules.adopted):
        lines: tuple[CardLine, ...] = getattr(each, group)
        for line in lines:
            text = line.text if each.adopted else f"{line.text} ({each.title}, advisory)"
            yield Item(text, notes=(Note("", ", ".join(line.cite)),))


def _standing(each: Standing) -> Item:
    row = each.envelope
    sign, word = SIGNS[each.stands]
    until = f"until before {upon(row.to_day)}"
    day = until if each.stands == IN_FORCE else f"from {upon(row.from_day)}, {until}"
    finals = "covers finals" if row.covers_finals else "covers no finals"
    text = f"{each.called} {row.title}: {kind_of_work(row.scope)}; {finals}."
    return Item(text, sign, word, aside=day)
