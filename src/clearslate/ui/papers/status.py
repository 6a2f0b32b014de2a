"""The weekly status sheet: one sheet for each episode; a film has one."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from clearslate.policy.render.words import count
from clearslate.productions.gates import DELIVERY, LOCK, Stage
from clearslate.reports.clear import HELD, OPEN
from clearslate.reports.status import Open, Status
from clearslate.ui.access import Visit
from clearslate.ui.papers.sheet import Answer, Cell, Grid, Head, Item, Items, Part, Sheet, Told
from clearslate.ui.papers.words import made, on, reads_as, upon
from clearslate.uses.entries import use_number

_HEADS = (
    Head("Use", 30),
    Head("Stands", 16),
    Head("Who has it", 20),
    Head("Missing", 22),
    Head("By", 12),
)
_MADE_BY = "Told by how each use reads on the day. Made by rule, not by a lawyer."


def status_sheet(visit: Visit, status: Status) -> Sheet:
    """One episode."""
    title = _title(status)
    return Sheet(
        kind="Weekly status",
        name=f"Status, {title}",
        production=visit.production.code_name,
        made=made(visit),
        title=title,
        cells=(Cell("Week to", upon(visit.today)), *_gates(visit, status)),
        answer=_answer(status),
        parts=tuple(_parts(visit, status)),
        made_by=_MADE_BY,
    )


def _title(status: Status) -> str:
    if status.code:
        return f"Episode {status.code}"
    return "Names no episode" if status.place is None else "The whole production"


def _gates(visit: Visit, status: Status) -> Iterator[Cell]:
    """Each gate: when it was passed last, or when it is planned."""
    for kind, stage in status.place.stages.items() if status.place else ():
        label = {LOCK: "Picture lock", DELIVERY: "Delivery"}.get(kind, kind.capitalize())
        yield Cell(label, _stage(visit, stage))


def _stage(visit: Visit, stage: Stage) -> str:
    times = sum(gate.lifted_at is None for gate in stage.passed)
    if stage.last is not None:
        often = f", {times} times" if times > 1 else ""
        return f"passed {on(visit.production, stage.last.passed_at)}{often}"
    lifted = ", lifted" if stage.passed else ""
    return f"{upon(stage.planned)}{lifted}" if stage.planned else f"no day set{lifted}"


def _answer(status: Status) -> Answer:
    total = sum(status.counts.values())
    held, waiting = status.counts[HELD], status.counts[OPEN]
    became = count(len(status.became), "use")
    beside = (f"{became} became clear within seven days.", *_late(status))
    if not total:
        return Answer("Is it clear", "draft", "Nothing is declared", (), "This week", beside)
    if not held and not waiting:
        told = f"All {count(total, 'use')} of it need nothing more."
        return Answer("Is it clear", "cleared", "Clear", (told,), "This week", beside)
    sign = "hold" if held else "in_review"
    headline = f"Not yet: {held + waiting} of {count(total, 'use')} wait"
    texts = []
    if held:
        texts.append(f"{count(held, 'use')} on hold: evidence missing.")
    if waiting:
        texts.append(f"{count(waiting, 'use')} open.")
    return Answer("Is it clear", sign, headline, tuple(texts), "This week", beside)


def _late(status: Status) -> Iterator[str]:
    late = sum(1 for each in status.open if each.late)
    if late:
        yield f"{count(late, 'open use')} past {'its' if late == 1 else 'their'} day."


def _parts(visit: Visit, status: Status) -> Iterator[Part]:
    yield Grid(
        "Open",
        _HEADS,
        tuple(_row(visit, each) for each in status.open),
        empty="Nothing is open.",
    )
    items = []
    for each in status.became:
        sign, word = reads_as(each.use, each.reads)
        day = on(visit.production, each.at)
        items.append(Item(f"{use_number(each.use.number)} {each.use.title}", sign, word, "", day))
    yield Items("Became clear this week", tuple(items), empty="Nothing this week.")


def _row(visit: Visit, each: Open) -> tuple[Told, ...]:
    use = each.use
    sign, word = reads_as(use, each.reads)
    number = use_number(use.number)
    url = reverse("use", args=[visit.production.slug, use.number])
    late = (f"{count(each.late, 'working day')} ago",) if each.late else ()
    return (
        Told(f"{number} {use.title}", url=url),
        Told(word, sign=sign),
        Told(each.turn.everybody, (each.turn.role,) if each.turn.role else ()),
        Told("; ".join(each.missing)),
        Told(upon(each.by) or "no day set", late),
    )
