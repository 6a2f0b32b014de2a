"""What a use stands on, part by part: decisions, results, the lines beside them, what was lifted.

Each part is a section of items, as those of an assessment are, for the page and for paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from clearslate.clearance.conditions import agreed
from clearslate.clearance.holds import holds_of
from clearslate.clearance.models import Decision, Line, Result, Review
from clearslate.clearance.page import Asked
from clearslate.clearance.selectors import lines_of
from clearslate.policy.render.outline import Item, Note, Section
from clearslate.policy.render.words import count, listed
from clearslate.ui.views.use.stands import Stands, signed
from clearslate.uses.turns import GO_AHEAD

PAUSES = "pauses"
"""The name of the part that says what suspends a use."""

_APART = "each with its own record; none stands for another"
_RESULTS = {
    str(Result.State.CLEARED): ("cleared", "Cleared by {by}, for {output}"),
    str(Result.State.WAITING): ("in_review", "Sent, and not looked at yet"),
    str(Result.State.SENT_BACK): ("declined", "Sent back by {by}"),
}
_ANSWERS = {
    "": ("not_sure", "not answered yet"),
    str(Line.Response.AGREED): ("met", "agreed"),
    str(Line.Response.WITH_CHANGES): ("met", "agreed with changes"),
    str(Line.Response.NOT_AGREED): ("not_met", "not agreed"),
    str(Line.Response.NOT_NEEDED): ("met", "not needed"),
}


class Part(NamedTuple):
    """A section with a page of its own, where there is one: the name of its address, a link."""

    section: Section
    page: str = ""
    link: str = ""


class Short(NamedTuple):
    """How far one area is: a sign and its words, and who decides or decided."""

    sign: str
    words: str
    who: str


def parts_of(stands: Stands) -> list[Part]:
    """Everything that a use stands on; a part with nothing to say is left out."""
    made = (
        Part(Section(PAUSES, "Suspended", tuple(_pauses(stands)))),
        Part(Section("decisions", "Decisions", tuple(_decided(stands)))),
        Part(
            Section("results", "Results", tuple(_results(stands))),
            "use_results",
            "Every result",
        ),
        Part(
            Section("lines", "Beside the go-ahead", tuple(_lines(stands)), _APART),
            "use_lines",
            "What was shown and answered",
        ),
        Part(Section("exceptions", "Lifted without its evidence", tuple(_lifted(stands)))),
    )
    return [part for part in made if part.section.items]


def shorts_of(stands: Stands) -> dict[str, Short]:
    """Each area that is asked, in short; a standing approval answers for all of them ahead."""
    if stands.use.under:
        ahead = Short("noticed", "given ahead", "under a standing approval")
        return dict.fromkeys(stands.use.areas, ahead)
    return {area: _short(stands, each) for area, each in stands.asked.items()}


def _pauses(stands: Stands) -> Iterator[Item]:
    for each in stands.pauses:
        yield Item(
            each.reason,
            sign="suspended",
            word=each.get_kind_display(),
            group="this use" if each.use_id else "every use of the production",
            aside=f"{each.by}, {stands.day(each.at)}",
        )


def _decided(stands: Stands) -> Iterator[Item]:
    for area, each in stands.asked.items():
        short = _short(stands, each)
        yield Item(
            short.who,
            sign=short.sign,
            word=short.words,
            group=stands.area(area),
            aside=_when(stands, each),
            notes=tuple(Note("", text) for text in _notes(stands, each)),
        )


def _short(stands: Stands, asked: Asked) -> Short:
    decision = asked.decision
    if decision is not None:
        over = decision.valid_until is not None and decision.valid_until <= stands.today
        if over:
            return Short("lapsed", "lapsed", signed(decision))
        sign = "go_ahead" if decision.approves else "declined"
        return Short(sign, _verdict(decision), signed(decision))
    paused = asked.review.state == Review.State.PAUSED
    people = stands.turns.looked_after.get(asked.area, ())
    people = people if asked.area else stands.turns.anything
    names = [each.name for each in people if each.id != stands.use.declared_by_id]
    who = listed(names) if names else "nobody is named yet"
    return Short("in_review", "waits for an answer" if paused else "to decide", who)


def _verdict(decision: Decision) -> str:
    """A decision in a few words: “go-ahead, 2 conditions”."""
    if not decision.approves:
        return "declined"
    many = len(decision.conditions)
    return f"go-ahead, {count(many, 'condition')}" if many else "go-ahead"


def _when(stands: Stands, asked: Asked) -> str:
    if asked.decision is not None:
        return stands.day(asked.decision.at)
    review = asked.review
    running = review.due_on is not None and review.state == Review.State.WAITING
    return f"due {stands.say(review.due_on)}" if running else ""


def _notes(stands: Stands, asked: Asked) -> Iterator[str]:
    """What an area decided under, or what it waits for."""
    decision = asked.decision
    if decision is None:
        for query in asked.queries:
            yield f"{query.asked_by} asked {query.to}, {stands.day(query.asked_at)}: {query.text}"
        return
    if asked.carried:
        yield f"Decided on version {decision.version}; nothing it decided on changed."
    for each in agreed(decision.conditions):
        later = " To be checked on the finished cut." if each.at_delivery else ""
        yield f"Condition: {each.words}{later}"
    if decision.valid_until:
        over = decision.valid_until <= stands.today
        yield f"{'Held' if over else 'Holds'} until before {stands.say(decision.valid_until)}."
    if reasons := [stands.reason(each) for each in decision.reasons]:
        yield f"Reason: {'; '.join(reasons)}."
    if decision.note:
        yield decision.note


def _results(stands: Stands) -> Iterator[Item]:
    """Per output: what was cleared and by whom, what waits, what was sent back."""
    sent: set[str] = set()
    for state, (sign, words) in _RESULTS.items():
        found: dict[tuple[str, str, str], list[str]] = {}
        for row, look in stands.looked(state):
            by = f"{signed(look)}, {stands.day(look.at)}" if look else ""
            note = look.note if look and state == str(Result.State.SENT_BACK) else ""
            found.setdefault((row.output, by, note), []).append(_shot(row))
            sent.add(row.output)
        for (output, by, note), shots in found.items():
            said = words.format(by=by, output=output)
            yield Item(
                f"{said}: {', '.join(shots)}.",
                sign=sign,
                word=str(Result.State(state).label),
                group=output,
                notes=(Note("", note),) if note else (),
            )
    if stands.use.state == GO_AHEAD:
        for output in stands.acts.results:
            if output not in sent:
                yield Item("Nothing was sent yet.", sign="draft", word="to come", group=output)


def _shot(row: Result) -> str:
    return f"{row.shot} {row.shot_version}".strip() or row.name or row.sha256[:12]


def _lines(stands: Stands) -> Iterator[Item]:
    for each in lines_of(stands.use):
        if each.closed_at is None:
            mark, word = _ANSWERS[each.response]
            due = each.due_on if not each.response else None
            yield Item(
                _answered(stands, each),
                sign=mark,
                word=word,
                group=each.get_kind_display().capitalize(),
                aside=f"due {stands.say(due)}" if due else "",
                notes=(Note("", each.note),) if each.note else (),
            )


def _answered(stands: Stands, line: Line) -> str:
    if line.responded_at:
        by = f"{line.responded_by}, {stands.day(line.responded_at)}, on version {line.version}"
        return f"{by}; written down by {line.recorded_by}" if line.recorded_by else by
    if line.shown_at:
        return f"Shown by {line.shown_by}, {stands.day(line.shown_at)}: {line.shown}"
    return f"Asked for {stands.day(line.opened_at)}; nothing was shown yet."


def _lifted(stands: Stands) -> Iterator[Item]:
    for each in holds_of(stands.use, stands.today):
        lift = each.exception
        if lift is None:
            continue
        about = f" ({each.held.subject})" if each.held.subject else ""
        why = "; ".join([*map(stands.reason, lift.reasons), lift.note])
        yield Item(
            f"{each.held.title}{about}",
            aside=f"until before {stands.say(lift.until)}",
            notes=(
                Note("", f"Lifted by {lift.granted_by}, {stands.day(lift.at)}."),
                Note("Reason", why),
            ),
        )
