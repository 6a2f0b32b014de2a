"""Results, lines and exceptions through their pages, for each who may and may not."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clearslate.clearance.acts import final_outputs
from clearslate.clearance.conditions import Agreed
from clearslate.clearance.models import LegalException, Line, Result
from clearslate.clearance.reasons import reasons_for
from clearslate.clearance.sending import shot_of
from clearslate.uses.models import Use
from tests.server import people
from tests.server.deciding import APPROVAL, AT, DAY, HOLD, Deciding, deciding
from tests.server.series import SLUG, picture

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def here() -> Deciding:
    return deciding()


def client_of(user: object) -> Client:
    client = Client()
    people.sign_in(client, user)
    return client


def fresh(use: Use) -> Use:
    return Use.objects.get(id=use.id)


def address(name: str, use: Use, *args: object) -> str:
    return reverse(name, args=[SLUG, use.number, *args])


def with_go_ahead(here: Deciding) -> Use:
    """A use whose decisions ask for a look at the result."""
    use = here.series.submit(APPROVAL)
    for area in use.areas:
        here.decide(use, area, "conditions", conditions=[Agreed("human_recreation")])
    return fresh(use)


def test_results_are_sent_and_looked_at(here: Deciding) -> None:
    use = with_go_ahead(here)
    output = final_outputs(use)[0]
    maker = client_of(here.series.coordinator)
    page = maker.get(address("use_results", use)).content.decode()
    assert "Send to be looked at" in page
    still = SimpleUploadedFile("103_0410_comp_v012.png", picture(), "image/png")
    sums = f"{hashlib.sha256(b'a clip').hexdigest()}  103_0420_comp_v003.mov\n"
    sent = maker.post(
        address("results_send", use), {"output": output, "stills": [still], "sums": sums}
    )
    assert sent.status_code == 302, sent.content.decode()
    rows = list(Result.objects.order_by("shot"))
    assert [(row.shot, row.shot_version) for row in rows] == [
        ("103_0410", "v012"),
        ("103_0420", "v003"),
    ]
    assert rows[0].sha256 == hashlib.sha256(picture()).hexdigest()
    looker = client_of(here.reviewers["final_output"])
    shown = looker.get(address("result_picture", use, rows[0].id))
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert looker.get(address("result_picture", use, rows[1].id)).status_code == 404
    assert (
        "Somebody who neither declared"
        not in looker.get(address("use_results", use)).content.decode()
    )
    look = {
        "result": [f"{row.id}:{row.revision}" for row in rows],
        "resemblance": "none_found",
        "quality": "passed",
        "human_input": "",
        "cleared": "yes",
        "reason": reasons_for(use, "approve")[0].id,
        "note": "",
    }
    refused = looker.post(address("results_look", use), look)
    assert refused.status_code == 422
    assert "people made or shaped" in refused.content.decode()
    look["human_input"] = "The sky was painted anew."
    assert looker.post(address("results_look", use), look).status_code == 302
    assert set(Result.objects.values_list("state", flat=True)) == {"cleared"}
    stale = looker.post(address("results_look", use), look)
    assert stale.status_code == 409
    page = looker.get(address("use_results", use)).content.decode()
    assert "cleared by final_output reviewer" in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose 1 to 60 stills"),
        ({"sums": "nonsense"}, "Line 1 is none of sha256sum"),
        ({"sums": f"{'a' * 64}  ok.mov\n\n{'b' * 63}  short.mov"}, "Line 3 is none"),
        ({"output": "Something else", "sums": f"{'a' * 64}  ok.mov"}, "Something else"),
        ({"sums": f"{hashlib.sha256(b'').hexdigest()}  empty.mov"}, "SHA-256 of the clip"),
    ],
)
def test_what_cannot_be_sent_is_said(here: Deciding, given: dict[str, str], said: str) -> None:
    use = with_go_ahead(here)
    maker = client_of(here.series.coordinator)
    answer = maker.post(address("results_send", use), {"output": final_outputs(use)[0]} | given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Result.objects.exists()


def test_a_file_that_is_no_still_is_refused(here: Deciding) -> None:
    use = with_go_ahead(here)
    maker = client_of(here.series.coordinator)
    fake = SimpleUploadedFile("frame.png", b"<svg onload=alert(1)>", "image/png")
    answer = maker.post(
        address("results_send", use), {"output": final_outputs(use)[0], "stills": [fake]}
    )
    assert answer.status_code == 422
    assert "no PNG" in answer.content.decode()


def test_nobody_clears_what_they_made(here: Deciding) -> None:
    use = with_go_ahead(here)
    here.send(use, final_outputs(use)[0])
    contact = here.series.production.members.get(role__key="platform_contact").user
    Use.objects.filter(id=use.id).update(declared_by=contact)
    page = client_of(contact).get(address("use_results", use)).content.decode()
    assert "Somebody who neither declared nor sent it" in page
    assert "Keep what I found" not in page


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("103_0410_comp_v012.png", ("103_0410", "v012")),
        ("frame.png", ("frame", "")),
        ("SHOT-20-V3.tif", ("SHOT-20", "v3")),
        ("", ("", "")),
    ],
)
def test_shots_are_read_from_names(name: str, wanted: tuple[str, str]) -> None:
    assert shot_of(name) == wanted


def test_lines_are_shown_and_answered(here: Deciding) -> None:
    use = here.series.submit("art-creature-design.yaml")
    director = Line.objects.get(use=use, kind="director")
    lead = client_of(here.series.coordinator)
    page = lead.get(address("use_lines", use)).content.decode()
    assert "Consultation of the director" in page
    shown = lead.post(
        address("line_show", use, director.id), {"shown": "Three sketches.", "revision": 1}
    )
    assert shown.status_code == 302
    answer = {"response": "with_changes", "note": "", "revision": 2}
    me = client_of(here.people["director"])
    assert me.post(address("line_answer", use, director.id), answer).status_code == 422
    answer["note"] = "Fewer teeth."
    assert me.post(address("line_answer", use, director.id), answer).status_code == 302
    assert me.post(address("line_answer", use, director.id), answer).status_code == 409
    director.refresh_from_db()
    assert (director.response, director.responded_by) == ("with_changes", here.people["director"])
    page = lead.get(address("use_lines", use)).content.decode()
    assert "Fewer teeth." in page


def test_a_directors_answer_can_be_written_down_and_a_lawyers_cannot(here: Deciding) -> None:
    use = here.series.submit("art-creature-design.yaml")
    line = Line.objects.get(use=use, kind="director")
    lead = client_of(here.series.coordinator)
    answer = {"response": "agreed", "revision": 1, "answered_by": ""}
    assert lead.post(address("line_answer", use, line.id), answer).status_code == 422
    answer["answered_by"] = here.people["director"].id
    assert lead.post(address("line_answer", use, line.id), answer).status_code == 302
    line.refresh_from_db()
    assert (line.responded_by, line.recorded_by) == (
        here.people["director"],
        here.series.coordinator,
    )
    lawyer = client_of(here.people["platform_legal"])
    assert lawyer.post(address("line_open", use), {"kind": "legal_review"}).status_code == 302
    legal = Line.objects.get(use=use, kind="legal_review", closed_at=None)
    assert lead.post(address("line_answer", use, legal.id), answer).status_code == 404
    assert lawyer.post(address("line_open", use), {"kind": "legal_review"}).status_code == 409
    auditor = client_of(here.people["auditor"])
    assert auditor.post(address("line_open", use), {"kind": "labour"}).status_code == 404


def test_a_hold_is_lifted_on_its_page(here: Deciding) -> None:
    use = here.series.submit(HOLD)
    lawyer = client_of(here.people["platform_legal"])
    page = lawyer.get(address("use_lines", use)).content.decode()
    assert "Lift one part of the hold" in page
    options = page.split('<select name="missing"')[1].split("</select>")[0].split('value="')[2:]
    for option in options:
        given = {
            "missing": option.split('"')[0],
            "reason": reasons_for(use, "exception")[0].id,
            "note": "Agreed by phone; the paper follows.",
            "last_day": (AT + 20 * DAY).date().isoformat(),
            "revision": fresh(use).revision,
        }
        late = given | {"last_day": "2020-01-01"}
        assert lawyer.post(address("exception_grant", use), late).status_code == 422
        assert lawyer.post(address("exception_grant", use), given).status_code == 302
    assert fresh(use).state == "in_review"
    other = client_of(here.people["production_legal"])
    assert other.post(address("exception_grant", use), {}).status_code == 404
    exception = LegalException.objects.first()
    ended = lawyer.post(address("exception_end", use, exception.id))
    assert ended.status_code == 302
    assert fresh(use).state == "on_hold"
