"""Is the show clear: what is counted, for whom, and that nothing is counted per person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from clearslate.accounts.parties import party_of
from clearslate.clearance.services.talking import answer, ask
from clearslate.reports.clear import report_of
from clearslate.uses.models import Use
from tests.server import people
from tests.server.deciding import APPROVAL, AT, DAY, HOLD, NOTIFY, Deciding, deciding
from tests.server.series import SLUG

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def here() -> Deciding:
    return deciding()


def test_uses_are_counted_by_how_they_read(here: Deciding) -> None:
    noticed, review, hold = (here.series.submit(name) for name in (NOTIFY, APPROVAL, HOLD))
    producer = party_of(here.people["producer"])
    found = report_of(producer, here.series.production, AT)
    assert found.total.counts == {"clear": 1, "open": 1, "held": 1}
    assert sum(each.total for each in found.departments) == 3
    here.decide(review, review.areas[0], "declined")
    Use.objects.filter(id=noticed.id).update(stale_since=AT)
    found = report_of(producer, here.series.production, AT)
    assert found.total.counts == {"clear": 0, "open": 1, "held": 1}
    Use.objects.filter(id=noticed.id).update(stale_since=None, valid_until=AT.date() + DAY)
    assert report_of(producer, here.series.production, AT).total.counts["clear"] == 1
    assert report_of(producer, here.series.production, AT + DAY).total.counts["clear"] == 0
    assert hold.state == "on_hold"


def test_how_long_things_wait_and_took(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    first, second = use.areas[:2]
    producer = party_of(here.people["producer"])
    later = AT + 7 * DAY
    found = report_of(producer, here.series.production, later)
    assert {each.title: (each.total, each.oldest) for each in found.ageing}["Decisions"] == (
        len(use.areas),
        5,
    )
    review = here.review(use, second)
    query = ask(
        actor=party_of(here.reviewers[second]),
        at=AT,
        review_id=review.id,
        read=here.read(review),
        to=here.series.coordinator,
        text="Which plate?",
    )
    answer(actor=party_of(here.series.coordinator), at=later, query_id=query.id, text="B.")
    here.decide(use, first, at=later)
    here.decide(use, second, at=later)
    pace = {
        each.title: each.median for each in report_of(producer, here.series.production, later).pace
    }
    assert pace == {first: 5.0, second: 0.0}


def test_producers_and_auditors_read_it_and_others_do_not(here: Deciding) -> None:
    here.series.submit(APPROVAL)
    address = reverse("reports", args=[SLUG])
    for role, status in (("producer", 200), ("auditor", 200), ("director", 404)):
        client = Client()
        people.sign_in(client, here.people[role])
        answered = client.get(address)
        assert answered.status_code == status
    page = client.get(address).content.decode()
    client = Client()
    people.sign_in(client, here.people["auditor"])
    page = client.get(address).content.decode()
    main = page[page.index("<main") :]
    assert "Not yet: 1 of 1 use wait" in page
    assert not any(
        str(each) in main for each in [*here.reviewers.values(), here.series.coordinator]
    )
