"""Every move between states is one that the table has, and every act of the table moves."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clearslate.accounts.parties import party_of
from clearslate.clearance.models import Line
from clearslate.clearance.reasons import reasons_for
from clearslate.clearance.services.exceptions import end_exception, grant_exception
from clearslate.clearance.services.lines import answer_line
from clearslate.clearance.settling import settle
from clearslate.clearance.states import ACTS, ALLOWED, LIVE, MEANS, Move, moves_told
from clearslate.flows.renewing import renew
from clearslate.flows.standing import call_up, withdraw
from clearslate.ledger.registry import all_types
from clearslate.uses.models import Cause, State, Use
from clearslate.uses.reading import ENDED, READINGS, UNSETTLED
from tests.server.deciding import APPROVAL, AT, DAY, NOTIFY, Deciding, deciding
from tests.server.passing import entries_of, fresh, refile, work
from tests.server.test_time_facts import DE_AGEING, withdrawn
from tests.server.test_time_finals import CUE, finished

pytestmark = pytest.mark.usefixtures("database")

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "states.md"
WARMER = "sound-line-made-warmer.yaml"


def moves(here: Deciding) -> list[Move]:
    return list(moves_told(entries_of(here.series.production)))


def cleared(here: Deciding, use: Use) -> Use:
    use = here.approve_all(use)
    outputs = [each["name"] for each in final_outputs(use)]
    if use.waits_for == "result":
        here.send(use, *outputs)
        use = here.look(use)
    for line in Line.objects.filter(use=use, closed_at=None, kind__in=["legal_review", "rights"]):
        answer(here, line, "agreed")
    return fresh(use)


def final_outputs(use: Use) -> list[dict[str, Any]]:
    case = json.loads(bytes(use.versions.get(number=use.versions_count).case))
    return list(case["declaration"]["outputs"])


def answer(here: Deciding, line: Line, response: str) -> None:
    row = Line.objects.get(id=line.id)
    answer_line(
        actor=party_of(here.people["platform_legal"]),
        at=AT,
        line_id=row.id,
        revision=row.revision,
        response=response,
        note="" if response == "agreed" else "Not before the estate has said yes.",
    )


def exception(here: Deciding, use: Use) -> Any:
    return grant_exception(
        actor=party_of(here.people["platform_legal"]),
        at=AT,
        use=use,
        revision=fresh(use).revision,
        missing=("person.use_consent", "Kester Vandermole"),
        reasons=[reasons_for(fresh(use), "exception")[0].id],
        note="The agent confirmed it by telephone.",
        until=AT.date() + 60 * DAY,
    )


def submits(here: Deciding) -> None:
    for name in (NOTIFY, APPROVAL, WARMER, "vfx-wire-removal-by-hand.yaml"):
        here.series.submit(name)
    use = here.series.submit(APPROVAL)
    here.decide(use, "data", "declined")
    here.series.submit(APPROVAL, version_of=use)


def decides(here: Deciding) -> None:
    assert here.approve_all(here.series.submit(APPROVAL)).state == "go_ahead"
    use = here.series.submit("sound-harbour-bell-effect.yaml")
    assert here.approve_all(use).state == "cleared"
    here.decide(here.series.submit(APPROVAL), "data", "declined")


def looks(here: Deciding) -> None:
    use = here.approve_all(here.series.submit(APPROVAL))
    for line in Line.objects.filter(use=use, closed_at=None, kind="legal_review"):
        answer(here, line, "agreed")
    use = cleared(here, use)
    assert use.state == "cleared"
    here.send(use, *[each["name"] for each in final_outputs(use)])
    assert fresh(use).state == "go_ahead"


def lines(here: Deciding) -> None:
    for name in ("art-poster-model-licensed.yaml", DE_AGEING):
        use = cleared(here, here.series.submit(name))
        line = Line.objects.filter(use=use, closed_at=None, kind__in=["legal_review", "rights"])
        for row in line:
            answer(here, row, "not_agreed")
            answer(here, row, "agreed")


def excepts(here: Deciding) -> None:
    for decided in (False, True):
        use = here.series.submit(WARMER)
        row = exception(here, use)
        if decided:
            here.approve_all(fresh(use))
        end_exception(actor=party_of(here.people["platform_legal"]), at=AT, exception=row)
        exception(here, use)


def renews(here: Deciding) -> None:
    for make in (here.approve_all, lambda use: cleared(here, use)):
        use = here.series.submit(DE_AGEING)
        here.decide(use, "talent", valid_until=date(2026, 12, 1))
        use = make(use)
        renew(
            actor=party_of(here.series.coordinator),
            at=AT + 7 * DAY,
            use=use,
            revision=fresh(use).revision,
        )


def rest(here: Deciding) -> None:
    contact = here.series.production.members.get(role__key="platform_contact").user
    use = here.series.submit(NOTIFY)
    call_up(actor=party_of(contact), at=AT, use=use, revision=use.revision, reason="Who is it?")
    finished(here, here.series.submit(CUE))
    here.approve_all(here.series.submit(DE_AGEING))
    refile(here, withdrawn)
    work(here.series.production)
    coordinator = party_of(here.series.coordinator)
    for each in Use.objects.filter(state__in=LIVE):
        withdraw(actor=coordinator, at=AT, use=each, revision=each.revision, reason="Cut.")


def test_what_happens_is_in_the_table_and_what_is_in_the_table_happens() -> None:
    here = deciding()
    happen: list[Callable[[Deciding], None]] = [submits, decides, looks, lines, excepts, renews]
    for each in [*happen, rest]:
        each(here)
    seen = set(moves(here))
    assert seen <= ALLOWED, sorted(seen - ALLOWED)
    assert {each.act for each in seen} == {each.id for each in ACTS}
    # Where rules say what follows, anything may; the other acts lead where the table says.
    exact = {each for each in ALLOWED if each.act in ("call_up", "decide", "renew", "look")}
    assert exact <= seen, sorted(exact - seen)


def test_every_state_is_in_the_table() -> None:
    named = {state for each in ALLOWED for state in (each.was, each.now)} - {""}
    assert named == set(State.values) == set(MEANS)
    assert set(LIVE) == set(State.values) - {str(each) for each in ENDED}
    types = {kind.name for kind in all_types()}
    assert {kind for act in ACTS for kind in act.entries} <= types


def test_the_page_names_every_cause_and_reading() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for cause in set(Cause) - {Cause.SUBMITTED}:
        assert f"- {cause.label}\n" in page
    for reading in UNSETTLED:
        assert f"- **{READINGS[reading]}**:" in page


def test_a_use_that_is_over_or_delivered_is_moved_by_nothing() -> None:
    here = deciding()
    use = here.series.submit(NOTIFY)
    for changes in ({"frozen_at": AT}, {"state": "withdrawn"}):
        Use.objects.filter(id=use.id).update(**changes)
        row = fresh(use)
        settle(row, actor=party_of(here.series.coordinator), at=AT)
        assert fresh(use).revision == use.revision
