"""Single sign-on with a provider on this machine: whom it lets in, and whom it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from clearslate.accounts import services
from clearslate.accounts.adapters.identity import recently_signed_in
from clearslate.accounts.models import User
from clearslate.ledger import selectors as ledger
from clearslate.ledger.parties import COMMAND_LINE
from tests.server import people
from tests.server.provider import CLIENT_ID, CLIENT_SECRET, Provider

pytestmark = pytest.mark.usefixtures("database")

LOGIN = "/account/oidc/sso/login/"
ANA = {"sub": "1234", "email": "Ana@Example.org", "email_verified": True}


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    with Provider() as running:
        settings.CLEARSLATE = {
            **settings.CLEARSLATE,
            "oidc_issuer": running.issuer,
            "oidc_name": "Studio login",
        }
        app = {
            "provider_id": "sso",
            "name": "Studio login",
            "client_id": CLIENT_ID,
            "secret": CLIENT_SECRET,
            "settings": {"server_url": running.issuer},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        yield running


def come_back(client: Client, provider: Provider, address: str = LOGIN) -> HttpResponse:
    """Go to the provider and return, as a browser would."""
    sent = client.get(address)
    assert sent.status_code == 302, sent.content.decode()
    back = provider.authorize(sent.headers["Location"])
    return client.get(f"{LOGIN}callback/", back)


def sentences() -> list[str]:
    return [line.sentence for line in ledger.history("installation")]


def test_whoever_the_provider_vouches_for_comes_in(client: Client, provider: Provider) -> None:
    ana = people.person(password=None)
    page = client.get(f"{reverse('account_login')}?next=/account/").content.decode()
    assert "Sign in with Studio login" in page
    assert f"{LOGIN}?process=login&amp;next=%2Faccount%2F" in page
    provider.claims = {**ANA, "name": "Somebody", "picture": "https://x.example/a.png"}
    answer = come_back(client, provider, f"{LOGIN}?process=login&next=/account/")
    assert answer.headers["Location"] == "/account/"
    assert sentences()[-2:] == [
        "Ana Ruiz linked single sign-on.",
        "Ana Ruiz signed in with single sign-on.",
    ]
    page = client.get(reverse("account")).content.decode()
    assert "Linked." in page
    assert "Ana@Example.org" in client.get(reverse("socialaccount_connections")).content.decode()
    # What else the provider said is not kept.
    from allauth.socialaccount.models import SocialAccount

    assert SocialAccount.objects.get(user=ana).extra_data == {"email": "Ana@Example.org"}
    # Later, the provider's own identifier counts, not the address.
    provider.claims = {"sub": "1234", "email": "renamed@example.org"}
    assert come_back(Client(), provider).status_code == 302
    assert sentences()[-1] == "Ana Ruiz signed in with single sign-on."


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": "false"},
        {"email_verified": 1},
        {"email_verified": None},
        {"email": ""},
        {"email": "nobody@example.org"},
        {"email": ["ana@example.org"]},
        {"email": "ana@example.org\x00"},
        {"email": "ana@example.org, eve@example.org"},
    ],
)
def test_anybody_else_does_not(client: Client, provider: Provider, claims: dict) -> None:
    people.person()
    provider.claims = ANA | claims
    answer = come_back(client, provider)
    assert answer.status_code == 403
    assert "did not let you in" in answer.content.decode()
    assert client.get(reverse("account")).status_code == 302
    assert User.objects.count() == 1
    assert len(sentences()) == 2


def test_no_claim_of_verification_is_none(client: Client, provider: Provider) -> None:
    people.person()
    provider.claims = {"sub": "1234", "email": "ana@example.org"}
    assert come_back(client, provider).status_code == 403


def test_whoever_has_no_access_stays_out(client: Client, provider: Provider) -> None:
    ana = people.person()
    provider.claims = ANA
    come_back(Client(), provider)
    services.deactivate_person(actor=COMMAND_LINE, at=people.AT, user=ana)
    answer = come_back(client, provider)
    assert answer.headers["Location"] == reverse("account_inactive")
    ben, _ = services.invite_person(
        actor=COMMAND_LINE,
        at=people.AT,
        email="ben@example.org",
        name="",
        organisation=ana.organisation,
    )
    provider.claims = {"sub": "5", "email": ben.email, "email_verified": True}
    assert come_back(client, provider).status_code == 403
    assert client.get(reverse("account")).status_code == 302


def test_two_answers_about_different_people_are_refused(client: Client, provider: Provider) -> None:
    people.person()
    provider.claims, provider.info_claims = ANA, {"sub": "another"}
    assert come_back(client, provider).status_code == 403


@pytest.mark.parametrize(
    "token",
    [{"aud": "another"}, {"iss": "https://elsewhere.example"}, {"exp": 1}, {"aud": None}],
)
def test_a_token_for_somebody_else_is_refused(
    client: Client, provider: Provider, token: dict
) -> None:
    people.person()
    provider.claims, provider.token_claims = ANA, token
    answer = come_back(client, provider)
    assert answer.status_code == 401
    assert "did not work" in answer.content.decode()
    assert client.get(reverse("account")).status_code == 302


def test_a_state_that_was_not_ours_is_refused(client: Client, provider: Provider) -> None:
    people.person()
    provider.claims = ANA
    back = provider.authorize(client.get(LOGIN).headers["Location"])
    for given in (
        {**back, "state": "made up"},
        {"code": back["code"]},
        {"state": back["state"], "error": "server_error"},
        {},
    ):
        assert Client().get(f"{LOGIN}callback/", given).status_code == 401
    # Another browser cannot use what this one was given.
    assert Client().get(f"{LOGIN}callback/", back).status_code == 401
    assert client.get(f"{LOGIN}callback/", back).status_code == 302
    assert client.get(f"{LOGIN}callback/", back).status_code == 401


def test_cancelling_at_the_provider(client: Client, provider: Provider) -> None:
    back = provider.authorize(client.get(LOGIN).headers["Location"])
    given = {"state": back["state"], "error": "access_denied"}
    answer = client.get(f"{LOGIN}callback/", given, follow=True)
    assert "was cancelled" in answer.content.decode()


def test_nobody_links_an_account_of_somebody_else_by_hand(
    client: Client, provider: Provider
) -> None:
    people.sign_in(client, people.person())
    provider.claims = {"sub": "9", "email": "eve@example.org", "email_verified": True}
    answer = come_back(client, provider, f"{LOGIN}?process=connect")
    assert answer.status_code == 403
    assert "Not linked" in client.get(reverse("account")).content.decode()


def test_removing_the_link(client: Client, provider: Provider) -> None:
    people.person(password=None)
    provider.claims = ANA
    come_back(client, provider)
    from allauth.socialaccount.models import SocialAccount

    given = {"account": SocialAccount.objects.get().pk}
    answer = client.post(reverse("socialaccount_connections"), given)
    assert answer.status_code == 422
    assert "Set a password first" in answer.content.decode()
    user = User.objects.get()
    user.set_password(people.PASSWORD)
    user.save()
    client = Client()
    people.sign_in(client, user)
    assert client.post(reverse("socialaccount_connections"), given).status_code == 302
    assert sentences()[-1] == "Ana Ruiz removed single sign-on."
    assert client.post(reverse("socialaccount_connections"), {"account": 99}).status_code == 422


def test_whoever_has_nothing_else_confirms_at_the_provider(
    client: Client, provider: Provider, time_machine
) -> None:
    time_machine.move_to(people.AT, tick=False)
    people.person(password=None)
    provider.claims = ANA
    come_back(client, provider)
    page = reverse("account_set_password")
    assert client.get(page).status_code == 200
    time_machine.shift(timedelta(minutes=16))
    asked = client.get(page)
    assert asked.headers["Location"] == f"{LOGIN}?next=%2Faccount%2Fpassword%2Fset%2F"
    answer = come_back(client, provider, asked.headers["Location"])
    assert answer.headers["Location"] == page
    request = client.get(page).wsgi_request
    assert recently_signed_in(request)


def test_a_provider_that_fails_is_no_crash(client: Client, provider: Provider, settings) -> None:
    people.person()
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    for server in ("http://127.0.0.1:9", f"{provider.issuer}/nothing", f"{provider.issuer}/junk"):
        app["settings"] = {"server_url": server}
        for page in (LOGIN, f"{LOGIN}?process=login"):
            answer = client.get(page)
            assert answer.status_code == 502
            assert "did not work" in answer.content.decode()


def test_without_a_provider_there_is_no_such_page(client: Client) -> None:
    people.sign_in(client, people.person())
    for path in (LOGIN, f"{LOGIN}callback/", "/account/3rdparty/", "/account/oidc/x/login/"):
        assert client.get(path).status_code == 404
    assert "Sign in with a passkey" in Client().get(reverse("account_login")).content.decode()
