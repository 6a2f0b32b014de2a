"""Incidents through their pages: reported, stopped, asked to be deleted, told, decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import ROLES
from clearslate.clearance.models import Suspension
from clearslate.flows.incidents import stop
from clearslate.incidents.errors import StaleError
from clearslate.incidents.log import log_of
from clearslate.incidents.models import Answer, Decision, Incident, Request, Stop, Telling
from clearslate.incidents.services.deciding import decide_incident
from clearslate.incidents.services.reporting import MOST_REPORTS, Report, report_incident
from clearslate.incidents.services.steps import stop_incident
from clearslate.kit.models import OutboxMessage, StoredFile
from clearslate.ledger import selectors
from clearslate.ledger.models import Entry, Opening
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.notify.letters import LETTERS
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Membership, Role
from tests.server import people
from tests.server.incidents_world import ALL, ONE, REPORT, WHAT, WORD, Handled, handled, typed
from tests.server.lawyers import signed_in
from tests.server.series import AT, picture, plain, series, text

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def here(time_machine: Any) -> Handled:
    time_machine.move_to(AT)
    return handled()


@pytest.fixture
def eddy(here: Handled) -> Client:
    return signed_in(here.eddy)


@pytest.fixture
def sana(here: Handled) -> Client:
    """The browser of somebody for security, who has just signed in."""
    client = Client()
    people.sign_in(client, here.sana)
    return client


def said(client: Client, address: str = ONE) -> str:
    return text(client, address)


def test_anybody_reports(here: Handled, eddy: Client, sana: Client) -> None:
    assert f'href="{REPORT}"' in eddy.get("/p/saltbox-s2/").content.decode()
    form = eddy.get(f"{REPORT}?use=U-001").context["form"]
    assert form.initial["noticed_by"] == "Eddy Marsh"
    assert form.initial["use"] == "U-001"
    answer = eddy.post(REPORT, typed(), follow=True)
    page = plain(answer.content.decode())
    assert "Security and legal of the production are told by e-mail." in page
    row = Incident.objects.get()
    assert (row.number, row.what, row.use, row.state) == (1, WHAT, here.use, "reported")
    page = sana.get(ONE).content.decode()
    assert f"Twelve pages with the {WORD} twist.\nPasted by mistake &lt;b&gt;today" in page
    assert "Chatterbox" in page
    assert 'href="/p/saltbox-s2/uses/1/"' in page


@pytest.mark.parametrize("role", list(ROLES))
def test_every_role_may_report(here: Handled, role: str) -> None:
    client = signed_in(here.made.member(role, f"x-{role}@example.org", name="Nell Other"))
    assert client.post(REPORT, typed()).status_code == 302
    assert Incident.objects.get().reported_by.name == "Nell Other"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "gossip"}, "kind"),
        ({"what": " "}, "what"),
        ({"what": "x" * 4001}, "what"),
        ({"what": "a\0b"}, "what"),
        ({"tool": ""}, "tool"),
        ({"tool": "x" * 121}, "tool"),
        ({"still_there": ""}, "still_there"),
        ({"noticed_on": ""}, "noticed_on"),
        ({"noticed_on": "2026-11-25"}, "noticed_on"),
        ({"noticed_on": "yesterday"}, "noticed_on"),
        ({"noticed_by": ""}, "noticed_by"),
        ({"use": "U-002"}, "use"),
        ({"use": "the crowd"}, "use"),
    ],
)
def test_what_will_not_do_is_named(eddy: Client, changes: dict[str, str], field: str) -> None:
    answer = eddy.post(REPORT, typed(**changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'href="#id_{field}' in answer.content.decode()
    assert not Incident.objects.exists()
    assert not OutboxMessage.objects.filter(kind="incident").exists()


def test_nobody_floods_those_who_handle_them(here: Handled, eddy: Client) -> None:
    for number in range(MOST_REPORTS):
        here.report(tool=f"Tool {number}")
    answer = eddy.post(REPORT, typed())
    assert answer.status_code == 422
    assert "Tell security by phone instead." in plain(answer.content.decode())
    assert Incident.objects.count() == MOST_REPORTS
    signed_in(here.vera).post(REPORT, typed())
    assert Incident.objects.count() == MOST_REPORTS + 1


def test_a_use_of_others_is_no_use(here: Handled) -> None:
    role = Role.objects.get(production=here.made.production, key="editor")
    role.actions = ["see_production"]
    role.save()
    client = signed_in(here.eddy)
    assert 'name="use"' not in client.get(REPORT).content.decode()
    assert client.post(REPORT, typed()).status_code == 302
    assert Incident.objects.get().use is None
    foreign = series("harrow-s1", code_name="Harrow").submit()
    with pytest.raises(Exception, match="no use of that number"):
        here.report(use=foreign)


def test_who_handles_them_is_told_by_mail_and_the_mail_says_nothing(here: Handled) -> None:
    here.report()
    sent = OutboxMessage.objects.filter(kind="incident")
    assert {each.recipient for each in sent} == {"sana@example.org", "vera@example.org"}
    for each in sent:
        assert each.parameters == {"code_name": "Saltbox", "number": "I-001", "path": ONE}
        letter = LETTERS["incident"](each.parameters)
        for part in (letter.subject, letter.text, letter.html):
            assert WORD not in part
            for word in ("Salt Road", "Chatterbox", "Eddy", "unreleased", "tool", "incident."):
                assert word not in part
        assert f"{ONE}\n" in letter.text
    assert {each.audience: each.people for each in Telling.objects.all()} == {
        "security": [here.sana.id],
        "legal": [here.vera.id],
    }


def test_where_nobody_handles_them_the_reporter_is_told_so(here: Handled, eddy: Client) -> None:
    Membership.objects.filter(user__in=[here.sana, here.vera]).update(ended_at=AT)
    answer = eddy.post(REPORT, typed(), follow=True)
    assert "nobody here handles incidents yet" in plain(answer.content.decode())
    assert Incident.objects.count() == 1
    late = here.made.member("security", "late@example.org", name="Lia Late")
    assert WORD in said(signed_in(late))


def test_its_reporter_sees_their_words_and_its_state_and_nothing_else(
    here: Handled, eddy: Client, sana: Client
) -> None:
    here.report(by=here.made.coordinator, tool="Other tool", what="Other words.")
    here.report()
    sana.post(f"{ALL}2/stop/", {"what": "The account was closed.", "revision": 1})
    page = said(eddy, REPORT)
    assert WORD in page
    assert "being handled" in page
    for word in ("I-00", "Other tool", "account was closed", "Sana"):
        assert word not in page
    for address in (ALL, ONE, f"{ALL}2/"):
        assert eddy.get(address).status_code == 404
    assert WORD not in said(signed_in(here.made.coordinator), REPORT)


def test_a_reporter_who_left_sees_nothing(here: Handled, eddy: Client) -> None:
    here.report()
    Membership.objects.filter(user=here.eddy).update(ended_at=AT)
    assert eddy.get(REPORT).status_code == 404


def test_only_who_handles_them_gets_to_the_pages(here: Handled) -> None:
    here.report()
    forms = ("stop/", "ask/", "ask/1/answer/", "tell/legal/", "decide/")
    for role in ROLES:
        handles = "handle_incidents" in ROLES[role].actions
        client = signed_in(here.made.member(role, f"x-{role}@example.org", name="Nell Other"))
        shown = "Incidents" in text(client, "/p/saltbox-s2/")
        assert shown == handles, role
        assert client.get(ALL).status_code == (200 if handles else 404), role
        assert client.get(ONE).status_code == (200 if handles else 404), role
        if not handles:
            for form in forms:
                assert client.post(f"{ONE}{form}", {"revision": 1, "what": "x"}).status_code == 404
    assert not Stop.objects.exists()


def test_of_another_production_nothing_is_found(here: Handled, sana: Client) -> None:
    here.report()
    other = series("harrow-s1", code_name="Harrow")
    other.member("security", "sue@example.org", name="Sue Far")
    Membership.objects.create(
        production=other.production,
        user=here.sana,
        role=Role.objects.get(production=other.production, key="security"),
        since=AT,
    )
    assert sana.get("/p/harrow-s1/incidents/").status_code == 200
    assert sana.get("/p/harrow-s1/incidents/1/").status_code == 404
    assert sana.get(f"{ALL}2/").status_code == 404
    assert sana.get(f"{ALL}{'9' * 30}/").status_code == 404


def test_stop(here: Handled, sana: Client) -> None:
    here.report()
    answer = sana.post(f"{ONE}stop/", {"what": "The account was closed.", "revision": 1})
    assert answer.headers["Location"] == f"{ONE}#stop"
    row = Stop.objects.get()
    assert (row.by, row.what, row.suspended) == (here.sana, "The account was closed.", False)
    page = said(sana)
    assert "The account was closed." in page
    assert "being handled" in page
    assert here.told()[-1] == "Sana Ito recorded that what led to I-001 was stopped."


WHY = "Work on this use is paused while a question is looked into."


def test_stopping_suspends_the_use_without_saying_why(here: Handled, sana: Client) -> None:
    here.report()
    form = sana.get(ONE).context["stop"]
    assert form.initial == {"revision": 1, "suspend": True, "pause": WHY}
    sent = {"what": "The account was closed.", "suspend": "on", "pause": WHY, "revision": 1}
    assert sana.post(f"{ONE}stop/", sent).status_code == 302
    here.use.refresh_from_db()
    assert here.use.suspended
    assert "The use was suspended." in said(sana)
    assert here.told()[-1].endswith("was stopped and suspended the use.")
    row = Suspension.objects.get()
    assert (row.use, row.kind, row.reason, row.by) == (here.use, "other", WHY, here.sana)
    for client in (signed_in(here.eddy), signed_in(here.made.coordinator)):
        for page in ("/p/saltbox-s2/uses/1/", "/p/saltbox-s2/history/", "/p/saltbox-s2/"):
            shown = text(client, page).replace("Report an incident", "")
            for word in ("ncident", "I-001", WORD, "Chatterbox", "account was closed"):
                assert word not in shown, page
    for letter in OutboxMessage.objects.exclude(kind="incident"):
        assert "ncident" not in str(letter.parameters)
    assert not any(name in sana.get(ONE).context["stop"].fields for name in ("suspend", "pause"))


def test_stopping_can_leave_the_use_as_it_is(here: Handled, sana: Client) -> None:
    here.report()
    sent = {"what": "The account was closed.", "pause": WHY, "revision": 1}
    assert sana.post(f"{ONE}stop/", sent).status_code == 302
    assert not Suspension.objects.exists()
    assert not Stop.objects.get().suspended


def test_a_use_is_suspended_with_a_reason_and_where_it_goes_on(here: Handled, sana: Client) -> None:
    here.report()
    sent = {"what": "Closed.", "suspend": "on", "revision": 1}
    for why in ("", "x" * 401):
        answer = sana.post(f"{ONE}stop/", {**sent, "pause": why})
        assert answer.status_code == 422
        assert 'href="#stop_pause"' in answer.content.decode()
    here.use.state = "withdrawn"
    here.use.save()
    answer = sana.post(f"{ONE}stop/", {**sent, "pause": WHY})
    assert answer.status_code == 422
    assert "there is nothing to pause" in answer.content.decode()
    assert not Stop.objects.exists()
    assert not Suspension.objects.exists()


def test_suspending_takes_the_permission(here: Handled, sana: Client) -> None:
    here.report()
    role = Role.objects.get(production=here.made.production, key="security")
    role.actions = [each for each in role.actions if each != "suspend"]
    role.save()
    assert "suspend" not in sana.get(ONE).context["stop"].fields
    sent = {"what": "Closed.", "suspend": "on", "pause": WHY, "revision": 1}
    assert sana.post(f"{ONE}stop/", sent).status_code == 302
    assert not Suspension.objects.exists()
    with pytest.raises(NotAllowedError):
        stop(
            actor=party_of(here.sana),
            at=AT,
            incident=Incident.objects.get(),
            revision=2,
            what="More.",
            pause=WHY,
        )
    assert Stop.objects.count() == 1


def test_asking_for_deletion_and_the_evidence(here: Handled, sana: Client) -> None:
    here.report()
    sent = {"asked_of": "Chatterbox Ltd", "asked_on": "2026-11-24", "words": "All copies."}
    assert sana.post(f"{ONE}ask/", {**sent, "revision": 1}).status_code == 302
    request = Request.objects.get()
    answers = f"{ONE}ask/{request.id}/answer/"
    first = {"deleted": "open", "answered_on": "2026-11-24", "revision": 2}
    assert sana.post(answers, first).status_code == 302
    assert "asked, not confirmed" in said(sana)
    file = SimpleUploadedFile("../c:\\confirmation.png", picture(), "text/html")
    sent = {"deleted": "confirmed", "answered_on": "2026-11-24", "revision": 3, "file": file}
    answer = sana.post(answers, sent)
    assert answer.headers["Location"] == f"{ONE}#answer_{request.id}"
    page = sana.get(ONE)
    assert "confirmed" in plain(page.content.decode())
    kept = Answer.objects.get(deleted="confirmed")
    assert (kept.file_name, kept.media_type) == ("confirmation.png", "image/png")
    saved = sana.get(f"{ONE}evidence/{kept.id}/")
    assert b"".join(saved.streaming_content) == picture()
    assert saved.headers["Content-Type"] == "image/png"
    name = saved.headers["Content-Disposition"]
    assert name == f'attachment; filename="saltbox-s2-i-001-{kept.id}.png"'
    assert kept.file.scope == log_of(here.made.production)
    assert here.told()[-1].endswith("for I-001: deleted, and confirmed, with evidence.")


def test_evidence_that_cannot_be_kept(here: Handled, sana: Client) -> None:
    here.report()
    sana.post(f"{ONE}ask/", {"asked_of": "Them", "asked_on": "2026-11-24", "revision": 1})
    request = Request.objects.get()
    for name, data in (("a.exe", b"MZ\x90\x00"), ("a.pdf", b"%PDF-1.7 cut"), ("a.txt", b"")):
        sent = {"deleted": "confirmed", "answered_on": "2026-11-24", "revision": 2}
        answer = sana.post(
            f"{ONE}ask/{request.id}/answer/", {**sent, "file": SimpleUploadedFile(name, data)}
        )
        assert answer.status_code == 422
        assert f'href="#answer_{request.id}_file"' in answer.content.decode()
    assert not Answer.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_request_of_another_incident_takes_no_answer(here: Handled, sana: Client) -> None:
    here.report()
    here.report(tool="Other tool")
    sana.post(f"{ONE}ask/", {"asked_of": "Them", "asked_on": "2026-11-24", "revision": 1})
    request = Request.objects.get()
    sent = {"deleted": "refused", "answered_on": "2026-11-24", "revision": 1}
    assert sana.post(f"{ALL}2/ask/{request.id}/answer/", sent).status_code == 404
    assert not Answer.objects.exists()


def test_telling_by_mail_and_otherwise(here: Handled, sana: Client) -> None:
    here.report()
    OutboxMessage.objects.all().delete()
    sent = {"people": [here.vera.id], "revision": 1}
    assert sana.post(f"{ONE}tell/legal/", sent).headers["Location"] == f"{ONE}#tell_legal"
    assert [each.recipient for each in OutboxMessage.objects.all()] == ["vera@example.org"]
    sent = {"otherwise": "Their desk, by phone, at 9:40.", "revision": 2}
    assert sana.post(f"{ONE}tell/security/", sent).status_code == 302
    assert OutboxMessage.objects.count() == 1
    page = said(sana)
    assert "Their desk, by phone, at 9:40." in page
    assert here.told()[-1] == "Sana Ito told security of I-001: others in another way."
    for wrong in ({}, {"people": [here.eddy.id]}, {"people": [here.sana.id]}):
        assert sana.post(f"{ONE}tell/legal/", {**wrong, "revision": 3}).status_code == 422
    assert sana.post(f"{ONE}tell/press/", {"revision": 3, "otherwise": "x"}).status_code == 404
    assert OutboxMessage.objects.count() == 1


def test_deciding(here: Handled, sana: Client, eddy: Client) -> None:
    here.report()
    sent = {"outcome": "notify", "reason": "Names were in it.", "follow_ups": "Vera writes."}
    assert sana.post(f"{ONE}decide/", {**sent, "revision": 1}).status_code == 302
    row = Decision.objects.get()
    assert (row.by, row.outcome) == (here.sana, "notify")
    page = said(sana)
    assert "Names were in it." in page
    assert "Vera writes." in page
    assert here.told()[-1] == "Sana Ito decided I-001: others must be told."
    page = said(eddy, REPORT)
    assert "decided" in page
    assert "Names were in it." not in page
    sent = {"outcome": "none", "reason": "It was a public draft.", "revision": 2}
    assert sana.post(f"{ONE}decide/", sent).status_code == 302
    page = sana.get(ONE).content.decode()
    assert page.index("It was a public draft.") < page.index("replaced") < page.index("Names were")
    for wrong in ({"outcome": "fine"}, {"reason": ""}, {"reason": "x" * 4001}):
        assert sana.post(f"{ONE}decide/", {**sent, "revision": 3, **wrong}).status_code == 422


def test_deciding_asks_who_it_is(here: Handled, sana: Client, time_machine: Any) -> None:
    here.report()
    time_machine.move_to(AT + timedelta(minutes=20))
    sent = {"outcome": "none", "reason": "Nothing.", "revision": 1}
    answer = sana.post(f"{ONE}decide/", sent)
    assert "/account/reauthenticate/" in answer.headers["Location"]
    assert not Decision.objects.exists()
    sana.post(answer.headers["Location"], {"password": people.PASSWORD})
    assert Decision.objects.count() == 1


def test_two_at_once(here: Handled, sana: Client) -> None:
    here.report()
    vera = signed_in(here.vera)
    vera.post(f"{ONE}stop/", {"what": "Faster.", "revision": 1})
    answer = sana.post(f"{ONE}stop/", {"what": "Slower.", "revision": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody added a step since you read this. Nothing was done." in page
    assert "Faster." in page
    assert ">\nSlower.</textarea>" in page
    assert answer.context["stop"]["revision"].value() == "2"
    assert sana.post(f"{ONE}stop/", {"what": "Slower.", "revision": 2}).status_code == 302
    assert Stop.objects.count() == 2


def test_a_link_does_nothing(here: Handled, sana: Client) -> None:
    here.report()
    for step in ("stop/", "ask/", "tell/legal/", "decide/"):
        assert sana.get(f"{ONE}{step}?what=x&revision=1&outcome=none").status_code == 405
    assert Incident.objects.get().state == "reported"


def test_programs_neither_report_nor_handle(here: Handled) -> None:
    row = here.report()
    given = Report("other", "x", "y", "no", AT.date(), "z")
    with pytest.raises(NotAllowedError):
        report_incident(actor=COMMAND_LINE, at=AT, production=here.made.production, given=given)
    with pytest.raises(NotAllowedError):
        decide_incident(
            actor=COMMAND_LINE, at=AT, incident=row, revision=1, outcome="none", reason="x"
        )


def test_services_check_for_themselves(here: Handled) -> None:
    row = here.report()
    by = {"at": AT, "incident": row, "what": "x"}
    with pytest.raises(NotAllowedError):
        stop_incident(actor=party_of(here.eddy), revision=1, **by)
    with pytest.raises(StaleError):
        stop_incident(actor=party_of(here.sana), revision=7, **by)
    Membership.objects.filter(user=here.sana).update(ended_at=AT)
    with pytest.raises(NotAllowedError):
        stop_incident(actor=party_of(here.sana), revision=1, **by)


def test_in_an_archived_production_they_are_read_only(here: Handled, sana: Client) -> None:
    here.report()
    production = here.made.production
    production.archived_at = AT
    production.save()
    page = said(sana)
    assert WORD in page
    assert "This production is archived." in page
    assert "<textarea" not in sana.get(ONE).content.decode()
    assert sana.post(f"{ONE}stop/", {"what": "x", "revision": 1}).status_code == 404
    eddy = signed_in(here.eddy)
    assert "This production is archived." in said(eddy, REPORT)
    assert eddy.post(REPORT, typed()).status_code == 404
    assert Incident.objects.count() == 1


def test_the_log_of_incidents_tells_every_step_and_holds_no_text(
    here: Handled, sana: Client
) -> None:
    here.report()
    sana.post(f"{ONE}stop/", {"what": f"{WORD} gone.", "revision": 1})
    sana.post(f"{ONE}decide/", {"outcome": "none", "reason": f"{WORD}.", "revision": 2})
    assert here.told() == [
        "Eddy Marsh reported I-001: unreleased material.",
        "Eddy Marsh told security of I-001: 1 by mail.",
        "Eddy Marsh told legal of I-001: 1 by mail.",
        "Sana Ito recorded that what led to I-001 was stopped.",
        "Sana Ito decided I-001: not an incident.",
    ]
    for line in here.told():
        assert line in said(sana)
    rows = Entry.objects.filter(log__scope=log_of(here.made.production))
    kept = [bytes(each.canonical) for each in rows]
    kept += [bytes(each.value) for each in Opening.objects.filter(entry__in=rows)]
    for data in kept:
        for word in (WORD, "Chatterbox", "Eddy", here.eddy.id):
            assert word.encode() not in data
    assert all(not found.flaws for found in selectors.check())


def test_hidden_characters_are_shown(here: Handled, sana: Client) -> None:
    here.report(tool="Chat\u202etxt", what="a\u202eb")
    for address in (ALL, ONE):
        assert "\u202e" not in sana.get(address).content.decode()
