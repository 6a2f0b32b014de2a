"""How a written approval stands, in words: the headline, until when, and the warning at its top."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from clearslate.envelopes.entries import called
from clearslate.policy.render.words import listed
from clearslate.reports.approval import SUPERSEDED, Approval
from clearslate.ui.access import Visit
from clearslate.ui.papers.sheet import Answer
from clearslate.ui.papers.words import WAITS, on, upon, why_not
from clearslate.uses.models import State
from clearslate.uses.reading import LAPSED, STALE, SUSPENDED
from clearslate.uses.turns import (
    CLEARED,
    DECLINED,
    GO_AHEAD,
    IN_REVIEW,
    NOT_A_USE,
    NOTICED,
    ON_HOLD,
    WITHDRAWN,
)

NONE = "There is no go-ahead"
_GIVEN = (GO_AHEAD, CLEARED)
_WHAT = {GO_AHEAD: "go-ahead", CLEARED: "clearance", NOTICED: "notice", NOT_A_USE: "assessment"}


def answer(visit: Visit, found: Approval) -> Answer:
    """The headline, what it means, and until when it holds."""
    sign, headline, texts = _HEADLINES.get(found.reads, _broken)(visit, found)
    return Answer("Stands", sign, headline, texts, "Until when", tuple(_until(visit, found)))


def warning(visit: Visit, found: Approval) -> str:
    """What must be read first where it does not hold now; empty where nothing does."""
    use, newest = found.use, found.use.versions_count
    match found.reads:
        case "superseded":
            day = on(visit.production, found.replaced_at)
            return (
                f"Superseded. Version {newest} came on {day}, and only what stands for it counts."
            )
        case "withdrawn":
            day = on(visit.production, use.changed_at)
            return f"Withdrawn on {day}. The work is not to be done."
        case "declined":
            return "Declined. The work is not to be done."
        case "stale" | "lapsed":
            what = _WHAT.get(use.state, "go-ahead")
            return f"This {what} does not hold now. {why_not(use, found.reads)}"
        case "suspended":
            told = " ".join(_paused(visit, found))
            return f"Suspended. {told} Until that ends, nothing of it may go on."
    return ""


def _paused(visit: Visit, found: Approval) -> Iterator[str]:
    for row in found.paused:
        day = on(visit.production, row.at)
        what = "All uses were" if row.use_id is None else "It was"
        reason = row.reason if row.reason.endswith((".", "!", "?")) else f"{row.reason}."
        yield f"{what} suspended by {row.by} on {day} ({row.get_kind_display()}): {reason}"


_Headline = tuple[str, str, tuple[str, ...]]


def _cleared(visit: Visit, found: Approval) -> _Headline:
    if not found.results:
        means = "The method may be used, and what comes out may stay in. No result was asked for."
    else:
        means = "The method may be used, and the results were looked at."
    return "cleared", "Cleared", (means, *_bound(found))


def _go_ahead(visit: Visit, found: Approval) -> _Headline:
    texts = ["The method may be used.", *_bound(found)]
    if found.use.waits_for:
        waits = WAITS[found.use.waits_for]
        texts.append(f"What is final may not stay in yet: it waits for {waits}.")
    elif found.use.final is False:
        texts.append("It is for temporary material alone.")
    return "go_ahead", "Go-ahead given", tuple(texts)


def _bound(found: Approval) -> Iterator[str]:
    if found.conditions:
        yield "It is bound to the conditions below."


def _noticed(visit: Visit, found: Approval) -> _Headline:
    envelope = found.envelope
    if envelope is None or not envelope.standing:
        means = f"{NONE}, since no rule asks for one. The platform contact was told."
        return "noticed", "Noticed: nobody has to approve", (means,)
    name = called(envelope)
    means = f"{NONE} of its own. It fits {name}, {envelope.title}, which was given ahead."
    return "noticed", f"Noticed under {name}", (means,)


def _in_review(visit: Visit, found: Approval) -> _Headline:
    waits = found.missing_areas
    told = f"{listed(waits)} {'has' if len(waits) == 1 else 'have'} yet to decide."
    return "in_review", f"{NONE}: in review", (told,) if waits else ()


def _on_hold(visit: Visit, found: Approval) -> _Headline:
    missing = dict.fromkeys(
        f"{each.title} ({each.subject})" if each.subject else each.title
        for each in found.found.assessment.missing
    )
    return "hold", f"{NONE}: on hold, evidence missing", tuple(f"{each}." for each in missing)


def _declined(visit: Visit, found: Approval) -> _Headline:
    return "declined", f"{NONE}: declined", ("All areas must agree, and one did not.",)


def _withdrawn(visit: Visit, found: Approval) -> _Headline:
    return "withdrawn", f"{NONE}: withdrawn", ("What was decided ended with it.",)


def _not_a_use(visit: Visit, found: Approval) -> _Headline:
    means = found.found.assessment.not_a_use
    return "not_a_use", f"{NONE}, and none is needed", (means,) if means else ()


def _superseded(visit: Visit, found: Approval) -> _Headline:
    number = found.found.version.number
    told = f"Below is what was decided on version {number}. It counts no more by itself."
    return "lapsed", f"Superseded by version {found.use.versions_count}", (told,)


def _broken(visit: Visit, found: Approval) -> _Headline:
    """Settled once, and does not hold now."""
    sign, word = {
        STALE: ("lapsed", "To be assessed again"),
        LAPSED: ("lapsed", "Lapsed"),
        SUSPENDED: ("suspended", "Suspended"),
    }[found.reads]
    was = State(found.use.state).label
    return sign, word, (f"It was {was}; it counts as that no more until this is settled.",)


_HEADLINES: dict[str, Callable[[Visit, Approval], _Headline]] = {
    CLEARED: _cleared,
    GO_AHEAD: _go_ahead,
    NOTICED: _noticed,
    IN_REVIEW: _in_review,
    ON_HOLD: _on_hold,
    DECLINED: _declined,
    WITHDRAWN: _withdrawn,
    NOT_A_USE: _not_a_use,
    SUPERSEDED: _superseded,
}


def _until(visit: Visit, found: Approval) -> Iterator[str]:
    use = found.use
    if found.reads in (SUPERSEDED, WITHDRAWN, DECLINED, IN_REVIEW, ON_HOLD):
        yield "It gives no go-ahead, so no day ends it."
        return
    if use.frozen_at:
        day = on(visit.production, use.frozen_at)
        yield f"Delivered on {day}. Later changes move nothing; they come to legal."
        return
    if use.valid_until:
        over = "It ended on" if use.valid_until <= found.today else "It holds until before"
        yield f"{over} {upon(use.valid_until)}."
    elif use.state in _GIVEN:
        yield "No day was set on which it ends."
    if use.holds_until:
        yield f"Assessed again on {upon(use.holds_until)}, or as soon as what it rests on changes."
    else:
        yield "Assessed again as soon as what it rests on changes."
