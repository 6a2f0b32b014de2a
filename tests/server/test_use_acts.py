"""What is done with a use from its page: called up, withdrawn, submitted anew; and its files."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from django.test import Client

from clearslate.kit.models import OutboxMessage
from clearslate.policy.documents import plain, read_text
from clearslate.productions.models import Role
from clearslate.record import canonical_bytes
from clearslate.uses.models import CallUp, Draft, Use, UseVersion
from tests.server import people, processes
from tests.server.series import AT, HOLD, NOTIFY, Series, series

pytestmark = pytest.mark.usefixtures("database")

URL = "/p/saltbox-s2/uses/1/"
WHY = "The harbour is a real place."


@pytest.fixture
def made() -> Series:
    return series()


@pytest.fixture
def ines(client: Client, made: Series) -> Client:
    client.force_login(made.coordinator)
    return client


@pytest.fixture
def contact(client: Client, made: Series) -> Client:
    """The browser of a platform contact who has just signed in."""
    made.submit(NOTIFY)
    mira = made.member("platform_contact", "mira@example.org", name="Mira Lind")
    people.sign_in(client, mira)
    return client


def fields(client: Client, page: str, **changes: object) -> dict[str, object]:
    """What the form of a page would send."""
    form = client.get(f"{URL}{page}").context["form"]
    return {**form.initial, "reason": WHY, **changes}


def test_a_contact_calls_a_notice_up(contact: Client) -> None:
    page = contact.get(URL).content.decode()
    assert "Noticed under the rules in force: nothing to decide" in page
    assert f'href="{URL}call-up/"' in page
    answer = contact.post(f"{URL}call-up/", fields(contact, "call-up/"))
    assert (answer.status_code, answer.headers["Location"]) == (302, URL)
    assert Use.objects.get().state == "in_review"
    page = contact.get(URL).content.decode()
    assert "Mira Lind called it up for review" in page
    assert "In review: called up" in page
    assert "Nobody has to approve" not in page
    assert WHY in page
    assert f'href="{URL}call-up/"' not in page
    again = contact.get(f"{URL}call-up/").content.decode()
    assert "Only a use that was noticed can be. This one is in review." in again


def test_a_link_decides_nothing(contact: Client) -> None:
    for _ in range(2):
        contact.get(f"{URL}call-up/?reason=x&revision=1&version=1&state=noticed")
        contact.head(f"{URL}call-up/")
    assert Use.objects.get().state == "noticed"
    assert not CallUp.objects.exists()


def test_a_decision_asks_who_it_is_unless_that_was_shown_lately(
    made: Series, client: Client, time_machine
) -> None:
    time_machine.move_to(AT)
    made.submit(NOTIFY)
    mira = made.member("platform_contact", "mira@example.org", name="Mira Lind")
    people.sign_in(client, mira)
    time_machine.move_to(AT + timedelta(minutes=20))
    sent = fields(client, "call-up/")
    answer = client.post(f"{URL}call-up/", sent)
    assert answer.status_code == 302
    assert "/account/reauthenticate/" in answer.headers["Location"]
    assert Use.objects.get().state == "noticed"
    answer = client.post(answer.headers["Location"], {"password": people.PASSWORD}, follow=True)
    assert Use.objects.get().state == "in_review"
    assert answer.request["PATH_INFO"] == URL


@pytest.mark.parametrize("page", ["call-up/", "withdraw/"])
def test_a_reason_is_needed_and_short(made: Series, client: Client, page: str) -> None:
    made.submit(NOTIFY)
    user = made.coordinator
    if page == "call-up/":
        user = made.member("platform_contact", "mira@example.org", name="Mira Lind")
    people.sign_in(client, user)
    for reason in ("", "   ", "x" * 401):
        answer = client.post(f"{URL}{page}", fields(client, page, reason=reason))
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        assert 'href="#id_reason"' in answer.content.decode()
        assert "This field is required" not in answer.content.decode()
    assert Use.objects.get().state == "noticed"


def test_a_form_that_was_tampered_with_does_nothing(contact: Client) -> None:
    for wrong in ({"revision": "x"}, {"revision": ""}, {"state": "elsewhere"}, {"version": "1e9"}):
        answer = contact.post(f"{URL}call-up/", fields(contact, "call-up/", **wrong))
        assert answer.status_code == 422
    assert Use.objects.get().state == "noticed"


def test_what_has_changed_since_is_shown_and_nothing_is_done(contact: Client, made: Series) -> None:
    read = fields(contact, "call-up/")
    made.submit(NOTIFY, version_of=Use.objects.get(), at=AT + timedelta(hours=1))
    answer = contact.post(f"{URL}call-up/", read)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nothing was done." in page
    assert f'href="{URL}changes/?from=1&amp;to=2"' in page
    assert WHY in page
    assert Use.objects.get().state == "noticed"
    again = answer.context["form"].initial
    assert contact.post(f"{URL}call-up/", again).status_code == 302
    assert Use.objects.get().state == "in_review"


def test_a_use_that_left_the_notice_meanwhile_cannot_be_called_up(
    contact: Client, made: Series
) -> None:
    read = fields(contact, "call-up/")
    made.submit(HOLD, version_of=Use.objects.get(), at=AT + timedelta(hours=1))
    answer = contact.post(f"{URL}call-up/", read)
    assert answer.status_code == 409
    assert "It was noticed, and it is in review now." in answer.content.decode()
    assert not CallUp.objects.exists()


def test_whoever_declared_it_withdraws_it(ines: Client, made: Series) -> None:
    made.submit(HOLD)
    answer = ines.post(f"{URL}withdraw/", fields(ines, "withdraw/"))
    assert answer.status_code == 302
    page = ines.get(URL).content.decode()
    assert "Withdrawn" in page
    assert "Nobody has to decide on it any more." in page
    assert "must approve it" not in page
    assert WHY in page
    for word in ("New version", "Withdraw it", "Call it up"):
        assert word not in page
    assert "was withdrawn already" in ines.get(f"{URL}withdraw/").content.decode()
    refused = ines.post(f"{URL}new-version/")
    assert refused.status_code == 409
    assert "Declare it anew." in refused.content.decode()
    assert not Draft.objects.exists()


def test_withdrawing_what_others_declared_takes_a_role(client: Client, made: Series) -> None:
    made.submit(HOLD)
    lead = made.member("department_lead", "lead@example.org", name="Lena Roth")
    client.force_login(lead)
    assert "Withdraw it" not in client.get(URL).content.decode()
    assert client.get(f"{URL}withdraw/").status_code == 404
    sent = {"reason": WHY, "revision": 1, "version": 1, "state": "in_review"}
    assert client.post(f"{URL}withdraw/", sent).status_code == 404
    producer = made.member("producer", "p@example.org", name="Paz Ito")
    client.force_login(producer)
    assert client.post(f"{URL}withdraw/", fields(client, "withdraw/")).status_code == 302


def test_a_new_version_begins_with_every_answer(ines: Client, made: Series) -> None:
    use = made.submit(HOLD)
    assert ines.get(f"{URL}new-version/").status_code == 405
    answer = ines.post(f"{URL}new-version/")
    draft = Draft.objects.get()
    assert answer.headers["Location"] == f"/p/saltbox-s2/drafts/{draft.id}/"
    assert draft.use == use
    case = json.loads(bytes(use.versions.get().case))
    assert draft.document == case["declaration"]
    assert f'href="/p/saltbox-s2/declare/?like={use.number}"' in ines.get(URL).content.decode()


def test_the_next_version_of_what_was_called_up_is_said_to_stay_in_review(
    contact: Client, made: Series
) -> None:
    contact.post(f"{URL}call-up/", fields(contact, "call-up/"))
    contact.force_login(made.coordinator)
    address = contact.post(f"{URL}new-version/").headers["Location"]
    page = contact.get(f"{address}check/").content.decode()
    assert "Then: the use stays in review, because it was called up." in page
    assert "Nobody has to approve" not in page


def test_the_files_are_the_bytes_that_were_kept(ines: Client, made: Series) -> None:
    made.submit(HOLD)
    version = UseVersion.objects.get()
    case, assessed = (ines.get(f"{URL}{name}.json") for name in ("case", "assessment"))
    assert case.content == bytes(version.case)
    assert hashlib.sha256(case.content).hexdigest() == version.case_sha256
    assert hashlib.sha256(assessed.content).hexdigest() == version.assessment_id
    names = {
        page: ines.get(f"{URL}{page}").headers["Content-Disposition"]
        for page in ("case.json", "case.yaml", "assessment.json", "assessment.pdf")
    }
    for page, given in names.items():
        assert given == f'attachment; filename="saltbox-s2-u-001-v1.{page}"'
    document = plain(read_text(ines.get(f"{URL}case.yaml").content, name="case.yaml"))
    assert canonical_bytes(document) == bytes(version.case)


@pytest.mark.parametrize("file", ["case.json", "case.yaml"])
def test_the_command_line_gives_the_same_assessment(
    ines: Client, made: Series, database, tmp_path, file: str
) -> None:
    use = made.submit(NOTIFY)
    made.submit(HOLD, version_of=use, at=AT + timedelta(hours=1))
    for number in (1, 2):
        path = tmp_path / f"{number}-{file}"
        path.write_bytes(ines.get(f"{URL}{file}?version={number}").content)
        code, said = processes.command(
            "assess", str(path), "--format", "json", environment=database.environment
        )
        found, _ = json.JSONDecoder().raw_decode(said)
        assert found.pop("file") == str(path)
        kept = ines.get(f"{URL}assessment.json?version={number}").content
        assert found.pop("sha256") == hashlib.sha256(kept).hexdigest()
        assert canonical_bytes(found) == kept
        assert code == 0


def test_files_take_the_permission_to_export(ines: Client, made: Series) -> None:
    made.submit(HOLD)
    role = Role.objects.get(production=made.production, key="coordinator")
    role.actions = [each for each in role.actions if each != "export_uses"]
    role.save()
    page = ines.get(URL).content.decode()
    for name in ("case.json", "case.yaml", "assessment.json", "assessment.pdf"):
        assert f"{URL}{name}" not in page
        assert ines.get(f"{URL}{name}").status_code == 404


def test_the_link_of_the_notice_leads_to_the_page(contact: Client) -> None:
    sent = OutboxMessage.objects.filter(kind="notice")
    assert {message.recipient for message in sent} == {"contact@saltbox-s2.example"}
    answer = contact.get(sent[0].parameters["path"])
    assert answer.status_code == 200
    assert "nothing to decide" in answer.content.decode()
