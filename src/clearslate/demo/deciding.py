"""The acts of the story after a use was declared: deciding, asking, looking, pausing, passing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.clearance.conditions import checked
from clearslate.clearance.holds import holds_of
from clearslate.clearance.locking import Read
from clearslate.clearance.models import Line, Query, Result, Review, Suspension
from clearslate.clearance.moved import tell_moved
from clearslate.clearance.reassessing import assess_next
from clearslate.clearance.results import hold_still
from clearslate.clearance.sending import shot_of
from clearslate.clearance.services.deciding import Verdict, decide_alike
from clearslate.clearance.services.exceptions import grant_exception
from clearslate.clearance.services.lines import answer_line, open_line, show
from clearslate.clearance.services.results import Seen, Sent, look_at_results, send_results
from clearslate.clearance.services.standing_in import set_away
from clearslate.clearance.services.suspending import resume, suspend
from clearslate.clearance.services.talking import answer, ask, remark
from clearslate.demo.stills import still
from clearslate.envelopes.craft_list import craft_list
from clearslate.envelopes.drafting import draft_envelope
from clearslate.envelopes.findings import coverable
from clearslate.envelopes.giving import Wanted
from clearslate.envelopes.selectors import last_delivery
from clearslate.envelopes.services.standing import give_standing
from clearslate.flows.gates import pass_gate
from clearslate.productions.models import Production
from clearslate.productions.packs import rulebooks_on
from clearslate.uses.models import Use
from clearslate.uses.stored import stored

Act = Mapping[str, Any]


@dataclass(frozen=True)
class Ground:
    """What the acts find: the people, the productions and the uses so far."""

    people: Mapping[str, User]
    productions: Mapping[str, Production]
    uses: Mapping[str, Use]

    def use(self, key: str) -> Use:
        """A use as it stands now."""
        return Use.objects.select_related("production").get(id=self.uses[key].id)

    def production(self, act: Act) -> Production:
        """The production of an act."""
        return self.productions[act.get("in", "series")]


Handler = Callable[[Ground, Act, datetime], None]


def _decide(ground: Ground, act: Act, at: datetime) -> None:
    use = ground.use(act["decide"])
    version = use.versions.get(number=use.versions_count)
    reviews = Review.objects.filter(use=use, area__in=act["areas"], state__in=["waiting", "paused"])
    reads = {
        each.id: Read(version.number, version.case_sha256, version.assessment_id, each.revision)
        for each in reviews
    }
    if len(reads) != len(act["areas"]):
        raise RuntimeError(f"{act}: {use.state}, waits for {use.waiting}")
    until = act.get("until")
    decide_alike(
        actor=party_of(ground.people[act["by"]]),
        at=at,
        reads=reads,
        verdict=Verdict(
            act.get("verdict", "conditions" if "conditions" in act else "approved"),
            act["reasons"],
            note=act.get("note", ""),
            conditions=tuple(
                checked(kind, value, pack={}) for kind, value in act.get("conditions", {}).items()
            ),
            valid_until=date.fromisoformat(until) if until else None,
        ),
    )


def _ask(ground: Ground, act: Act, at: datetime) -> None:
    use = ground.use(act["ask_about"])
    version = use.versions.get(number=use.versions_count)
    review = Review.objects.get(use=use, area=act["area"])
    ask(
        actor=party_of(ground.people[act["by"]]),
        at=at,
        review_id=review.id,
        read=Read(version.number, version.case_sha256, version.assessment_id, review.revision),
        to=ground.people[act["to"]],
        text=act["text"],
    )


def _answer(ground: Ground, act: Act, at: datetime) -> None:
    query = Query.objects.get(
        review__use=ground.uses[act["answer_about"]].id, answered_at=None, taken_back_at=None
    )
    answer(actor=party_of(ground.people[act["by"]]), at=at, query_id=query.id, text=act["text"])


def _remark(ground: Ground, act: Act, at: datetime) -> None:
    remark(
        actor=party_of(ground.people[act["by"]]),
        at=at,
        use=ground.use(act["remark_on"]),
        text=act["text"],
    )


def _away(ground: Ground, act: Act, at: datetime) -> None:
    set_away(
        actor=party_of(ground.people[act["by"]]),
        at=at,
        production=ground.production(act),
        delegate=ground.people[act["away"]],
        from_day=date.fromisoformat(act["from"]),
        to_day=date.fromisoformat(act["until"]),
        areas=act.get("areas", ()),
    )


def _send(ground: Ground, act: Act, at: datetime) -> None:
    use = ground.use(act["send"])
    items = [_sent(use, each, at) for each in act["results"]]
    send_results(
        actor=party_of(ground.people[act["by"]]),
        at=at,
        use=use,
        items=items,
        note=act.get("note", ""),
    )


def _sent(use: Use, given: Act, at: datetime) -> Sent:
    """A frame that is drawn, or a clip that stays where it is and is known by its hash."""
    name = given["name"]
    shot, version = shot_of(name)
    if "scene" not in given:
        digest = hashlib.sha256(f"{use.id} {name}".encode()).hexdigest()
        return Sent(given["output"], shot, version, sha256=digest, name=name)
    options = {
        key: value for key, value in given.items() if key not in ("output", "name", "scene", "seed")
    }
    picture = still(
        given["scene"],
        options,
        seed=given.get("seed", name),
        burn=f"{use.production.code_name} {shot}",
        timecode="",
    )
    held = hold_still([picture], name=name, scope=use.production_id, at=at)
    return Sent(given["output"], shot, version, file=held)


def _look(ground: Ground, act: Act, at: datetime) -> None:
    use = ground.use(act["look_at"])
    rows = Result.objects.filter(use=use, state=Result.State.WAITING)
    if "shots" in act:
        rows = rows.filter(shot__in=act["shots"])
    look_at_results(
        actor=party_of(ground.people[act["by"]]),
        at=at,
        use=use,
        read=[(row.id, row.revision) for row in rows],
        seen=Seen(
            resemblance=act.get("resemblance", "none_found"),
            quality=act.get("quality", "passed"),
            cleared=act.get("cleared", "yes") == "yes",
            human_input=act.get("human_input", ""),
            reasons=act["reasons"],
            note=act.get("note", ""),
        ),
    )


def _line(ground: Ground, act: Act, at: datetime) -> None:
    """Show something to whoever is consulted, answer, or both."""
    use, actor = ground.use(act["line_of"]), party_of(ground.people[act["by"]])
    kind = act["kind"]
    line = Line.objects.filter(use=use, kind=kind, closed_at=None).first()
    if line is None:
        line = open_line(actor=actor, at=at, use=use, kind=kind)
    if "shown" in act:
        line = show(actor=actor, at=at, line_id=line.id, revision=line.revision, shown=act["shown"])
    if "response" in act:
        other = ground.people.get(act.get("answered_by", ""))
        answer_line(
            actor=actor,
            at=at,
            line_id=line.id,
            revision=line.revision,
            response=act["response"],
            note=act.get("note", ""),
            answered_by=other,
        )


def _exception(ground: Ground, act: Act, at: datetime) -> None:
    """Lift every part of a hold, each by an exception of its own."""
    until = date.fromisoformat(act["until"])
    for part in holds_of(ground.use(act["lift"]), at.date()):
        use = ground.use(act["lift"])
        grant_exception(
            actor=party_of(ground.people[act["by"]]),
            at=at,
            use=use,
            revision=use.revision,
            missing=part.held.key,
            reasons=act["reasons"],
            note=act["note"],
            until=until,
        )


def _suspend(ground: Ground, act: Act, at: datetime) -> None:
    suspend(
        actor=party_of(ground.people[act["by"]]),
        at=at,
        production=ground.production(act),
        kind=act["kind"],
        reason=act["reason"],
        use=ground.use(act["suspend"]),
    )


def _resume(ground: Ground, act: Act, at: datetime) -> None:
    row = Suspension.objects.get(use=ground.uses[act["resume"]].id, ended_at=None)
    resume(actor=party_of(ground.people[act["by"]]), at=at, suspension=row, reason=act["reason"])


def _standing(ground: Ground, act: Act, at: datetime) -> None:
    """Approve ahead: the craft list as it is offered, or work like that of a use."""
    production = ground.production(act)
    today = at.date()
    wanted = craft_list(rulebooks_on(production, today), today, last_delivery(production))
    if act["standing"] != "craft_list":
        wanted = _like(ground.use(act["standing"]), act, today)
    if wanted is None:
        raise RuntimeError(f"{act}: the rules in force have no craft list")
    give_standing(
        actor=party_of(ground.people[act["by"]]), at=at, production=production, wanted=wanted
    )


def _like(use: Use, act: Act, today: date) -> Wanted:
    found = stored(use, use.versions_count)
    if found is None:
        raise RuntimeError(f"{act}: there is no such version")
    known = coverable(found.case.rulebooks)
    named = dict.fromkeys(each.rule for each in found.assessment.findings if each.rule in known)
    scope = replace(
        draft_envelope(found.case),
        covers=tuple(named),
        covers_finals=True,
        most_shots=act["most_shots"],
        most_seconds="",
    )
    until = date.fromisoformat(act["until"])
    return Wanted(act["title"], scope, today, until, note=act.get("note", ""))


def _gate(ground: Ground, act: Act, at: datetime) -> None:
    production = ground.production(act)
    for code in act["episodes"]:
        pass_gate(
            actor=party_of(ground.people[act["by"]]),
            at=at,
            production=production,
            episode=production.episodes.get(code=code),
            kind=act["gate"],
            number=act.get("number", 1),
        )


def assess_again(production: Production, at: datetime) -> None:
    """What the worker does once something changed: nothing stays stale, and people are told."""
    after = ""
    while taken := assess_next(production.id, after, at=at):
        after = taken[-1]
    tell_moved(production.id, at=at)


HANDLERS: dict[str, Handler] = {
    "decide": _decide,
    "ask_about": _ask,
    "answer_about": _answer,
    "remark_on": _remark,
    "away": _away,
    "send": _send,
    "look_at": _look,
    "line_of": _line,
    "lift": _exception,
    "suspend": _suspend,
    "resume": _resume,
    "standing": _standing,
    "gate": _gate,
}
"""The acts by the key that tells them."""
