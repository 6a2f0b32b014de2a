"""The inbox through its pages: what is there and why, several at once, and answering."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from clearslate.accounts.parties import party_of
from clearslate.clearance.inbox import Asked, inbox_of
from clearslate.clearance.models import Decision, Look, Query, Review
from clearslate.clearance.services.talking import ask
from clearslate.uses.models import Use
from tests.docs.world import declaration
from tests.server import people
from tests.server.deciding import APPROVAL, AT, DAY, NOTIFY, Deciding, deciding
from tests.server.series import SLUG

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def here() -> Deciding:
    return deciding()


def signed_in(client: Client, user: object) -> Client:
    people.sign_in(client, user)
    return client


def page(client: Client, query: str = "") -> str:
    response = client.get(f"{reverse('inbox', args=[SLUG])}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_each_reviewer_has_what_is_in_their_area(here: Deciding, client: Client) -> None:
    use = here.series.submit(APPROVAL)
    area = use.areas[0]
    other = next(each for each in here.reviewers if each not in use.areas)
    mine = page(signed_in(client, here.reviewers[area]))
    assert escape(use.title) in mine
    assert "New." in mine
    theirs = page(signed_in(Client(), here.reviewers[other]))
    assert escape(use.title) not in theirs
    assert "Nothing waits for you here" in theirs
    here.decide(use, area)
    assert escape(use.title) not in page(client)


def test_the_reason_is_told_and_can_be_asked_for(here: Deciding, client: Client) -> None:
    use = here.series.submit(APPROVAL)
    area = use.areas[0]
    reviewer = here.reviewers[area]
    signed_in(client, reviewer)
    Look.objects.create(use=use, user=reviewer, version=1, at=AT)
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "purpose": "In other words."}
    here.series.submit(version_of=use, **document)
    assert "Changed since you looked at version 1" in page(client)
    assert escape(use.title) in page(client, "?why=changed_since")
    assert escape(use.title) not in page(client, "?why=new")
    review = here.review(use, area)
    query = ask(
        actor=party_of(reviewer),
        at=AT,
        review_id=review.id,
        read=here.read(review),
        to=here.series.coordinator,
        text="Who painted it?",
    )
    assert "Waits for an answer" in page(client)
    assert escape(use.title) not in page(client, "?waiting=decision")
    asked = Client()
    signed_in(asked, here.series.coordinator)
    assert "Who painted it?" in page(asked)
    address = reverse("answer_query", args=[SLUG, query.id])
    assert client.get(address).status_code == 404
    assert asked.post(address, {"text": " "}).status_code == 422
    assert asked.post(address, {"text": "We did."}).status_code == 302
    assert asked.post(address, {"text": "Again."}).status_code == 409
    assert "Your question was answered" in page(client)
    assert Query.objects.get().answer == "We did."


def test_ones_own_never_waits_for_oneself(here: Deciding) -> None:
    contact = here.series.production.members.get(role__key="platform_contact").user
    use = here.series.submit(APPROVAL)
    Use.objects.filter(id=use.id).update(declared_by=contact)
    found = inbox_of(party_of(contact), here.series.production, AT, Asked())
    assert found.items == ()


def test_what_is_past_its_date_comes_first(here: Deciding) -> None:
    late, later = (here.series.submit(APPROVAL) for _ in range(2))
    area = late.areas[0]
    Review.objects.filter(use=later).update(due_on=AT.date() - 3 * DAY)
    found = inbox_of(party_of(here.reviewers[area]), here.series.production, AT, Asked())
    assert [item.use for item in found.items] == [later, late]
    assert found.counts["late"] == 1
    asked = Asked(due="late")
    found = inbox_of(party_of(here.reviewers[area]), here.series.production, AT, asked)
    assert [item.use for item in found.items] == [later]


def test_only_craft_and_background_are_decided_together(here: Deciding, client: Client) -> None:
    signed_in(client, here.reviewers["final_output"])
    document = declaration(APPROVAL)
    document |= {"references": [], "people": [], "models": []}
    document["outputs"] = [
        {**each, "position": "background", "story_role": "none"} for each in document["outputs"]
    ]
    background = here.series.submit(APPROVAL, **document)
    talent = here.series.submit("vfx-de-ageing-lead.yaml")
    address = reverse("decide_together", args=[SLUG])
    shown = client.post(address, {"n": [background.number, talent.number]}).content.decode()
    assert "talent" in talent.areas
    assert f'name="n" value="{talent.number}"' not in shown
    tokens = [part.split('"')[0] for part in shown.split('name="read" value="')[1:]]
    assert tokens
    reason = shown.split('<option value="')[2].split('"')[0]
    given = {"n": [background.number], "confirmed": "1", "reason": reason, "read": tokens}
    assert client.post(address, given | {"reason": ""}).status_code == 422
    done = client.post(address, given)
    assert "The go-ahead was given" in done.content.decode()
    assert Decision.objects.get().review.area == "final_output"
    again = client.post(address, given)
    assert again.status_code == 422
    assert Decision.objects.count() == 1


def test_it_takes_as_many_queries_for_many_as_for_few(here: Deciding) -> None:
    area = here.series.submit(APPROVAL).areas[0]
    counts = []
    for more in (1, 6):
        for _ in range(more):
            here.series.submit(APPROVAL)
        with CaptureQueriesContext(connection) as found:
            inbox_of(party_of(here.reviewers[area]), here.series.production, AT, Asked())
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_notices_are_not_in_it(here: Deciding) -> None:
    here.series.submit(NOTIFY)
    contact = here.series.production.members.get(role__key="platform_contact").user
    assert inbox_of(party_of(contact), here.series.production, AT, Asked()).counts["all"] == 0
