"""The review page: everything the decision needs on one page, and nothing decided by opening it."""

from __future__ import annotations

import io
import re
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
from clearslate.clearance.models import Decision, Look, Review
from clearslate.clearance.reassessing import assess_next
from clearslate.clearance.services.standing_in import set_away
from clearslate.clearance.services.talking import ask, remark
from clearslate.flows.submitting import submit
from clearslate.ledger.models import Entry
from clearslate.productions.models import Membership, Role
from clearslate.uses import drafts
from clearslate.uses.changes import Change
from clearslate.uses.models import Attachment, Use
from clearslate.uses.starting import start_version
from tests.docs.world import declaration
from tests.server import people
from tests.server.deciding import APPROVAL, AT, DAY, HOLD, Deciding, deciding
from tests.server.reviewing import (
    address,
    browser,
    decide,
    evidence_changed,
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


def test_everything_stands_on_one_page(here: Deciding) -> None:
    use = here.series.submit(AGREED, files=[still(), consent()])
    page = opened(browser(here.reviewers["talent"]), use)
    words = plain(page)
    assert page.index("data-stills") < page.index('id="findings"') < page.index('id="decide"')
    assert "01:22:04:11" in words
    version = use.versions.get()
    short = f"{version.case_sha256[:4]} {version.case_sha256[4:8]}"
    assert f"Case {short} , version 1. You decide exactly this." in words
    for said in (
        "Your decision for Talent",
        "0 of 4 areas decided",
        "You decide",
        "waits for you",
        "The performance of Rufina Tamsett is changed",
        "T2",
        "“A recorded performance is changed in what it says, does or feels”",
        "Ines Okoro, Tue 24 Nov",
        "What the go-ahead must carry",
        "Legal review",
        "What is due, and by when",
        "Watermarked for you",
        "What was said",
        "Beside the go-ahead",
        "Made by rule, not by a lawyer.",
    ):
        assert said in words, said
    # The area to decide comes first, and the paper opens in its place.
    assert page.index('id="area-talent"') < page.index('id="area-data"')
    assert re.search(r"<iframe[^>]+review/paper/", page)
    assert (
        "frame-src 'self'"
        in browser(here.reviewers["talent"]).get(address(use)).headers["Content-Security-Policy"]
    )


def test_only_whoever_decides_sees_it(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    for who, status in (
        (here.reviewers["talent"], 200),
        (here.people["platform_legal"], 200),
        (here.people["producer"], 404),
        (here.people["auditor"], 404),
        (here.series.coordinator, 404),
        (people.person("stranger@example.org"), 404),
    ):
        assert browser(who).get(address(use)).status_code == status, who
    assert Client().get(address(use)).status_code == 302
    assert browser(here.reviewers["data"]).get(address(use)[:-9] + "99/review/").status_code == 404


def test_the_page_of_the_use_leads_to_it(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    reviewer, producer = browser(here.reviewers["data"]), browser(here.people["producer"])
    link = f'href="{address(use)}"'
    assert link in reviewer.get(address(use, "")).content.decode()
    assert link not in producer.get(address(use, "")).content.decode()
    bar = reviewer.get("/p/saltbox-s2/uses/").content.decode()
    assert "Next to decide" in bar
    assert "Next to decide" not in producer.get("/p/saltbox-s2/uses/").content.decode()
    answer = reviewer.get("/p/saltbox-s2/inbox/next/")
    assert answer.headers["Location"] == address(use)


def test_opening_it_decides_nothing(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    client = browser(here.reviewers["data"])
    data = sent(opened(client, use), "approved")
    before = Entry.objects.count()
    assert client.get(address(use), data).status_code == 200
    assert client.head(address(use)).status_code == 200
    assert not Decision.objects.exists()
    assert Entry.objects.count() == before
    assert client.put(address(use)).status_code == 405


def test_a_hold_says_what_is_missing_and_who_would_have_it(here: Deciding) -> None:
    use = here.series.submit(HOLD)
    page = says(browser(here.people["platform_legal"]), use)
    assert "It is on hold: evidence missing." in page
    assert "What is missing" in page
    assert "Who would have it" in page
    assert "Lift a part of it" in page
    assert "Lift a part of it" not in says(browser(here.reviewers["talent"]), use)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("withdrawn", "It was withdrawn."),
        ("declined", "It was declined."),
        ("go_ahead", "Every area that was asked gave the go-ahead."),
        ("cleared", "It is cleared."),
        ("noticed", "It is noticed."),
    ],
)
def test_it_says_why_there_is_nothing_to_decide(here: Deciding, state: str, words: str) -> None:
    use = here.series.submit(APPROVAL)
    Use.objects.filter(id=use.id).update(state=state)
    page = opened(browser(here.reviewers["data"]), use)
    assert words in plain(page)
    assert "data-decide" not in page


def test_who_declared_it_is_told_that_somebody_else_decides(here: Deciding) -> None:
    mine = here.reviewers["data"]
    Membership.objects.create(
        production=here.series.production,
        user=mine,
        role=Role.objects.get(production=here.series.production, key="coordinator"),
        since=AT,
    )
    use = here.series.submit(APPROVAL, by=mine)
    assert "So somebody else decides." in says(browser(mine), use)


def test_each_answer_names_whoever_gave_it(here: Deciding) -> None:
    """Also in a version that somebody else submitted, or that was only assessed anew."""
    lead = here.people["department_lead"]
    use = here.series.submit(APPROVAL)
    draft = start_version(author=lead, use=use, at=NOW)
    drafts.keep(
        draft_id=draft.id,
        author=lead,
        at=NOW,
        base=draft.revision,
        page="one",
        changes=[Change("answer", "outputs[0].position", "foreground")],
    )
    draft.refresh_from_db()
    draft.authors.add(here.series.coordinator)
    submit(
        actor=party_of(here.series.coordinator),
        at=NOW,
        draft_id=draft.id,
        revision=draft.revision,
    )
    version = use.versions.get(number=2)
    assert version.answered["outputs[0].position"][0] == lead.id
    evidence_changed(here, use)
    assert assess_next(here.series.production.id, "", at=NOW)
    third = use.versions.get(number=3)
    assert (third.cause, third.answered) == ("facts", version.answered)
    page = says(browser(here.reviewers["final_output"]), use)
    assert "Department Lead, Tue 24 Nov" in page
    assert "Ines Okoro, Tue 24 Nov" in page


def test_what_changed_since_the_last_look(here: Deciding, time_machine: Any) -> None:
    use = here.series.submit(APPROVAL)
    client, other = browser(here.reviewers["data"]), browser(here.reviewers["creative"])
    assert "Changed since you looked" not in says(client, use)
    assert (Look.objects.get().version, Look.objects.get().before) == (1, None)
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "purpose": "Something else."}
    here.series.submit(version_of=use, at=NOW + DAY, **document)
    time_machine.move_to(NOW + 2 * DAY)
    for _ in range(2):  # coming back to it does not hide what changed
        page = says(client, use)
        assert "Changed since you looked, Tue 24 Nov version 1 to version 2" in page
        assert "Something else." in page.partition("Changed since")[2]
    look = Look.objects.get(user=here.reviewers["data"])
    assert (look.version, look.before) == (2, 1)
    assert "You look at it for the first time." in says(other, use)
    client.head(address(use))
    assert Look.objects.count() == 2


def test_a_look_is_no_act(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    client = browser(here.reviewers["data"])
    before = Entry.objects.count()
    opened(client, use)
    assert Look.objects.get().user == here.reviewers["data"]
    assert Entry.objects.count() == before


# Decided before ---------------------------------------------------------------------------------


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


# Pictures and papers ----------------------------------------------------------------------------


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


# Talking ----------------------------------------------------------------------------------------


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


# Standing in ------------------------------------------------------------------------------------


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


# What it takes ----------------------------------------------------------------------------------


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
