"""What a change would move is shown before it is made, exactly as it then comes."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clearslate.accounts.models import User
from clearslate.accounts.services import appoint
from clearslate.clearance import foreseeing
from clearslate.clearance.foreseeing import Foreseen, foresee_facts, foresee_pack, foresee_reading
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.policy.documents import to_yaml
from clearslate.productions.facts import facts_document, filed_facts
from clearslate.productions.models import (
    FactSheet,
    Membership,
    PackInForce,
    ShelvedPack,
    SwitchSetting,
)
from clearslate.productions.packs import keep
from clearslate.uses.models import Use
from tests.server import people
from tests.server.deciding import APPROVAL, AT, DAY, NOTIFY, Deciding, deciding
from tests.server.passing import fresh, record, refile, work
from tests.server.series import plain
from tests.server.test_productions_rules import HOUSE
from tests.server.test_time_facts import DE_AGEING, consent, withdrawn
from tests.server.test_time_rules import OWN, TODAY, adopt, read_as

pytestmark = pytest.mark.usefixtures("database")

P = "/p/saltbox-s2/"
WARMER = "sound-line-made-warmer.yaml"


@pytest.fixture
def here(database) -> Deciding:
    return deciding()


def facts(here: Deciding, *changes: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    document = deepcopy(filed_facts(here.series.production))
    for change in changes:
        change(document)
    return document


def statement(here: Deciding, reaches: str, **more: Any) -> PackInForce:
    given = {"standing": "adopted", "from_day": TODAY, "set_at": AT + DAY / 24} | more
    return PackInForce(
        production=here.series.production,
        pack_id=HOUSE.pack.sha256,
        urn=HOUSE.pack.urn,
        reaches=reaches,
        **given,
    )


def moves(foreseen: Foreseen) -> dict[int, tuple[str, str, tuple[str, ...]]]:
    return {each.use.number: (each.was, each.now, each.asked) for each in foreseen.moves}


def came(uses: list[Use]) -> dict[int, str]:
    return {use.number: fresh(use).outcome for use in uses}


def test_what_facts_would_move(here: Deciding) -> None:
    uses = [here.approve_all(here.series.submit(DE_AGEING)), here.series.submit(WARMER)]
    other = here.series.submit(NOTIFY)
    document = facts(here, withdrawn, lambda d: d["evidence"].append(consent()))
    with CaptureQueriesContext(connection) as queries:
        foreseen = foresee_facts(here.series.production, document, AT)
    assert not [each for each in queries.captured_queries if not each["sql"].startswith("SELECT")]
    assert (foreseen.reached, foreseen.looked_at, foreseen.failed) == (2, 2, 0)
    assert {number: each[:2] for number, each in moves(foreseen).items()} == {
        1: ("approval", "hold"),
        2: ("hold", "approval"),
    }
    asked = set(moves(foreseen)[1][2])
    refile(here, lambda d: (withdrawn(d), d["evidence"].append(consent())))
    work(here.series.production)
    assert came([*uses, other]) == {1: "hold", 2: "approval", 3: "notify"}
    assert {each.area for each in fresh(uses[0]).reviews.filter(state="waiting")} == asked


@pytest.mark.parametrize("reaches", ["new", "undecided", "undelivered"])
def test_what_a_pack_would_move(here: Deciding, reaches: str) -> None:
    uses = [
        here.series.submit(NOTIFY),
        here.series.submit(APPROVAL),
        here.approve_all(here.series.submit(DE_AGEING)),
    ]
    foreseen = foresee_pack(here.series.production, statement(here, reaches), HOUSE, AT + DAY / 24)
    assert not PackInForce.objects.filter(urn=HOUSE.pack.urn).exists()
    expected = {"new": [], "undecided": [1, 2], "undelivered": [1, 2, 3]}[reaches]
    assert sorted(moves(foreseen)) == expected
    assert all("house" in asked for _, _, asked in moves(foreseen).values())
    adopt(here, reaches)
    work(here.series.production, at=AT + DAY)
    for use in map(fresh, uses):
        was, now, asked = moves(foreseen).get(use.number, (use.outcome, use.outcome, ()))
        assert use.outcome == now
        assert set(asked) <= set(use.waiting)
        assert was in ("notify", "approval")


def test_what_a_reading_would_move(here: Deciding) -> None:
    use = here.approve_all(here.series.submit(OWN))
    waiting = here.series.submit(NOTIFY)
    setting = SwitchSetting(
        production=here.series.production,
        switch="S1",
        value="relaxed",
        from_day=TODAY,
        reaches="undelivered",
        set_at=AT + DAY / 24,
    )
    foreseen = foresee_reading(here.series.production, setting, AT + DAY / 24)
    assert foreseen.reached == 2
    read_as(here, "S1", "relaxed", "undelivered")
    work(here.series.production, at=AT + DAY)
    asked = {each.area for each in fresh(use).reviews.filter(state="waiting")}
    assert set(moves(foreseen).get(use.number, ("", "", ()))[2]) == asked
    assert fresh(waiting).outcome == "notify"


def test_many_are_counted_and_the_first_are_looked_at(here: Deciding, monkeypatch) -> None:
    for _ in range(4):
        here.series.submit(NOTIFY)
    monkeypatch.setattr(foreseeing, "MOST", 3)
    foreseen = foresee_pack(
        here.series.production, statement(here, "undelivered"), HOUSE, AT + DAY / 24
    )
    assert (foreseen.reached, foreseen.looked_at, len(foreseen.moves)) == (4, 3, 3)


def test_what_cannot_be_assessed_is_said(here: Deciding) -> None:
    use = here.series.submit(WARMER)
    twice = facts(here, lambda d: d["evidence"].append(consent()))
    twice["evidence"].append(consent())
    foreseen = foresee_facts(here.series.production, twice, AT)
    assert (foreseen.reached, foreseen.failed, foreseen.moves) == (1, 1, ())
    assert fresh(use).versions_count == 1


@pytest.fixture
def owner(client: Client, here: Deciding, time_machine) -> Client:
    """The browser of a policy owner who has just signed in."""
    time_machine.move_to(AT, tick=True)
    person = here.people["production_legal"]
    appoint(actor=COMMAND_LINE, at=AT, user=person, office="policy_owner")
    people.sign_in(client, person)
    return client


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', page))


def test_the_page_asks_before_a_pack_moves_uses(owner: Client, here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    kept = keep(HOUSE, at=AT)
    ShelvedPack.objects.create(production=here.series.production, pack=kept, shelved_at=AT)
    address = f"{P}rules/packs/{HOUSE.pack.sha256}/set/"
    given = {"standing": "adopted", "from_day": TODAY.isoformat(), "reaches": "undelivered"}
    asked = owner.post(address, given)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "One use would move." in plain(page).replace("1 use would", "One use would")
    assert "from notify to needs approval" in plain(page)
    assert "U-001" in plain(page)
    assert not PackInForce.objects.filter(urn=HOUSE.pack.urn).exists()
    other = owner.post(address, hidden(page) | {"reaches": "undecided"})
    assert "would move" in plain(other.content.decode())
    assert owner.post(address, hidden(page)).status_code == 302
    assert fresh(use).stale_because == "rules"


def test_the_page_asks_before_a_reading_moves_uses(owner: Client, here: Deciding) -> None:
    use = here.series.submit(OWN)
    address = f"{P}rules/readings/S2/"
    given = {"value": "relaxed", "from_day": TODAY.isoformat(), "reaches": "undelivered"}
    asked = owner.post(address, given)
    assert "Read S2 as relaxed" in plain(asked.content.decode())
    assert not SwitchSetting.objects.exists()
    assert owner.post(address, hidden(asked.content.decode())).status_code == 302
    assert fresh(use).stale_because == "rules"


def test_the_page_asks_before_facts_move_uses(owner: Client, here: Deciding) -> None:
    use = here.series.submit(DE_AGEING)
    address = f"{P}on-file/file/"
    text = to_yaml(facts_document(facts(here, withdrawn)))
    given = {"after": "1", "document": text}
    asked = owner.post(address, given)
    page = asked.content.decode()
    assert "from needs approval to on hold" in plain(page)
    assert FactSheet.objects.count() == 1
    sent = hidden(page)
    changed = to_yaml(
        facts_document(facts(here, lambda d: record(d, "evidence", "marrick-guild").pop("from")))
    )
    assert owner.post(address, sent | {"document": changed}).status_code == 200
    assert FactSheet.objects.count() == 1
    assert owner.post(address, sent | {"document": text}).status_code == 302
    assert FactSheet.objects.count() == 2
    assert fresh(use).stale_because == "facts"


def test_whoever_may_not_see_uses_sees_how_many(owner: Client, here: Deciding) -> None:
    here.series.submit(NOTIFY)
    kept = keep(HOUSE, at=AT)
    ShelvedPack.objects.create(production=here.series.production, pack=kept, shelved_at=AT)
    person = User.objects.get(email=here.people["production_legal"].email)
    role = Membership.objects.get(user=person, ended_at=None).role
    role.actions = ["see_production", "manage_rules"]
    role.save()
    given = {"standing": "adopted", "from_day": TODAY.isoformat(), "reaches": "undelivered"}
    page = owner.post(f"{P}rules/packs/{HOUSE.pack.sha256}/set/", given).content.decode()
    assert "from notify to needs approval" in plain(page)
    assert "U-001" not in plain(page)
