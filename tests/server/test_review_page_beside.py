"""What stands beside the findings on the review page: precedents, stills, papers and the thread."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.clearance.conditions import checked
from clearslate.clearance.models import Decision, Review
from clearslate.clearance.services.standing_in import set_away
from clearslate.clearance.services.talking import ask, remark
from clearslate.productions.models import Membership, Role
from clearslate.uses.models import Attachment, Use
from tests.docs.world import declaration
from tests.server import people
from tests.server.deciding import APPROVAL, AT, DAY, Deciding, deciding
from tests.server.reviewing import (
    address,
    browser,
    decide,
    opened,
    review_of,
    says,
    sent,
)
from tests.server.series import picture, plain

pytestmark = pytest.mark.usefixtures("database")


AGREED = "editorial-visual-adr-agreed.yaml"


NOW = AT + timedelta(minutes=10)


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def here() -> Deciding:
    return deciding()


def still(**changes: Any) -> dict[str, Any]:
    return {
        "chunks": [picture()],
        "name": "plate.png",
        "kind": "still",
        "caption": "Plate, as filmed, 01:22:04:11",
        **changes,
    }


def consent(**changes: Any) -> dict[str, Any]:
    record = {
        "kind": "use_consent",
        "subject": "Rufina Tamsett",
        "acts": ["significant"],
        "aspects": ["face", "voice"],
        "from": "2026-01-01",
        "to": "2028-01-01",
    }
    return {
        "chunks": [PDF],
        "name": "consent.pdf",
        "kind": "evidence",
        "record": record,
        **changes,
    }


def elsewhere(reviewer: User, *, slug: str = "harbour-s1") -> tuple[Deciding, Use]:
    """Another production, in which a reviewer decided a use that is alike."""
    other = deciding(slug, code_name="Harbour")
    membership = Membership.objects.create(
        production=other.series.production,
        user=reviewer,
        role=Role.objects.get(production=other.series.production, key="reviewer"),
        areas=[],
        since=AT,
    )
    assert membership.ended_at is None
    use = other.series.submit(APPROVAL)
    other.decide(
        use,
        "data",
        "conditions",
        by=reviewer,
        conditions=[
            checked("most_shots", "7", pack={}),
            checked("own", "Only as Rufina knows it.", pack={}),
        ],
        note="Agreed with the agent.",
    )
    return other, use


def alike(client: Client, use: Use) -> str:
    return says(client, use).partition("Decided before, most alike")[2].partition("Assessment")[0]


def test_precedents_say_what_was_decided_and_never_why_or_by_whom(here: Deciding) -> None:
    reviewer = here.reviewers["data"]
    elsewhere(reviewer)
    use = here.series.submit(APPROVAL)
    found = alike(browser(reviewer), use)
    assert "Harbour U-001" in found
    assert "go-ahead, 2 conditions" in found
    assert "At most 7 shots." in found
    assert "In own words." in found
    assert "Same rule" in found
    assert "Same technique" in found
    for private in ("Rufina", "agent", "Same as a use decided before", reviewer.name, "mood"):
        assert private not in found, private


def test_precedents_are_of_ones_own_organisation_and_where_one_may_look(here: Deciding) -> None:
    reviewer = here.reviewers["data"]
    other, _ = elsewhere(reviewer)
    use = here.series.submit(APPROVAL)
    # Somebody of another organisation, who sees the uses of both productions.
    stranger = people.person("data@platform.example", name="Data of the platform")
    for place in (here, other):
        Membership.objects.create(
            production=place.series.production,
            user=stranger,
            role=Role.objects.get(production=place.series.production, key="reviewer"),
            areas=["data"],
            since=AT,
        )
    assert "Harbour" not in alike(browser(stranger), use)
    assert "Harbour" in alike(browser(reviewer), use)
    Membership.objects.filter(production=other.series.production, user=reviewer).update(ended_at=AT)
    assert "Harbour" not in alike(browser(reviewer), use)


def test_the_most_alike_come_first_one_of_each_use(here: Deciding) -> None:
    reviewer = here.people["platform_legal"]
    unlike = here.series.submit("art-creature-design.yaml")
    same = here.series.submit(APPROVAL)
    for use in (unlike, same):
        for area in Use.objects.get(id=use.id).waiting:
            here.decide(use, area)
    use = here.series.submit(APPROVAL)
    found = alike(browser(reviewer), use)
    assert found.count(f"U-{same.number:03d}") == 1
    if f"U-{unlike.number:03d}" in found:
        assert found.index(f"U-{same.number:03d}") < found.index(f"U-{unlike.number:03d}")
    assert found == alike(browser(reviewer), use)


def test_a_still_carries_the_name_of_whoever_looks(here: Deciding) -> None:
    use = here.series.submit(APPROVAL, files=[still()])
    row = Attachment.objects.get()
    where = address(use, f"review/still/{row.id}/")
    answer = browser(here.reviewers["data"]).get(where)
    data = b"".join(answer.streaming_content)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, no-store"
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (320, 180)
        assert len(image.convert("RGB").getcolors(100_000) or ()) > 50  # no plain field any more
    other = b"".join(browser(here.reviewers["creative"]).get(where).streaming_content)
    assert data != other
    assert browser(here.people["producer"]).get(where).status_code == 404


def test_a_name_in_any_script_is_drawn_or_spelt(here: Deciding) -> None:
    use = here.series.submit(APPROVAL, files=[still()])
    where = address(use, f"review/still/{Attachment.objects.get().id}/")
    for name in ("Łukasz Żółty", "渡辺 謙", "محمد", "\u202eRana", "x" * 120):
        User.objects.filter(id=here.reviewers["data"].id).update(name=name)
        assert browser(here.reviewers["data"]).get(where).status_code == 200, name


def test_files_of_drafts_and_of_other_uses_are_not_there(here: Deciding) -> None:
    use = here.series.submit(APPROVAL, files=[still()])
    other = here.series.submit(APPROVAL)
    row = Attachment.objects.get()
    client = browser(here.reviewers["data"])
    assert client.get(address(other, f"review/still/{row.id}/")).status_code == 404
    row.versions.clear()
    assert client.get(address(use, f"review/still/{row.id}/")).status_code == 404
    assert client.get(address(use, "review/still/x/")).status_code == 404


def test_a_paper_opens_in_its_place_and_nowhere_else(here: Deciding) -> None:
    use = here.series.submit(AGREED, files=[still(), consent()])
    client = browser(here.reviewers["talent"])
    paper = Attachment.objects.get(kind="evidence")
    answer = client.get(address(use, f"review/paper/{paper.id}/"))
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    picture_row = Attachment.objects.get(kind="still")
    assert client.get(address(use, f"review/paper/{picture_row.id}/")).status_code == 404
    producer = browser(here.people["producer"])
    assert producer.get(address(use, f"review/paper/{paper.id}/")).status_code == 404


def test_questions_answers_and_remarks_stand_in_order(here: Deciding, time_machine: Any) -> None:
    use = here.series.submit(APPROVAL)
    reviewer = browser(here.reviewers["data"])
    answer = decide(
        reviewer, use, "ask", to=here.series.coordinator.id, question="Who painted the plate?"
    )
    assert answer.status_code == 302
    assert review_of(use, "data").state == "paused"
    time_machine.move_to(NOW + timedelta(hours=1))
    declarant = browser(here.series.coordinator)
    page = plain(declarant.get(address(use, "")).content.decode())
    assert "data reviewer asks Ines Okoro" in page
    assert "Your answer" in page
    query = review_of(use, "data").queries.get()
    declarant.post(f"/p/saltbox-s2/questions/{query.id}/", {"text": "We did."})
    time_machine.move_to(NOW + timedelta(hours=2))
    producer = browser(here.people["producer"])
    answer = producer.post(address(use, "remark/"), {"text": "Please hurry.", "from": "use"})
    assert answer.headers["Location"] == f"{address(use, '')}#thread"
    thread = says(reviewer, use).partition("What was said")[2]
    places = [thread.index(each) for each in ("Who painted", "We did.", "Please hurry.")]
    assert places == sorted(places)
    assert review_of(use, "data").why == "answered"


def test_a_question_is_taken_back_by_whoever_asked(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    reviewer = browser(here.reviewers["data"])
    decide(reviewer, use, "ask", to=here.series.coordinator.id, question="Who?")
    query = review_of(use, "data").queries.get()
    where = address(use, f"take-back/{query.id}/")
    assert browser(here.people["producer"]).post(where).status_code == 409
    assert reviewer.get(where).status_code == 405
    assert reviewer.post(where, {"from": "review"}).headers["Location"] == (
        f"{address(use)}#thread"
    )
    assert review_of(use, "data").state == "waiting"
    assert reviewer.post(where).status_code == 409
    assert reviewer.post(address(use, "take-back/x/")).status_code == 404
    other = here.series.submit(APPROVAL)
    assert reviewer.post(address(other, f"take-back/{query.id}/")).status_code == 404


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_a_remark_needs_words(here: Deciding, text: str) -> None:
    use = here.series.submit(APPROVAL)
    answer = browser(here.people["producer"]).post(address(use, "remark/"), {"text": text})
    assert answer.status_code == 422
    assert 'href="#id_text"' in answer.content.decode()


def test_in_an_archived_production_nothing_is_added(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    production = here.series.production
    production.archived_at = NOW
    production.save()
    client = browser(here.people["producer"])
    assert client.post(address(use, "remark/"), {"text": "Late."}).status_code == 404
    assert "Add the remark" not in client.get(address(use, "")).content.decode()
    assert browser(here.reviewers["data"]).get(address(use)).status_code == 404


def test_hostile_words_stay_words(here: Deciding) -> None:
    bad = '<script>alert(1)</script>"\u202eevil'
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "title": bad[:60], "purpose": bad}
    use = here.series.submit(APPROVAL, files=[still(caption=bad)], **document)
    remark(actor=party_of(here.people["producer"]), at=NOW, use=use, text=bad)
    User.objects.filter(id=here.series.coordinator.id).update(name=bad)
    here.decide(use, "creative", note=bad)
    ask(
        actor=party_of(here.reviewers["final_output"]),
        at=NOW,
        review_id=review_of(use, "final_output").id,
        read=here.read(review_of(use, "final_output")),
        to=here.series.coordinator,
        text=bad,
    )
    client = browser(here.reviewers["data"])
    for where in (address(use), address(use, "")):
        page = client.get(where).content.decode()
        assert "<script>alert" not in page
        assert "\u202e" not in page
    data = sent(opened(client, use), "conditions", kind_0="own", value_0=bad, note=bad)
    answer = client.post(address(use), {**data, "reasons_conditions": ["nothing"]})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


def test_who_stands_in_decides_under_both_names(here: Deciding) -> None:
    """Also somebody who decides nothing otherwise."""
    use = here.series.submit(APPROVAL)
    producer = here.people["producer"]
    set_away(
        actor=party_of(here.reviewers["data"]),
        at=NOW,
        production=here.series.production,
        delegate=producer,
        from_day=NOW.date(),
        to_day=NOW.date() + 7 * DAY,
    )
    client = browser(producer)
    page = says(client, use)
    assert "You decide, for data reviewer" in page
    assert "Recorded as Producer, for data reviewer" in page
    assert decide(client, use, "approved").status_code == 302
    made = Decision.objects.get()
    assert (made.by, made.on_behalf_of) == (producer, here.reviewers["data"])
    assert "Producer, for data reviewer" in says(client, use)


def queries_of(client: Client, use: Use) -> int:
    opened(client, use)  # what is kept between requests is there
    with CaptureQueriesContext(connection) as found:
        opened(client, use)
    return len(found)


def test_the_number_of_queries_does_not_grow(here: Deciding) -> None:
    client = browser(here.people["platform_legal"])
    use = here.series.submit(APPROVAL, files=[still()])
    few = here.series.submit("art-creature-design.yaml", files=[still()])
    for area in Use.objects.get(id=few.id).waiting:
        here.decide(few, area)
    here.series.submit(version_of=use, at=NOW, **declaration(APPROVAL))
    for reviewer in ("data", "creative"):
        review = review_of(use, reviewer)
        ask(
            actor=party_of(here.reviewers[reviewer]),
            at=NOW,
            review_id=review.id,
            read=here.read(review),
            to=here.series.coordinator,
            text="Who?",
        )
    opened(client, use)
    here.series.submit(version_of=use, at=NOW, **declaration(APPROVAL))
    before = queries_of(client, use)
    for number in range(5):
        more = here.series.submit(APPROVAL, files=[still()] * 3)
        here.decide(more, "data")
        remark(actor=party_of(here.people["producer"]), at=NOW, use=use, text=f"Remark {number}")
        document = declaration(APPROVAL)
        document["use"] = {**document["use"], "purpose": f"Purpose {number}."}
        here.series.submit(version_of=use, at=NOW, **document)
    assert Review.objects.filter(use=use).count() == 3
    assert queries_of(client, use) == before
    assert before < 60
