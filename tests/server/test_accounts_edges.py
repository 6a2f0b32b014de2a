"""The edges of accounts: the command line, the settings, real mail, and two who come at once."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from clearslate.accounts import services
from clearslate.accounts.errors import AccountsError, InvitationError
from clearslate.accounts.models import CacheEntry, Invitation, Office, User
from clearslate.accounts.parties import party_of
from clearslate.config import values
from clearslate.kit import jobs, outbox
from clearslate.kit.errors import SettingsError
from clearslate.kit.models import OutboxMessage
from clearslate.ledger.models import Entry
from clearslate.ledger.parties import COMMAND_LINE, VISITOR
from tests.server import people, processes, smtp
from tests.server.databases import Database
from tests.server.people import AT, PASSWORD

KEY = {"CLEARSLATE_SECRET_KEY": "only-for-the-tests-0123456789-abcdefghijklmnop"}
OIDC = {
    "CLEARSLATE_OIDC_ISSUER": "https://login.example.org/realms/studio/",
    "CLEARSLATE_OIDC_CLIENT_ID": "clearslate",
    "CLEARSLATE_OIDC_CLIENT_SECRET": "a secret",
}


def test_single_sign_on_is_set_whole_or_not_at_all() -> None:
    found = values.read(KEY | OIDC)
    assert found["oidc_issuer"] == "https://login.example.org/realms/studio"
    assert found["oidc_name"] == "single sign-on"
    assert values.read(KEY)["oidc_issuer"] == ""
    for missing in OIDC:
        given = {name: value for name, value in OIDC.items() if name != missing}
        with pytest.raises(SettingsError) as caught:
            values.read(KEY | given)
        (flaw,) = caught.value.flaws
        assert flaw.startswith(f"{missing}: required for single sign-on. For example: ")
    with pytest.raises(SettingsError) as caught:
        values.read(KEY | {"CLEARSLATE_OIDC_NAME": "Studio"})
    assert len(caught.value.flaws) == 3


@pytest.mark.parametrize(
    "issuer",
    ["login.example.org", "http://login.example.org", "https://", "https://a.b/?x=1", "x:"],
)
def test_an_issuer_that_will_not_do(issuer: str) -> None:
    with pytest.raises(SettingsError) as caught:
        values.read(KEY | OIDC | {"CLEARSLATE_OIDC_ISSUER": issuer})
    (flaw,) = caught.value.flaws
    assert flaw.startswith("CLEARSLATE_OIDC_ISSUER: ")


@pytest.mark.usefixtures("with_mail")
def test_an_invitation_goes_out_as_text_and_html(
    database: Database, mail_server: smtp.Server
) -> None:
    _, token = services.invite_person(
        actor=COMMAND_LINE,
        at=AT,
        email="ben@example.org",
        name="Ben",
        organisation=people.organisation(),
    )
    assert outbox.deliver(OutboxMessage.objects.get().id, lambda: AT) == "sent"
    (mail,) = mail_server.messages
    assert (mail["To"], mail["Subject"]) == ("ben@example.org", "You are invited to Clearslate")
    link = f"http://127.0.0.1:8000/account/invitation/{token}"
    for kind in ("plain", "html"):
        assert link in mail.get_body((kind,)).get_content()


@pytest.mark.usefixtures("with_mail")
def test_a_reset_that_makes_no_sense_any_more_is_not_sent(
    database: Database, mail_server: smtp.Server
) -> None:
    ana = people.person()
    services.send_password_reset(actor=VISITOR, at=AT, user=ana)
    services.deactivate_person(actor=COMMAND_LINE, at=AT, user=ana)
    row = OutboxMessage.objects.get(kind="password_reset")
    assert outbox.deliver(row.id, lambda: AT) == "failed"
    assert mail_server.messages == []


def at_once(*acts: object) -> list[object]:
    """Do several things in threads of their own. Returns their results, or what they raised."""
    barrier = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(index: int) -> None:
        try:
            barrier.wait()
            results[index] = acts[index]()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_who_accept_at_once(database: Database) -> None:
    _, token = services.invite_person(
        actor=COMMAND_LINE,
        at=AT,
        email="ben@example.org",
        name="",
        organisation=people.organisation(),
    )

    def accept(name: str) -> User:
        return services.accept_invitation(
            actor=VISITOR, at=AT, token=token, name=name, password=PASSWORD
        )

    results = at_once(lambda: accept("Ben"), lambda: accept("Eve"))
    (user,) = [each for each in results if isinstance(each, User)]
    (error,) = [each for each in results if isinstance(each, InvitationError)]
    assert error.reason == "used"
    assert User.objects.get(email="ben@example.org").name == user.name
    assert Entry.objects.filter(type="invitation.accepted").count() == 1


def test_two_administrators_cannot_dismiss_each_other_at_once(database: Database) -> None:
    ada, eve = people.administrator(), people.administrator("eve@example.org")

    def dismiss(actor: User, user: User) -> None:
        services.dismiss(actor=party_of(actor), at=AT, user=user, office="administrator")

    results = at_once(lambda: dismiss(ada, eve), lambda: dismiss(eve, ada))
    assert sum(each is None for each in results) == 1
    assert sum(isinstance(each, AccountsError) for each in results) == 1
    assert Office.objects.count() == 1


def test_an_invitation_that_does_not_commit_leaves_nothing(database: Database) -> None:
    of = people.organisation()
    before = Entry.objects.count()
    with pytest.raises(AccountsError):
        services.invite_person(
            actor=COMMAND_LINE, at=AT, email="no address", name="", organisation=of
        )
    assert (Entry.objects.count(), OutboxMessage.objects.count()) == (before, 0)
    assert not Invitation.objects.exists()
    assert not User.objects.exists()


def test_what_ran_out_is_forgotten_once_a_day(database: Database, time_machine) -> None:
    time_machine.move_to(AT)
    clients = [Client(), Client(), Client()]
    ana = people.person()
    for client in clients:
        people.sign_in(client, ana)
    clients[0].post("/account/logout/")
    clients[1].post("/account/login/", {"login": "x@example.org", "password": "x"})
    jobs.do_chore.call("forget_sessions")
    assert UserSession.objects.count() == 2
    time_machine.move_to(AT + timedelta(days=15))
    jobs.do_chore.call("forget_sessions")
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)
    assert not CacheEntry.objects.exists()


@pytest.mark.slow
def test_the_command_line(database: Database) -> None:
    def run(*arguments: str, said: str = "") -> tuple[int, str]:
        return processes.command(*arguments, environment=database.environment, said=said)

    run("organisation", "create", "North Light", "--kind", "vendor")
    _, said = run("doctor")
    assert "warning  administrator: nobody administers." in said
    of = ("--organisation", "North Light")
    code, said = run(
        *("user", "create", "ada@example.org", *of, "--name", "Ada", "--administrator"),
        "--policy-owner",
        said=f"{PASSWORD}\n",
    )
    assert (code, said.splitlines()) == (
        0,
        [
            "Added ada@example.org to North Light.",
            "ada@example.org is administrator now.",
            "ada@example.org is policy owner now.",
        ],
    )
    assert "ok       administrator: there is one" in run("doctor")[1]
    code, said = run("user", "invite", "ben@example.org", *of)
    token = re.search(r"http://127\.0\.0\.1:8000/account/invitation/(\S+)\n", said)[1]
    services.accept_invitation(
        actor=VISITOR,
        at=datetime.now(UTC) + timedelta(days=13),
        token=token,
        name="Ben",
        password=PASSWORD,
    )
    for command, said in (
        (("appoint", "ben@example.org", "policy_owner"), "ben@example.org is policy owner now."),
        (("dismiss", "ben@example.org", "policy_owner"), "is no longer policy owner."),
        (("reset-factors", "ben@example.org"), "Removed 0 from ben@example.org."),
        (("deactivate", "ben@example.org"), "has no access any more."),
        (("reactivate", "ben@example.org"), "has access again."),
    ):
        code, answer = run("user", *command)
        assert (code, said in answer) == (0, True), answer
    for command, said in (
        (("dismiss", "ada@example.org", "administrator"), "last administrator"),
        (("appoint", "eve@example.org", "administrator"), "There is nobody with the address"),
        (("deactivate", "ada@example.org"), "last administrator"),
        (("invite", "ada@example.org", *of), "has access already"),
    ):
        code, answer = run("user", *command)
        assert (code, said in answer, "Traceback" in answer) == (2, True, False), answer
