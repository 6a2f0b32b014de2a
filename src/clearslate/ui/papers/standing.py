"""A standing approval as a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from clearslate.envelopes.holding import ENDED, OVER, TO_COME
from clearslate.envelopes.models import Envelope
from clearslate.envelopes.selectors import Standing, standing_shown, uses_under
from clearslate.policy.render.words import count
from clearslate.productions.packs import rulebooks_on
from clearslate.ui.access import Visit
from clearslate.ui.envelopes import SIGNS, covered, lines_of, never
from clearslate.ui.papers.sheet import Answer, Cell, Item, Items, Part, Sheet
from clearslate.ui.papers.words import made, on, reads_as, upon
from clearslate.uses.entries import use_number
from clearslate.uses.reading import reading

_HEADLINES = {
    ENDED: "Ended: nothing more is noticed under it",
    OVER: "Its time is over: nothing more is noticed under it",
    TO_COME: "Given, and not yet in force",
}


def standing_sheet(visit: Visit, envelope: Envelope) -> Sheet:
    """A standing approval: what it covers, who gave it, until when, and what is under it."""
    shown = standing_shown(envelope, visit.today)
    return Sheet(
        kind="Standing approval",
        name=shown.called,
        production=visit.production.code_name,
        made=made(visit),
        title=envelope.title,
        cells=(
            Cell("Number", shown.called),
            Cell("In force from", upon(envelope.from_day)),
            Cell("Until before", upon(envelope.to_day)),
        ),
        lines=(
            f"Given by {envelope.given_by}, {on(visit.production, envelope.given_at)}.",
            *([envelope.note] if envelope.note else []),
        ),
        warning=_warning(visit, shown),
        answer=Answer(
            "Stands",
            SIGNS[shown.stands][0],
            _HEADLINES.get(shown.stands, "In force"),
            ("A use that fits it is noticed under it and cites it. Nobody decides it again.",),
            "How far it is used",
            (
                f"{count(shown.uses, 'use')} and {count(shown.shots, 'shot')} are under it.",
                *(f"{level.words}; {level.rest}." for level in shown.levels),
            ),
        ),
        parts=tuple(_parts(visit, envelope)),
        made_by="Given by a person ahead of the work. Each use under it is fitted by rule.",
    )


def _warning(visit: Visit, shown: Standing) -> str:
    row = shown.envelope
    if shown.stands == ENDED:
        day = on(visit.production, row.ended_at)
        return f"Ended by {row.ended_by} on {day}. Reason: {row.ended_reason}"
    if shown.stands == OVER:
        return f"Its time is over. It held until before {upon(row.to_day)}."
    return ""


def _parts(visit: Visit, envelope: Envelope) -> Iterator[Part]:
    scope = envelope.scope
    rulebooks = rulebooks_on(visit.production, visit.today)
    items = [Item("; ".join(line.texts), group=line.label) for line in lines_of(scope)]
    if scope.most_shots is not None:
        items.append(Item(str(scope.most_shots), group="Shots at most"))
    if scope.most_seconds:
        items.append(Item(scope.most_seconds, group="Seconds at most"))
    yield Items("What it covers", tuple(items))
    findings = (
        Item(each.title, aside=", ".join(cite.id for cite in each.cites))
        for each in covered(scope, rulebooks)
    )
    yield Items(
        "Findings that it answers ahead",
        tuple(findings),
        "A use with any other finding is decided on its own.",
    )
    yield Items(
        "What no standing approval covers",
        tuple(Item(each) for each in never(rulebooks)),
        "By the rules in force. Neither does one cover a hold, nor what is not known.",
    )
    under = []
    for use in uses_under(visit.party, envelope):
        sign, word = reads_as(use, reading(use, visit.today))
        day = on(visit.production, use.submitted_at)
        text = f"{use_number(use.number)} {use.title}"
        under.append(Item(text, sign, word, f"by {use.declared_by}", day))
    yield Items("Noticed under it", tuple(under), empty="No use is noticed under it yet.")
