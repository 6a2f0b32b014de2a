"""Second factors and confirmations: what they ask, what they refuse, what is kept of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import struct
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from clearslate.accounts.adapters.identity import confirmed_identity
from clearslate.accounts.adapters.second_factors import remove_second_factors
from clearslate.accounts.errors import NotAllowedError
from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.config.urls import urlpatterns as ours
from clearslate.kit.models import OutboxMessage
from clearslate.ledger import selectors as ledger
from clearslate.ledger.parties import COMMAND_LINE
from tests.server import people
from tests.server.people import AT

pytestmark = pytest.mark.usefixtures("database")


def code_at(secret: str, at: float, step: int = 0) -> str:
    """What an authenticator app shows at a time (RFC 6238)."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30 + step), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    value = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{value % 1_000_000:06}"


def sentences() -> list[str]:
    return [line.sentence for line in ledger.history("installation")]


@pytest.fixture
def clock(time_machine):
    """The time, which stands still unless a test moves it."""
    time_machine.move_to(AT, tick=False)
    return time_machine


def now() -> float:
    import time

    return time.time()


def add_app(client: Client) -> str:
    """Add an authenticator app. Returns its secret."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="totp_secret">([A-Z2-7]+)<', page)[1]
    assert "<svg" in page
    assert "data:image" not in page
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_at(secret, now())})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def recovery_codes(client: Client) -> list[str]:
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r'<li class="mono">(\d{8})</li>', page)


def first_step(client: Client) -> None:
    given = {"login": "ana@example.org", "password": people.PASSWORD}
    answer = client.post(reverse("account_login"), given)
    assert answer.headers["Location"] == reverse("mfa_authenticate")


def second_step(client: Client, code: str) -> HttpResponse:
    return client.post(reverse("mfa_authenticate"), {"code": code})


def test_a_code_from_an_app_is_asked_for_and_works_once(client: Client, clock) -> None:
    people.sign_in(client, people.person())
    secret = add_app(client)
    client.post(reverse("account_logout"))
    clock.shift(timedelta(minutes=5))
    first_step(client)
    assert client.get(reverse("account")).status_code == 302
    assert second_step(client, "000000").status_code == 422
    code = code_at(secret, now())
    assert second_step(client, code).headers["Location"] == "/"
    assert sentences()[-1] == "Ana Ruiz signed in with a code from an app."
    assert "A sign-in as Ana Ruiz failed: a code from an app." in sentences()
    # Somebody who looked over the shoulder cannot use it, however the clock of the phone is off.
    for later in (0, 29, 31, 59):
        clock.move_to(AT + timedelta(minutes=5, seconds=later), tick=False)
        other = Client()
        first_step(other)
        assert second_step(other, code).status_code == 422, later
        assert other.get(reverse("account")).status_code == 302
    clock.move_to(AT + timedelta(minutes=30), tick=False)
    first_step(other := Client())
    assert second_step(other, code_at(secret, now(), step=1)).status_code == 302
    first_step(third := Client())
    assert second_step(third, code_at(secret, now(), step=2)).status_code == 422


def test_guessing_codes_is_stopped(client: Client, clock) -> None:
    people.sign_in(client, people.person())
    secret = add_app(client)
    client.post(reverse("account_logout"))
    clock.shift(timedelta(minutes=10))
    first_step(client)
    for _ in range(5):
        assert second_step(client, "000000").status_code == 422
    answer = second_step(client, code_at(secret, now()))
    assert answer.status_code == 422
    assert "Too many attempts" in answer.content.decode()


def test_a_recovery_code_works_once(client: Client, clock) -> None:
    people.sign_in(client, people.person())
    add_app(client)
    codes = recovery_codes(client)
    assert len(set(codes)) == 10
    text = client.get(reverse("mfa_download_recovery_codes")).content.decode()
    assert text.split() == codes
    for expected in (302, 422):
        other = Client()
        first_step(other)
        assert second_step(other, codes[0]).status_code == expected
    assert "Ana Ruiz signed in with a recovery code." in sentences()
    assert recovery_codes(client) == codes[1:]
    assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    fresh = recovery_codes(client)
    assert not set(fresh) & set(codes)
    first_step(other := Client())
    assert second_step(other, codes[1]).status_code == 422
    letters = [row.parameters["what"] for row in OutboxMessage.objects.all()]
    assert sorted(letters) == ["recovery_codes_added", "totp_added"]


def test_secrets_are_not_in_the_clear_in_the_database(client: Client, clock) -> None:
    people.sign_in(client, people.person())
    secret = add_app(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        rows = str(cursor.fetchall())
    assert secret not in rows
    assert "gAAAA" in rows
    # With another key nothing matches, and nothing breaks.
    client.post(reverse("account_logout"))
    clock.shift(timedelta(minutes=5))
    with override_settings(SECRET_KEY="another-key-0123456789-abcdefghijklmnopqrstuv"):
        first_step(other := Client())
        assert second_step(other, code_at(secret, now())).status_code == 422


def test_removing_the_app(client: Client, clock) -> None:
    people.sign_in(client, people.person())
    add_app(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 302
    assert (
        "Remove the authenticator app?"
        in client.get(reverse("mfa_deactivate_totp")).content.decode()
    )
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    people.sign_in(Client(), User.objects.get())
    assert "Ana Ruiz removed an authenticator app." in sentences()
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 404


def test_an_administrator_helps_whoever_lost_everything(client: Client, clock) -> None:
    ana = people.person()
    people.sign_in(client, ana)
    add_app(client)
    with pytest.raises(NotAllowedError):
        remove_second_factors(actor=party_of(ana), user=ana)
    assert remove_second_factors(actor=COMMAND_LINE, user=ana) == 2
    people.sign_in(Client(), ana)
    told = "Somebody at the command line removed all second factors of Ana Ruiz."
    assert told in sentences()
    letters = [row.parameters["what"] for row in OutboxMessage.objects.all()]
    assert sorted(letters) == ["factors_reset", "totp_added"]


HOSTILE = [
    "",
    "null",
    "1",
    "[]",
    "{}",
    '"x"',
    "{",
    json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": {}}),
    json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": None}),
    json.dumps(
        {
            "id": "AAAA",
            "rawId": "AAAA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "AAAA",
                "authenticatorData": "AAAA",
                "attestationObject": "AAAA",
                "signature": "AAAA",
                "userHandle": "AAAA",
            },
            "clientExtensionResults": [],
        }
    ),
    json.dumps({"id": "é", "rawId": "a" * 100_000, "response": {"userHandle": {"a": 1}}}),
]


@pytest.mark.parametrize("credential", HOSTILE)
def test_a_made_up_passkey_is_refused(client: Client, credential: str, clock) -> None:
    people.sign_in(client, people.person())
    given = {"name": "x", "credential": credential}
    assert client.post(reverse("mfa_add_webauthn"), given).status_code == 422
    add_app(client)
    visitor = Client()
    visitor.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    answer = visitor.post(reverse("mfa_login_webauthn"), given)
    assert answer.headers["Location"] == reverse("account_login")
    assert "did not match" in visitor.get(reverse("account_login")).content.decode()
    first_step(visitor)
    visitor.get(reverse("mfa_authenticate"))
    before = sentences()
    assert visitor.post(reverse("mfa_authenticate"), given).status_code == 422
    assert sentences()[len(before) :] == ["A sign-in as Ana Ruiz failed: a passkey."]
    for _ in range(6):  # whoever knows the password cannot fill the log
        assert visitor.post(reverse("mfa_authenticate"), given).status_code == 422
    assert len(sentences()) == len(before) + 5


# A page that asks who it is, as a decision does.
@confirmed_identity
def decide(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.method} by {request.user}: {request.POST.get('why', '')}")


urlpatterns = [path("decide/", decide), *ours]


@pytest.fixture
def decisions(settings):
    settings.ROOT_URLCONF = __name__


def test_a_decision_asks_who_it_is_after_a_while(client: Client, clock, decisions) -> None:
    people.sign_in(client, people.person())
    assert client.get("/decide/").content == b"GET by Ana Ruiz: "
    clock.shift(timedelta(minutes=14, seconds=59))
    assert client.get("/decide/").status_code == 200
    clock.shift(timedelta(seconds=1))
    answer = client.post("/decide/", {"why": "it is good"})
    ask = reverse("account_reauthenticate")
    assert answer.headers["Location"] == f"{ask}?next=%2Fdecide%2F"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Confirm that it is you" in page
    wrong = client.post(ask, {"password": "wrong", "next": "/decide/"})
    assert wrong.status_code == 422
    assert "A sign-in as Ana Ruiz failed: a password." in sentences()
    done = client.post(ask, {"password": people.PASSWORD, "next": "/decide/"})
    assert done.content == b"POST by Ana Ruiz: it is good"
    assert client.get("/decide/").status_code == 200


def test_a_fragment_leads_to_the_whole_page(client: Client, clock, decisions) -> None:
    people.sign_in(client, people.person())
    clock.shift(timedelta(minutes=16))
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/uses/7?a=b"}
    answer = client.post("/decide/", {"why": "good"}, headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["HX-Redirect"] == f"{reverse('account_reauthenticate')}?next=%2Fuses%2F7"


def test_a_code_confirms_too(client: Client, clock, decisions) -> None:
    people.sign_in(client, people.person())
    secret = add_app(client)
    clock.shift(timedelta(minutes=16))
    client.post("/decide/", {"why": "good"})
    page = client.get(reverse("account_reauthenticate")).content.decode()
    assert reverse("mfa_reauthenticate") in page
    given = {"code": code_at(secret, now()), "next": "/decide/"}
    done = client.post(reverse("mfa_reauthenticate"), given)
    assert done.content == b"POST by Ana Ruiz: good"
    clock.shift(timedelta(minutes=15))
    again = client.post(reverse("mfa_reauthenticate"), given)
    assert again.status_code == 422


def test_whoever_is_not_signed_in_signs_in_first(client: Client, decisions) -> None:
    answer = client.get("/decide/")
    assert answer.headers["Location"] == f"{reverse('account_login')}?next=%2Fdecide%2F"


@pytest.mark.parametrize(
    "page",
    [
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "account_set_password",
    ],
)
def test_changing_how_one_signs_in_asks_who_it_is(client: Client, clock, page: str) -> None:
    people.sign_in(client, people.person())
    clock.shift(timedelta(minutes=16))
    for answer in (client.get(reverse(page)), client.post(reverse(page), {"name": "x"})):
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
