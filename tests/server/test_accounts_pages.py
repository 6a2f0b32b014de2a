"""Signing in and out, and a person's own account, through the pages."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from clearslate.accounts import services
from clearslate.accounts.models import User
from clearslate.kit.models import OutboxMessage
from clearslate.ledger import selectors
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.notify.letters import LETTERS
from clearslate.ui.templatetags.devices import device
from tests.server import people, processes
from tests.server.databases import Database

pytestmark = pytest.mark.usefixtures("database")


def sentences() -> list[str]:
    return [line.sentence for line in selectors.history("installation")]


def test_signing_in_and_out(client: Client) -> None:
    ana = people.person()
    assert client.get(reverse("account")).status_code == 302
    assert "Sign in with a passkey" in client.get(reverse("account_login")).content.decode()
    people.sign_in(client, ana)
    page = client.get(reverse("account"))
    assert page.status_code == 200
    assert "ana@example.org" in page.content.decode()
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get(reverse("account")).status_code == 302
    assert sentences()[-2:] == ["Ana Ruiz signed in with a password.", "Ana Ruiz signed out."]


def refused(client: Client, email: str, password: str = "wrong") -> str:
    answer = client.post(reverse("account_login"), {"login": email, "password": password})
    assert answer.status_code == 422
    return without_secrets(answer.content.decode(), email)


def without_secrets(page: str, email: str) -> str:
    """A page without what differs from one request to the next, and without the address."""
    page = re.sub(r"[0-9A-Za-z]{64}", "(token)", page)
    return page.replace(email, "(address)")


def test_a_wrong_password_and_an_unknown_address_look_the_same(client: Client) -> None:
    people.person()
    known = refused(client, "ana@example.org")
    unknown = refused(client, "nobody@example.org")
    assert known == unknown
    assert "The e-mail address or the password is wrong." in known
    told = "A sign-in as Ana Ruiz failed: a password."
    assert [line for line in sentences() if "failed" in line] == [told]


def test_somebody_without_access_looks_the_same_too(client: Client) -> None:
    ana = people.person()
    services.invite_person(
        actor=COMMAND_LINE,
        at=people.AT,
        email="ben@example.org",
        name="",
        organisation=ana.organisation,
    )
    assert refused(client, "ben@example.org") == refused(client, "nobody@example.org")
    services.deactivate_person(actor=COMMAND_LINE, at=people.AT, user=ana)
    assert refused(client, "ana@example.org") == refused(client, "nobody@example.org")
    answer = client.post(
        reverse("account_login"), {"login": "ana@example.org", "password": people.PASSWORD}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("account_inactive")


def test_a_session_ends_with_the_access(client: Client) -> None:
    ana = people.person()
    people.sign_in(client, ana)
    services.deactivate_person(actor=COMMAND_LINE, at=people.AT, user=ana)
    assert client.get(reverse("account")).status_code == 302


def test_too_many_wrong_passwords_lock_the_address_for_a_while(client: Client) -> None:
    people.person()
    for _ in range(5):
        refused(client, "ana@example.org")
    said = refused(client, "ana@example.org", people.PASSWORD)
    assert "Too many attempts" in said
    # It is counted for the address alone, and for an unknown one in the same way.
    for _ in range(5):
        refused(client, "nobody@example.org")
    assert "Too many attempts" in refused(client, "nobody@example.org")
    assert len([line for line in sentences() if "failed" in line]) == 5


def test_too_many_attempts_from_one_place_are_refused(client: Client) -> None:
    for attempt in range(30):
        answer = client.post(reverse("account_login"), {"login": f"{attempt}@example.org"})
        assert answer.status_code == 422
    answer = client.post(reverse("account_login"), {"login": "x@example.org"})
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


@pytest.mark.slow
def test_the_limit_holds_for_two_processes(database: Database) -> None:
    """What one process counts, another sees: the counts are in the database."""
    people.person()
    program = (
        "from django.core.management import call_command\n"
        "from django.test import Client\n"
        "call_command('collectstatic', verbosity=0, interactive=False)\n"
        "client = Client(headers={{'Host': '127.0.0.1'}})\n"
        "for _ in range({}):\n"
        "    answer = client.post('/account/login/', {{'login': 'ana@example.org',"
        " 'password': 'wrong'}})\n"
        "print('Too many attempts' in answer.content.decode())\n"
    )
    said = []
    for attempts in (4, 1, 1):
        with processes.program(program.format(attempts), database.environment) as process:
            out, problem = process.communicate(timeout=60)
            assert process.returncode == 0, problem
            said.append(out.strip())
    assert said == ["False", "False", "True"]


def test_the_page_leads_back_to_where_one_wanted_to_go(client: Client) -> None:
    people.person()
    given = {"login": "ana@example.org", "password": people.PASSWORD}
    answer = client.post(reverse("account_login"), {**given, "next": "/account/sessions/"})
    assert answer.headers["Location"] == "/account/sessions/"
    client.post(reverse("account_logout"))
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = client.post(reverse("account_login"), {**given, "next": elsewhere})
        assert answer.headers["Location"] == "/"
        client.post(reverse("account_logout"))


def test_the_session_is_a_new_one_after_signing_in(client: Client) -> None:
    ana = people.person()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "before"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    people.sign_in(client, ana)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != session.session_key
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "phone/change/", "login/code/", "3rdparty/"]
)
def test_what_is_not_for_here_does_not_exist(client: Client, path: str) -> None:
    people.sign_in(client, people.person())
    assert client.get(f"/account/{path}").status_code == 404
    assert client.post(f"/account/{path}", {"email": "x@example.org"}).status_code == 404


def test_changing_ones_name(client: Client) -> None:
    people.sign_in(client, people.person())
    assert client.post(reverse("account"), {"name": "Ana  R."}).status_code == 302
    assert "Ana R. now goes by Ana R.." in sentences()
    for flawed in ("", "x" * 121, "a\x00b", "a\u202eb"):
        assert client.post(reverse("account"), {"name": flawed}).status_code == 422


def test_changing_the_password(client: Client) -> None:
    ana = people.person()
    people.sign_in(client, ana)
    other = Client()
    people.sign_in(other, ana)
    new = "staple battery horse"
    given = {"oldpassword": "wrong", "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), given).status_code == 422
    given["oldpassword"] = people.PASSWORD
    answer = client.post(reverse("account_change_password"), given)
    assert answer.headers["Location"] == reverse("account")
    assert client.get(reverse("account")).status_code == 200
    assert other.get(reverse("account")).status_code == 302
    assert "Ana Ruiz changed their password." in sentences()
    assert letter("sign_in_changed").recipient == "ana@example.org"


def test_signing_out_everywhere_else(client: Client) -> None:
    ana = people.person()
    people.sign_in(client, ana)
    other = Client(HTTP_USER_AGENT="Another <browser>")
    people.sign_in(other, ana)
    page = client.get(reverse("usersessions_list"))
    assert "Another &lt;browser&gt;" in page.content.decode()
    assert client.post(reverse("usersessions_list")).status_code == 302
    assert other.get(reverse("account")).status_code == 302
    assert client.get(reverse("account")).status_code == 200
    assert sentences()[-1] == "Ana Ruiz signed out on other devices."


def test_browsers_are_told_apart() -> None:
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
    chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36"
    assert device(f"{windows}{chrome}") == "Chrome on Windows"
    assert device(f"{windows}{chrome} Edg/150.0") == "Edge on Windows"
    assert device(f"{windows}Gecko/20100101 Firefox/150.0") == "Firefox on Windows"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"
    assert device(phone) == "Safari on iPhone"
    assert (device("curl/8"), device("")) == ("curl/8", "unknown")


def letter(kind: str) -> OutboxMessage:
    return OutboxMessage.objects.filter(kind=kind).latest("created_at")


def test_resetting_a_forgotten_password(client: Client) -> None:
    ana = people.person()
    ask = reverse("account_reset_password")
    known = client.post(ask, {"email": "Ana@example.org"})
    unknown = client.post(ask, {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (302, unknown.headers["Location"])
    assert OutboxMessage.objects.filter(kind="password_reset").count() == 1
    assert letter("password_reset").parameters == {"person": ana.id}
    written = LETTERS["password_reset"](letter("password_reset").parameters)
    path = re.search(r"http://127\.0\.0\.1:8000(/\S+)", written.text)[1]
    form = client.get(path, follow=True)
    assert "Choose a new password" in form.content.decode()
    to, new = form.request["PATH_INFO"], "staple battery horse"
    weak = client.post(to, {"password1": "12345678901", "password2": "12345678901"})
    assert weak.status_code == 422
    done = client.post(to, {"password1": new, "password2": new})
    assert done.headers["Location"] == reverse("account_reset_password_from_key_done")
    people.sign_in(client, ana, new)
    assert "Ana Ruiz reset their password." in sentences()
    # The link works once.
    assert "no longer works" in Client().get(path, follow=True).content.decode()


def test_whoever_has_no_password_gets_no_link_to_set_one(client: Client) -> None:
    people.person(password=None)
    answer = client.post(reverse("account_reset_password"), {"email": "ana@example.org"})
    assert answer.status_code == 302
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("key", ["x-y", "aaaa-set-password", f"{'a' * 26}-c1-{'f' * 40}", "0-'"])
def test_a_made_up_link_is_refused(client: Client, key: str) -> None:
    answer = client.get(f"/account/password/reset/key/{key}/", follow=True)
    assert answer.status_code == 200
    assert "no longer works" in answer.content.decode()


def test_setting_a_password_asks_who_it_is(client: Client) -> None:
    ana = people.person(password=None)
    client.force_login(ana)
    assert client.get(reverse("account_set_password")).status_code == 302
    assert not User.objects.get(id=ana.id).has_usable_password()
