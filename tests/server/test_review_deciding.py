"""Deciding on the review page: each verdict, several areas at once, and all ways to be too late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from clearslate.accounts.parties import party_of
from clearslate.clearance.models import Decision, Query
from clearslate.flows.standing import call_up
from clearslate.kit.models import OutboxMessage
from clearslate.uses.models import Use
from tests.server import people
from tests.server.deciding import APPROVAL, AT, DAY, NOTIFY, Deciding, deciding
from tests.server.reviewing import (
    address,
    browser,
    carried,
    decide,
    opened,
    review_of,
    says,
    sent,
)
from tests.server.series import plain

pytestmark = pytest.mark.usefixtures("database")


NOW = AT + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def here() -> Deciding:
    return deciding()


@pytest.fixture
def use(here: Deciding) -> Use:
    """In review, with the areas data, creative and final output."""
    return here.series.submit(APPROVAL)


@pytest.fixture
def data(here: Deciding, use: Use) -> Client:
    """The browser of the reviewer of data."""
    return browser(here.reviewers["data"])


def fresh(use: Use) -> Use:
    return Use.objects.get(id=use.id)


def test_a_go_ahead_binds_to_what_was_read(data: Client, use: Use, here: Deciding) -> None:
    answer = decide(data, use, "approved", note="Terms read.", ends="2027-03-31")
    assert answer.status_code == 302
    made = Decision.objects.get()
    version = use.versions.get()
    assert (made.verdict, made.by, made.note) == ("approved", here.reviewers["data"], "Terms read.")
    assert (made.case_sha256, made.assessment_sha256) == (
        version.case_sha256,
        version.assessment_id,
    )
    assert (made.reasons, made.valid_until) == (["harmless_here"], date(2027, 3, 31))
    assert fresh(use).waiting == ["creative", "final_output"]
    page = says(data, use)
    assert "1 of 3 areas decided" in page
    assert "go-ahead Tue 24 Nov" in page
    assert "None of your areas has to decide now." in page


def test_conditions_are_kept_as_data(data: Client, use: Use) -> None:
    answer = decide(
        data,
        use,
        "conditions",
        kind_0="most_shots",
        value_0="7",
        kind_1="no_promotion",
        value_1="",
        kind_2="own",
        value_2="Shown to the actor first.",
        carries=["disclosure"],
    )
    assert answer.status_code == 302, plain(answer.content.decode())
    made = Decision.objects.get()
    assert [(each["kind"], each["value"]) for each in made.conditions] == [
        ("most_shots", 7),
        ("no_promotion", None),
        ("own", "Shown to the actor first."),
        ("pack", "disclosure"),
    ]
    page = says(data, use)
    for words in ("At most 7 shots.", "Not used in promotion.", "Shown to the actor first."):
        assert words in page
    assert "held to when the finished cut is checked" in page


def test_declining_says_so_and_tells_who_declared(data: Client, use: Use, here: Deciding) -> None:
    assert decide(data, use, "declined", note="Not needed.").status_code == 302
    assert fresh(use).state == "declined"
    told = OutboxMessage.objects.get(kind="decided")
    assert told.recipient == here.series.coordinator.email
    assert "It was declined." in says(data, use)


def test_a_question_stops_the_clock(data: Client, use: Use, here: Deciding) -> None:
    producer = here.people["producer"]
    answer = decide(data, use, "ask", to=producer.id, question="May it be shorter?")
    assert answer.status_code == 302
    query = Query.objects.get()
    assert (query.to, query.text) == (producer, "May it be shorter?")
    page = says(data, use)
    assert "waits for an answer" in page
    assert "asked: Producer" in page
    # Deciding all the same takes the question back, and nobody answers it any more.
    assert decide(data, use, "approved").status_code == 302
    query.refresh_from_db()
    assert query.taken_back_at is not None
    answer = browser(producer).post(f"/p/saltbox-s2/questions/{query.id}/", {"text": "Yes."})
    assert answer.status_code == 409
    assert review_of(use, "data").state == "decided"


def test_a_called_up_notice_is_decided(here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    contact = here.series.production.members.get(role__key="platform_contact").user
    call_up(actor=party_of(contact), at=NOW, use=use, revision=use.revision, reason="A look.")
    client = browser(contact)
    page = says(client, use)
    assert "Your decision for Called-up notice" in page
    assert "By rule nobody had to decide." in page
    assert decide(client, use, "approved").status_code == 302
    assert fresh(use).state == "go_ahead"


def test_the_next_one_follows_with_a_line_that_leads_back(
    data: Client, use: Use, here: Deciding
) -> None:
    later = here.series.submit(APPROVAL, at=AT + DAY)
    answer = decide(data, use, "approved")
    assert answer.headers["Location"] == address(later)
    page = data.get(answer.headers["Location"]).content.decode()
    assert f'<a href="{address(use)}">U-001: go-ahead for Data.</a>' in page
    answer = decide(data, later, "declined")
    assert answer.headers["Location"] == "/p/saltbox-s2/inbox/"
    page = data.get(answer.headers["Location"]).content.decode()
    assert "U-002: declined for Data." in page


@pytest.mark.parametrize(
    ("verdict", "changes", "words", "place"),
    [
        ("", {}, "Choose one of the four.", "#id_verdict_0"),
        ("fly", {}, "Select a valid choice", "#id_verdict_0"),
        ("approved", {"reasons_approved": []}, "Choose a reason", "#id_reasons_approved_0"),
        ("approved", {"reasons_approved": ["x"]}, "from the list", "#id_reasons_approved_0"),
        ("approved", {"reasons_approved": ["misleads"]}, "from the list", "#id_reasons_appr"),
        ("approved", {"note": "x" * 401}, "400", "#id_note"),
        ("approved", {"note": "a\0b"}, "Null characters", "#id_note"),
        ("approved", {"ends": "soon"}, "Enter a valid date", "#id_ends"),
        ("approved", {"ends": "2026-11-24"}, "lies in the past", ""),
        ("conditions", {}, "Add a condition", "#id_kind_0"),
        ("conditions", {"kind_1": "most_shots", "value_1": "many"}, "whole number", "#id_value_1"),
        ("conditions", {"kind_0": "territory", "value_0": "Bavaria"}, "two letters", "#id_value_0"),
        ("conditions", {"kind_0": "fly", "value_0": "1"}, "Select a valid choice", "#id_kind_0"),
        ("conditions", {"kind_0": "pack", "value_0": "x"}, "Select a valid choice", "#id_kind_0"),
        ("conditions", {"kind_0": "", "value_0": "7"}, "Choose a kind", "#id_kind_0"),
        ("conditions", {"carries": ["x"]}, "Select a valid choice", "#id_carries_0"),
        ("ask", {"question": ""}, "Write the question.", "#id_question"),
        ("ask", {"question": "x" * 1001, "to": ""}, "Choose whom to ask.", "#id_to"),
        ("declined", {"reasons_declined": []}, "Choose a reason", "#id_reasons_declined_0"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    data: Client, use: Use, verdict: str, changes: dict[str, Any], words: str, place: str
) -> None:
    answer = decide(data, use, verdict, **changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in plain(page)
    assert 'role="alert"' in page
    assert f'href="{place}' in page
    assert not Decision.objects.exists()
    assert not Query.objects.exists()


def test_what_was_written_elsewhere_stops_nobody(data: Client, use: Use) -> None:
    """Only what belongs to the verdict counts; nobody sees the other fields then."""
    answer = decide(
        data,
        use,
        "declined",
        kind_0="most_shots",
        value_0="many",
        ends="soon",
        to="x",
        reasons_approved=["x"],
        carries=["x"],
        question="x" * 2000,
    )
    assert answer.status_code == 302
    assert Decision.objects.get().conditions == []


def test_lines_for_conditions_come_and_go_without_a_script(data: Client, use: Use) -> None:
    data_sent = sent(opened(data, use), "conditions", kind_0="most_shots", value_0="7")
    data_sent |= {"kind_1": "own", "value_1": "Second.", "note": "Kept."}
    del data_sent["decide"]
    page = data.post(address(use), {**data_sent, "more": "1"}).content.decode()
    assert page.count("data-line>") == 5
    assert "Second." in page
    assert "Kept." in page
    assert "needs another look" not in page
    page = data.post(address(use), {**data_sent, "rows": "5", "remove": "0"}).content.decode()
    assert page.count("data-line>") == 4
    assert 'name="value_0" value="Second."' in page
    for odd in ({"remove": "99"}, {"remove": "x"}, {"rows": "-1", "more": "1"}, {"rows": "9999"}):
        answer = data.post(address(use), {**data_sent, "again": "1", **odd})
        assert answer.status_code == 200
        assert answer.content.decode().count("data-line>") <= 20
    assert not Decision.objects.exists()


def test_nobody_asks_themselves_or_somebody_who_sees_no_uses(
    data: Client, use: Use, here: Deciding
) -> None:
    stranger = people.person("stranger@example.org")
    for whom in (here.reviewers["data"], stranger):
        answer = decide(data, use, "ask", to=whom.id, question="Who?")
        assert answer.status_code == 422
    assert not Query.objects.exists()


def test_a_decision_asks_who_it_is_unless_that_was_shown_lately(
    data: Client, use: Use, time_machine: Any
) -> None:
    filled = sent(opened(data, use), "approved")
    time_machine.move_to(NOW + timedelta(minutes=20))
    answer = data.post(address(use), filled)
    assert "/account/reauthenticate/" in answer.headers["Location"]
    assert not Decision.objects.exists()
    answer = data.post(answer.headers["Location"], {"password": people.PASSWORD}, follow=True)
    assert Decision.objects.get().verdict == "approved"
    # What is not whole is said before anybody has to show who they are.
    time_machine.move_to(NOW + timedelta(hours=2))
    assert data.post(address(use), {**filled, "reasons_approved": []}).status_code in (409, 422)


def test_areas_of_one_person_are_decided_alike_or_apart(here: Deciding, use: Use) -> None:
    client = browser(here.people["platform_legal"])
    page = opened(client, use)
    assert "You decide for" in plain(page)
    # Somebody else looks after each of them, so none is ticked beforehand.
    assert "area" not in carried(page)
    assert decide(client, use, "approved").status_code == 422
    two = [review_of(use, "data").id, review_of(use, "creative").id]
    answer = decide(client, use, "conditions", area=two, kind_0="no_promotion", value_0="")
    assert answer.status_code == 302, plain(answer.content.decode())
    assert Decision.objects.count() == 2
    assert fresh(use).waiting == ["final_output"]
    assert answer.headers["Location"] == address(use)
    assert OutboxMessage.objects.filter(kind="decided").count() == 0
    answer = decide(client, use, "approved")
    assert fresh(use).waiting == []
    assert OutboxMessage.objects.filter(kind="decided").count() == 1


def test_what_is_ones_own_is_ticked(here: Deciding, use: Use) -> None:
    both = here.series.member("reviewer", "two@x.example", name="Two", areas=("data", "creative"))
    client = browser(both)
    ticked = set(carried(opened(client, use))["area"])
    assert ticked == {review_of(use, "data").id, review_of(use, "creative").id}
    assert decide(client, use, "declined").status_code == 302
    assert {each.verdict for each in Decision.objects.all()} == {"declined"}
    assert Decision.objects.count() == 2


def test_each_area_takes_the_reasons_that_are_offered_for_it(here: Deciding, use: Use) -> None:
    client = browser(here.people["platform_legal"])
    two = [review_of(use, "data").id, review_of(use, "creative").id]
    given = ["terms_acceptable", "director_agrees"]
    assert "(Data" in plain(opened(client, use))
    answer = decide(client, use, "approved", area=two, reasons_approved=given)
    assert answer.status_code == 302
    assert here.review(use, "data").decisions.get().reasons == ["terms_acceptable"]
    assert here.review(use, "creative").decisions.get().reasons == ["director_agrees"]


def test_all_of_several_areas_are_decided_or_none(here: Deciding, use: Use) -> None:
    client = browser(here.people["platform_legal"])
    two = [review_of(use, "data").id, review_of(use, "creative").id]
    answer = decide(client, use, "approved", area=two, reasons_approved=["terms_acceptable"])
    assert answer.status_code == 422
    assert "Choose a reason that is offered for Creative." in plain(answer.content.decode())
    assert not Decision.objects.exists()
    filled = sent(opened(client, use), "approved", area=two)
    here.decide(use, "creative")
    assert client.post(address(use), filled).status_code == 409
    assert Decision.objects.count() == 1


def test_a_question_is_asked_in_one_area(here: Deciding, use: Use) -> None:
    client = browser(here.people["platform_legal"])
    answer = decide(
        client,
        use,
        "ask",
        about=review_of(use, "creative").id,
        to=here.series.coordinator.id,
        question="Who drew it?",
    )
    assert answer.status_code == 302
    assert Query.objects.get().review.area == "creative"
    assert review_of(use, "data").state == "waiting"
