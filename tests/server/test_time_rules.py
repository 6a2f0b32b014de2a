"""Packs and readings that are stated: whom they reach, from which day on, and what follows."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from clearslate.accounts.parties import party_of
from clearslate.clearance.models import Carried, Review
from clearslate.flows.rules import end_pack, put_pack_in_force, set_switch
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.productions.errors import ProductionsError, UnchangedError
from clearslate.uses.models import Cause, Use
from tests.server.deciding import APPROVAL, AT, DAY, NOTIFY, Deciding, deciding
from tests.server.passing import fresh, reads, refile, told, work
from tests.server.test_productions_rules import HOUSE
from tests.server.test_time_facts import DE_AGEING, withdrawn

pytestmark = pytest.mark.usefixtures("database")

OWN = "art-creature-design.yaml"
TODAY = AT.date()
LATER = AT + 6 * DAY


@pytest.fixture
def here(database) -> Deciding:
    return deciding()


def adopt(
    here: Deciding, reaches: str, *, from_day: date = TODAY, at: datetime = AT + DAY / 24
) -> None:
    put_pack_in_force(
        actor=COMMAND_LINE,
        at=at,
        production=here.series.production,
        pack=HOUSE,
        standing="adopted",
        from_day=from_day,
        reaches=reaches,
        adopted_by="Vera Lund",
    )


def read_as(here: Deciding, switch: str, value: str, reaches: str) -> None:
    set_switch(
        actor=party_of(here.people["production_legal"]),
        at=AT + DAY / 24,
        production=here.series.production,
        switch=switch,
        value=value,
        from_day=TODAY,
        reaches=reaches,
    )


@pytest.mark.parametrize(
    ("reaches", "noticed", "waiting", "approved"),
    [
        ("new", "noticed", "in_review", "go_ahead"),
        ("undecided", "stale", "in_review", "go_ahead"),
        ("undelivered", "stale", "in_review", "stale"),
    ],
)
def test_a_pack_reaches_whom_it_says(
    here: Deciding, reaches: str, noticed: str, waiting: str, approved: str
) -> None:
    uses = [here.series.submit(NOTIFY), here.series.submit(APPROVAL)]
    uses.append(here.approve_all(here.series.submit(DE_AGEING)))
    frozen = here.approve_all(here.series.submit(DE_AGEING))
    Use.objects.filter(id=frozen.id).update(frozen_at=AT)
    adopt(here, reaches)
    assert [reads(each, AT + DAY / 24) for each in uses] == [noticed, waiting, approved]
    assert fresh(uses[1]).stale_since is not None or reaches == "new"
    work(here.series.production, at=AT + DAY / 12)
    moved = {each.number for each in map(fresh, [*uses, frozen]) if each.versions_count == 2}
    assert moved == {"new": set(), "undecided": {1, 2}, "undelivered": {1, 2, 3}}[reaches]
    for each in map(fresh, uses):
        if each.versions_count == 2:
            assert each.versions.get(number=2).cause == Cause.RULES
            assert "house" in each.waiting


def test_what_was_decided_on_keeps_its_other_areas(here: Deciding) -> None:
    use = here.approve_all(here.series.submit(DE_AGEING))
    areas = list(use.areas)
    adopt(here, "undelivered")
    work(here.series.production, at=AT + DAY)
    row = fresh(use)
    assert (row.state, row.waiting) == ("in_review", ["house"])
    carried = Carried.objects.filter(decision__review__use=use, version=2)
    assert {each.decision.review.area for each in carried} == set(areas)


def test_a_pack_of_a_later_day_holds_from_that_day_with_no_worker(here: Deciding) -> None:
    """The assessment holds until the day; from then on nobody reads it as cleared."""
    before = here.series.submit(NOTIFY)
    approved = here.approve_all(here.series.submit(DE_AGEING))
    adopt(here, "undelivered", from_day=LATER.date())
    after = here.series.submit(NOTIFY, at=AT + DAY)
    assert [reads(each, AT + 2 * DAY) for each in (before, approved, after)] == [
        "noticed",
        "go_ahead",
        "noticed",
    ]
    assert [reads(each, LATER) for each in (before, approved, after)] == ["stale"] * 3
    assert work(here.series.production, at=AT + 2 * DAY) == 0
    work(here.series.production, at=LATER)
    assert [fresh(each).state for each in (before, approved, after)] == ["in_review"] * 3
    assert fresh(before).versions.get(number=2).cause == Cause.RULES


def test_a_pack_for_new_uses_moves_none_that_is_there(here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    adopt(here, "new", from_day=LATER.date())
    assert reads(use, LATER) == "noticed"
    refile(here, lambda d: d["terms"][0].update(read_by="Somebody else"), at=LATER)
    work(here.series.production, at=LATER)
    # Assessed again for another reason, it keeps its rules.
    assert fresh(use).state == "noticed"


def test_what_is_opened_again_follows_the_rules_for_what_is_not_decided(here: Deciding) -> None:
    """Decided under the old rules it keeps them; once a decision ended it does not any more."""
    use = here.approve_all(here.series.submit(DE_AGEING))
    adopt(here, "undecided")
    assert reads(use, AT + DAY) == "go_ahead"
    refile(here, withdrawn, at=AT + DAY)
    work(here.series.production, at=AT + DAY)
    row = fresh(use)
    packs = {each["sha256"] for each in case_of(row)["packs"]}
    assert (row.state, packs) == ("on_hold", {HOUSE.pack.sha256})


def case_of(use: Use) -> dict[str, list[dict[str, str]]]:
    return dict(json.loads(bytes(use.versions.get(number=use.versions_count).case)))


def test_a_reading_reaches_as_a_pack_does(here: Deciding) -> None:
    waiting = here.series.submit(OWN)
    approved = here.approve_all(here.series.submit(OWN))
    assert "data" in waiting.waiting
    read_as(here, "S2", "relaxed", "undecided")
    assert fresh(waiting).stale_because == "rules"
    assert reads(approved, AT + DAY) == "go_ahead"
    work(here.series.production, at=AT + DAY)
    assert "data" not in fresh(waiting).waiting
    assert not Review.objects.filter(use=waiting, area="data").exclude(state="closed").exists()
    assert told(waiting, "area.dropped")
    read_as(here, "S2", "relaxed", "undelivered")
    assert reads(approved, AT + DAY) == "stale"


def test_a_statement_that_is_refused_marks_nothing(here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    with pytest.raises(ProductionsError):
        adopt(here, "undelivered", from_day=TODAY - DAY)
    with pytest.raises(UnchangedError):
        end_pack(
            actor=COMMAND_LINE,
            at=AT,
            production=here.series.production,
            urn="urn:nothing",
            from_day=TODAY,
            reaches="undelivered",
        )
    assert reads(use) == "noticed"


def test_a_pack_that_ends_lets_go_of_what_it_raised(here: Deciding) -> None:
    adopt(here, "undelivered", at=AT)
    use = here.series.submit(NOTIFY, at=AT + DAY / 24)
    assert use.state == "in_review"
    end_pack(
        actor=COMMAND_LINE,
        at=AT + DAY / 12,
        production=here.series.production,
        urn=HOUSE.pack.urn,
        from_day=TODAY,
        reaches="undelivered",
    )
    work(here.series.production, at=AT + DAY / 12)
    row = fresh(use)
    assert (row.state, row.versions_count) == ("noticed", 2)
    assert len(told(row, "notice.sent")) == 1
