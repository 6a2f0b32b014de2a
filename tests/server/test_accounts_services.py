"""People, offices and invitations: who may, what is kept, and what is refused."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from django.test import Client

from clearslate.accounts import selectors, services
from clearslate.accounts.checks import check_administrator
from clearslate.accounts.errors import AccountsError, InvitationError, NotAllowedError
from clearslate.accounts.inviting import LASTS, token_of
from clearslate.accounts.models import Invitation, Office, User
from clearslate.accounts.parties import party_of
from clearslate.kit.models import OutboxMessage
from clearslate.ledger import selectors as ledger
from clearslate.ledger.models import Entry
from clearslate.ledger.parties import COMMAND_LINE, VISITOR, WORKER
from clearslate.notify.letters import LETTERS
from tests.server import people
from tests.server.people import AT, PASSWORD

pytestmark = pytest.mark.usefixtures("database")


def invite(email: str = "ben@example.org", actor=COMMAND_LINE, of=None) -> tuple[User, str]:
    of = of or selectors.organisation_named("North Light") or people.organisation()
    return services.invite_person(actor=actor, at=AT, email=email, name="Ben", organisation=of)


def accept(token: str, at=AT, name: str = "Ben Okri", password: str = PASSWORD) -> User:
    return services.accept_invitation(
        actor=VISITOR, at=at, token=token, name=name, password=password
    )


def sentences() -> list[str]:
    return [line.sentence for line in ledger.history("installation")]


class TestOffices:
    def test_it_works(self) -> None:
        assert check_administrator().state == "warning"
        ada = people.administrator()
        ben = people.person("ben@example.org", name="Ben Okri")
        services.appoint(actor=party_of(ada), at=AT, user=ben, office="policy_owner")
        assert selectors.offices_of(ben) == ["policy_owner"]
        services.dismiss(actor=party_of(ada), at=AT, user=ben, office="policy_owner")
        assert selectors.offices_of(ben) == []
        assert sentences()[-2:] == [
            "Ada Admin made Ben Okri policy owner.",
            "Ada Admin dismissed Ben Okri as policy owner.",
        ]
        assert check_administrator().state == "ok"

    def test_only_an_administrator_may(self) -> None:
        ben = people.person("ben@example.org")
        services.appoint(actor=COMMAND_LINE, at=AT, user=ben, office="policy_owner")
        before = Entry.objects.count()
        for actor in (party_of(ben), VISITOR, WORKER):
            with pytest.raises(NotAllowedError):
                services.appoint(actor=actor, at=AT, user=ben, office="administrator")
            with pytest.raises(NotAllowedError):
                services.dismiss(actor=actor, at=AT, user=ben, office="policy_owner")
            with pytest.raises(NotAllowedError):
                invite(actor=actor, of=ben.organisation)
            with pytest.raises(NotAllowedError):
                services.create_organisation(actor=actor, at=AT, name="X", kind="guild")
            with pytest.raises(NotAllowedError):
                services.deactivate_person(actor=actor, at=AT, user=ben)
            with pytest.raises(NotAllowedError):
                services.record_factors_reset(actor=actor, at=AT, user=ben)
        assert Entry.objects.count() == before
        assert Office.objects.count() == 1

    def test_an_administrator_without_access_may_nothing(self) -> None:
        ada, eve = people.administrator(), people.administrator("eve@example.org")
        services.deactivate_person(actor=party_of(ada), at=AT, user=eve)
        with pytest.raises(NotAllowedError):
            services.reactivate_person(actor=party_of(eve), at=AT, user=eve)

    def test_the_last_administrator_stays(self) -> None:
        ada = people.administrator()
        for actor in (party_of(ada), COMMAND_LINE):
            with pytest.raises(AccountsError, match="last administrator"):
                services.dismiss(actor=actor, at=AT, user=ada, office="administrator")
            with pytest.raises(AccountsError, match="last administrator"):
                services.deactivate_person(actor=actor, at=AT, user=ada)
        eve = people.administrator("eve@example.org")
        services.dismiss(actor=party_of(ada), at=AT, user=ada, office="administrator")
        assert selectors.offices_of(eve) == ["administrator"]

    def test_what_makes_no_sense_is_refused(self) -> None:
        ada = people.administrator()
        ben, _ = invite()
        for user, office in ((ada, "administrator"), (ben, "administrator"), (ada, "king")):
            with pytest.raises(AccountsError):
                services.appoint(actor=COMMAND_LINE, at=AT, user=user, office=office)
        for user, office in ((ada, "policy_owner"), (ada, "king")):
            with pytest.raises(AccountsError):
                services.dismiss(actor=COMMAND_LINE, at=AT, user=user, office=office)


class TestInvitations:
    def test_it_works(self) -> None:
        ada = people.administrator()
        of = people.organisation()
        ben, token = invite(" Ben@Example.org ", actor=party_of(ada), of=of)
        assert (ben.email, ben.is_active, ben.has_usable_password()) == (
            "ben@example.org",
            False,
            False,
        )
        user = accept(token, name="  Ben   Okri ")
        assert (user.name, user.is_active, user.check_password(PASSWORD)) == (
            "Ben Okri",
            True,
            True,
        )
        assert sentences()[-2:] == [
            "Ada Admin invited ben@example.org to North Light.",
            "Ben Okri accepted an invitation and chose a password.",
        ]

    def test_the_token_is_nowhere_in_the_database(self) -> None:
        _, token = invite()
        row = Invitation.objects.get()
        assert row.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
        message = OutboxMessage.objects.get()
        assert message.parameters == {"invitation": row.id, "organisation": "North Light"}
        assert token not in str(Entry.objects.values()) + str(Invitation.objects.values())

    def test_the_letter_holds_the_link_and_no_name(self) -> None:
        ada = people.administrator()
        _, token = invite(actor=party_of(ada))
        message = OutboxMessage.objects.get(kind="invitation")
        assert message.recipient == "ben@example.org"
        written = LETTERS["invitation"](message.parameters)
        assert written.subject == "You are invited to Clearslate"
        for part in (written.text, written.html):
            assert f"/account/invitation/{token}" in part
            assert "Ada" not in part
            assert "North Light" in part

    def test_a_hostile_organisation_is_escaped(self) -> None:
        of = people.organisation('<img src=x onerror="alert(1)">')
        invite(of=of)
        written = LETTERS["invitation"](OutboxMessage.objects.get().parameters)
        assert "<img" not in written.html
        assert "&lt;img" in written.html

    def test_it_is_accepted_once(self) -> None:
        _, token = invite()
        accept(token)
        with pytest.raises(InvitationError) as caught:
            accept(token, name="Eve", password="another long one")
        assert caught.value.reason == "used"
        assert User.objects.get(email="ben@example.org").check_password(PASSWORD)

    def test_it_runs_out(self) -> None:
        _, token = invite()
        with pytest.raises(InvitationError) as caught:
            accept(token, at=AT + LASTS)
        assert caught.value.reason == "expired"
        accept(token, at=AT + LASTS - timedelta(seconds=1))

    def test_it_can_be_taken_back(self) -> None:
        ada = people.administrator()
        _, token = invite(actor=party_of(ada))
        ben = people.person("carl@example.org")
        invitation = Invitation.objects.get()
        with pytest.raises(NotAllowedError):
            services.revoke_invitation(actor=party_of(ben), at=AT, invitation=invitation)
        services.revoke_invitation(actor=party_of(ada), at=AT, invitation=invitation)
        with pytest.raises(InvitationError) as caught:
            accept(token)
        assert caught.value.reason == "revoked"
        with pytest.raises(AccountsError):
            services.revoke_invitation(actor=party_of(ada), at=AT, invitation=invitation)

    def test_two_invitations_and_one_acceptance(self) -> None:
        ben, first = invite()
        again, second = invite()
        assert (ben.id, first != second) == (again.id, True)
        accept(second)
        with pytest.raises(InvitationError):
            accept(first)

    def test_ending_the_access_ends_the_invitation(self) -> None:
        ben, token = invite()
        services.deactivate_person(actor=COMMAND_LINE, at=AT, user=ben)
        with pytest.raises(InvitationError):
            accept(token)
        with pytest.raises(AccountsError, match="was ended"):
            invite()

    @pytest.mark.parametrize(
        "token", ["", "x", "a" * 5000, "\x00", "../../etc", "é", "%00", "' OR 1=1 --"]
    )
    def test_a_made_up_token_is_unknown(self, token: str) -> None:
        invite()
        with pytest.raises(InvitationError) as caught:
            accept(token)
        assert caught.value.reason == "unknown"

    def test_the_token_of_one_says_nothing_about_another(self) -> None:
        assert token_of("a" * 26) != token_of("b" * 26)
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token_of("a" * 26))

    def test_what_will_not_do_leaves_it_open(self) -> None:
        _, token = invite()
        before = Entry.objects.count()
        for name, password in (("", PASSWORD), ("Ben", "short"), ("x" * 121, PASSWORD)):
            with pytest.raises(AccountsError):
                accept(token, name=name, password=password)
        assert Entry.objects.count() == before
        accept(token)

    def test_who_needs_none_gets_none(self) -> None:
        ana = people.person()
        with pytest.raises(AccountsError, match="has access already"):
            invite("ANA@example.org", of=ana.organisation)
        invite("ben@example.org", of=ana.organisation)
        with pytest.raises(AccountsError, match="another organisation"):
            invite("ben@example.org", of=people.organisation("Elsewhere"))
        for email in ("", "no address", "a@b", "a b@example.org"):
            with pytest.raises(AccountsError):
                invite(email, of=ana.organisation)
        assert OutboxMessage.objects.count() == 1


class TestThePageOfAnInvitation:
    def link(self) -> str:
        return f"/account/invitation/{invite()[1]}"

    def test_it_works(self, client: Client, time_machine) -> None:
        time_machine.move_to(AT)
        link = self.link()
        for _ in range(3):  # a mail scanner opens it first
            page = client.get(link).content.decode()
            assert "ben@example.org" in page
            assert 'value="Ben"' in page
        given = {"name": "Ben Okri", "password1": PASSWORD, "password2": PASSWORD}
        answer = client.post(link, given)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
        assert "Ben Okri" in client.get("/account/").content.decode()
        assert sentences()[-1] == "Ben Okri signed in with an invitation."
        again = Client().post(link, given)
        assert again.status_code == 410
        assert "was used already" in again.content.decode()

    def test_a_flaw_is_named_and_nothing_happens(self, client: Client, time_machine) -> None:
        time_machine.move_to(AT)
        link = self.link()
        good = {"name": "Ben", "password1": PASSWORD, "password2": PASSWORD}
        for change in (
            {"name": ""},
            {"password1": "short", "password2": "short"},
            {"password2": "other"},
            {"password1": ""},
        ):
            assert client.post(link, {**good, **change}).status_code == 422
        assert client.post(link, {}).status_code == 422
        assert not User.objects.get(email="ben@example.org").is_active

    def test_an_old_or_made_up_link_says_so(self, client: Client, time_machine) -> None:
        time_machine.move_to(AT + LASTS)
        assert client.get(self.link()).status_code == 410
        assert client.get("/account/invitation/nonsense").status_code == 404
        assert client.post("/account/invitation/%00", {"name": "x"}).status_code == 404

    def test_somebody_else_is_signed_in(self, client: Client, time_machine) -> None:
        time_machine.move_to(AT)
        people.sign_in(client, people.person())
        link = self.link()
        given = {"name": "Ben", "password1": PASSWORD, "password2": PASSWORD}
        for answer in (client.get(link), client.post(link, given)):
            assert answer.status_code == 409
            assert "signed in as Ana Ruiz" in answer.content.decode()
        assert not User.objects.get(email="ben@example.org").is_active
