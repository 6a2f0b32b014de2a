"""The panel of the review page: the form of the decision, or why there is none."""

from __future__ import annotations

from typing import Any

from clearslate.accounts.permissions import Action
from clearslate.clearance.judges import declarants
from clearslate.clearance.limits import shortened_by
from clearslate.clearance.reasons import reasons_in
from clearslate.productions.selectors import people_with
from clearslate.ui.forms.review import APPROVED, CONDITIONS, DECLINED, DecisionForm, Offered
from clearslate.ui.seen import seen
from clearslate.ui.views.review.bench import Bench, Mine
from clearslate.uses.models import State
from clearslate.uses.reading import is_stale

_KINDS = {APPROVED: "approve", CONDITIONS: "conditions", DECLINED: "decline"}

_SAID = {
    State.NOT_A_USE: "It is not a use of generative AI. There is nothing to decide.",
    State.NOTICED: "It is noticed. There is nothing to decide.",
    State.ON_HOLD: "It is on hold: evidence missing. It can be decided once that is on file.",
    State.GO_AHEAD: "Every area that was asked gave the go-ahead.",
    State.CLEARED: "It is cleared. There is nothing left to decide.",
    State.DECLINED: "It was declined. A new version of it is asked about again.",
    State.WITHDRAWN: "It was withdrawn. There is nothing left to decide.",
}


def panel(bench: Bench, form: DecisionForm | None, *, stale: bool) -> dict[str, Any]:
    """The form, or why there is none. After a stale page nothing is said of single fields."""
    if nothing := why_nothing(bench):
        return {"form": None, "nothing": nothing}
    form = form_of(bench) if form is None else form
    days = [each.asked.review.due_on for each in bench.mine if each.asked.review.due_on]
    sha256 = bench.version.case_sha256
    return {
        "form": form,
        "show_errors": form.is_bound and not stale,
        "mine": bench.mine,
        "several": len(bench.mine) > 1,
        "reads": bench.reads(),
        "case_short": f"{sha256[:4]} {sha256[4:8]}",
        "deciding_as": _deciding_as(bench),
        "due": min(days, default=None),
        "due_because": shortened_by(bench.use, min(days), bench.visit.today) if days else "",
        "open_queries": [query for each in bench.mine for query in each.asked.queries],
    }


def form_of(bench: Bench, sent: Any = None) -> DecisionForm:
    """The form of what the person can decide now."""
    return DecisionForm(sent, offered=_offered(bench))


def why_nothing(bench: Bench) -> str:
    """Why there is nothing for the person to decide now; empty where there is."""
    use, visit = bench.use, bench.visit
    if use.state in _SAID:
        return _SAID[State(use.state)]
    if use.suspended:
        return "It is suspended. Decide once that has ended."
    if is_stale(use, visit.today):
        return "Something that it rests on has changed. It is assessed anew first."
    if bench.mine:
        return ""
    if visit.user.id in declarants(use):
        return "You declared it, or a version of it. So somebody else decides."
    return "None of your areas has to decide now."


def _deciding_as(bench: Bench) -> str:
    """Under which names the decision will be recorded."""
    behalf = dict.fromkeys(each.behalf for each in bench.mine if each.behalf)
    own = str(bench.visit.user)
    return str(seen(f"{own}, for {', '.join(behalf)}" if behalf else own))


def _offered(bench: Bench) -> Offered:
    """What the person can choose among."""
    use, mine = bench.use, bench.mine
    pack = {each.id: each.title for p in bench.packs for each in p.conditions}
    by_rule = {each.id for each in bench.stored.assessment.conditions}
    own = [each.id for each in mine if not each.others]
    people = people_with(use.production, Action.SEE_USES)
    return Offered(
        areas=[(each.id, _called(each)) for each in mine],
        ticked=[mine[0].id] if len(mine) == 1 else own,
        reasons={verdict: _reasons(bench, kind) for verdict, kind in _KINDS.items()},
        carries={key: title for key, title in pack.items() if key not in by_rule},
        people=[(each.id, seen(str(each))) for each in people if each.id != bench.visit.user.id],
        to=use.declared_by_id,
        pack=pack,
    )


def _called(mine: Mine) -> str:
    """An area as it can be ticked, with whose it is where it is not one's own."""
    if mine.behalf:
        return f"{mine.title}, for {seen(mine.behalf)}"
    others = seen(", ".join(mine.others))
    return f"{mine.title} (looked after by {others})" if others else mine.title


def _reasons(bench: Bench, kind: str) -> list[tuple[str, str]]:
    """The reasons offered in any of the areas; one that is not for all says for which."""
    where: dict[str, tuple[str, list[str]]] = {}
    for each in bench.mine:
        for reason in reasons_in(bench.packs, kind, each.asked.area):
            where.setdefault(reason.id, (reason.title, []))[1].append(each.title)
    every = len(bench.mine)
    return [
        (key, title if len(areas) == every else f"{title} ({', '.join(areas)})")
        for key, (title, areas) in where.items()
    ]
