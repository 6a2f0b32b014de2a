"""Every address, for every role: who may see it is what the one table says, and nothing else.

The addresses are found by walking the url configuration, so a page that is added is tested from
then on. A page says what it needs through the decorators of `clearslate.ui.access`; one that says
nothing must be among the few public ones. Each request is undone before the next.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from clearslate.accounts.adapters.pages import CONFIRMED, PAGES, SINGLE_SIGN_ON
from clearslate.accounts.permissions import (
    ACTIONS,
    INSTALLATION_ACTIONS,
    OFFICES,
    ROLES,
    Action,
    InstallationAction,
    Office,
)
from clearslate.ui.access import NEEDS, OR_OFFICE
from tests.server.everything import made
from tests.server.productions import World, world

#: What these walks ask does not depend on the database, and asking takes minutes.
on_sqlite = pytest.mark.parametrize("copies", ["sqlite"], indirect=True)

#: For anybody, signed in or not. Whoever adds one here says why nobody need be signed in for it.
PUBLIC = {
    "healthz": "says that the process runs",
    "readyz": "says that it can serve",
    "accept_invitation": "the link is the key; whoever holds it chooses a password",
    "calendar_feed": "the link is the key; calendars cannot sign in",
    "question": "the link is the key; it shows one question of a draft, and nothing else",
    "mfa_index": "leads to the account, which asks",
}

#: Pages of the sign-in library for those who are signed in; all its others are for signing in.
SIGNED_IN = CONFIRMED | {"account_change_password", "usersessions_list", "account_reauthenticate"}

#: Views that look at more than one permission, and how: the actions of a role in, allowed out.
MORE: dict[str, Callable[[frozenset[Action]], bool]] = {
    # Somebody else declared the use, so only who may withdraw the uses of others may withdraw it.
    "use_withdraw": lambda actions: Action.WITHDRAW_USE in actions,
    # Who stands in for somebody decides without a right of their own; here nobody does.
    **dict.fromkeys(
        ("review", "review_still", "review_paper"),
        lambda actions: Action.DECIDE in actions,
    ),
    "line_open": lambda actions: bool(
        actions & {Action.DECIDE, Action.REVIEW_LEGALLY, Action.CLEAR_RIGHTS}
    ),
    # The line is the director's, and whoever declares may write down what the director said.
    **dict.fromkeys(
        ("line_show", "line_answer"),
        lambda actions: bool(actions & {Action.DECLARE, Action.SPEAK_AS_DIRECTOR}),
    ),
    # Whoever is away ends it, here the reviewer, and whoever manages people.
    "away_end": lambda actions: (
        Action.MANAGE_PEOPLE in actions
        or (Action.LOOK_AT_RESULTS in actions and Action.GIVE_STANDING not in actions)
    ),
    # Only whoever was asked answers; here that is the coordinator, whom these two tell apart.
    "answer_query": lambda actions: (
        Action.WITHDRAW_USE in actions and Action.REOPEN_PRODUCTION not in actions
    ),
}


@dataclass(frozen=True)
class Page:
    """One address of the configuration."""

    name: str
    parameters: tuple[str, ...]
    view: Callable[..., HttpResponse]

    @property
    def needs(self) -> Action | InstallationAction | None:
        """What it says that it needs."""
        return getattr(self.view, NEEDS)

    def address(self, arguments: dict[str, object]) -> str:
        """Its address, with real arguments."""
        unknown = [each for each in self.parameters if each not in arguments]
        assert not unknown, f"{self.name}: say in made() what stands for {unknown} in its address"
        return reverse(self.name, kwargs={each: arguments[each] for each in self.parameters})

    def allows(self, who: str) -> bool:
        """Whether the table of roles and actions lets somebody see it."""
        offices = {Office.ADMINISTRATOR: "administrator", Office.POLICY_OWNER: "policy_owner"}
        held = {
            action
            for office, (_, actions) in OFFICES.items()
            if offices[office] == who
            for action in actions
        }
        role = {"policy_owner": "auditor"}.get(who, who)
        actions = ROLES[role].actions if role in ROLES else frozenset()
        if self.needs is None:
            return True
        if isinstance(self.needs, InstallationAction):
            return self.needs in held
        if getattr(self.view, OR_OFFICE, None) in held and actions:
            return True
        return self.needs in actions and MORE.get(self.name, lambda _: True)(actions)


def pages(patterns: list[Any] | None = None, above: tuple[str, ...] = ()) -> Iterator[Page]:
    """Every address there is."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        parameters = (*above, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from pages(entry.url_patterns, parameters)
        elif isinstance(entry, URLPattern):
            yield Page(str(entry.name), parameters, entry.callback)


PAGES_OF_OURS = [page for page in pages() if hasattr(page.view, NEEDS)]
OF_PRODUCTIONS = [page for page in PAGES_OF_OURS if "slug" in page.parameters]
PEOPLE = [*ROLES, "administrator", "policy_owner"]


def ask(client: Client, method: str, address: str) -> HttpResponse:
    """Make a request, and undo what it did."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
        answer.close()
        transaction.set_rollback(True)
    return answer


def sign_in(client: Client, here: World, who: str) -> None:
    """Sign somebody in, as if they had shown just now who they are."""
    client.raise_request_exception = False
    client.logout()
    here.sign_in(client, who)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = here.people[who].id
    session.save()


def leads_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(
        reverse("account_login")
    )


def test_every_page_says_what_it_needs_or_is_public() -> None:
    library = PAGES | CONFIRMED | SINGLE_SIGN_ON
    silent = {page.name for page in pages() if not hasattr(page.view, NEEDS)}
    assert silent - set(PUBLIC) - library == set()
    assert set(PUBLIC) <= silent


def test_every_page_of_a_production_needs_an_action_of_it() -> None:
    wrong = [page.name for page in OF_PRODUCTIONS if not isinstance(page.needs, Action)]
    assert "\n".join(wrong) == ""


def test_every_permission_is_asked_for_somewhere() -> None:
    """A permission without a page or service would promise what nothing keeps."""
    asked = {page.needs for page in PAGES_OF_OURS} | {
        getattr(page.view, OR_OFFICE, None) for page in PAGES_OF_OURS
    }
    elsewhere = {
        Action.GET_NOTICES,  # who gets a notice by mail
        Action.WITHDRAW_USE,  # beside who declared it, on the page that withdraws a use
        Action.SHARE_VIEWS,  # on the page of saved views
        # Beside who declares, on the page of the lines of a use.
        *(Action.REVIEW_LEGALLY, Action.CLEAR_RIGHTS),
        *(Action.SPEAK_AS_DIRECTOR, Action.SPEAK_FOR_LABOUR),
        Action.KEEP_DUTIES,  # for the duties of others, on the page of duties
        InstallationAction.MANAGE_ORGANISATIONS,  # at the command line
        InstallationAction.INVITE_PEOPLE,
        InstallationAction.APPOINT,
    }
    assert set(ACTIONS) | set(INSTALLATION_ACTIONS) <= asked | elsewhere


@on_sqlite
@pytest.mark.usefixtures("database")
def test_who_may_see_a_page_is_what_the_table_says(client: Client) -> None:
    everything = made()
    wrong = []
    answered: dict[str, set[str]] = {}
    for who in PEOPLE:
        sign_in(client, everything.here, who)
        for page in PAGES_OF_OURS:
            address = page.address(everything.arguments)
            for method in ("get", "post"):
                answer = ask(client, method, address)
                if answer.status_code == 405:
                    continue
                answered.setdefault(page.name, set()).add(method)
                allowed = answer.status_code not in (403, 404) and not leads_to_sign_in(answer)
                if allowed != page.allows(who) or answer.status_code >= 500:
                    wrong.append(f"{who}: {method} {page.name} answers {answer.status_code}")
    assert "\n".join(wrong) == ""
    assert {page.name for page in PAGES_OF_OURS} - set(answered) == set()


@on_sqlite
@pytest.mark.usefixtures("database")
def test_nobody_sees_anything_of_a_production_of_others(client: Client) -> None:
    everything = made()
    here = everything.here
    wrong = []
    for who in [*PEOPLE, "stranger"]:
        sign_in(client, here, who)
        slug = here.production.slug if who == "stranger" else here.foreign.slug
        for page in OF_PRODUCTIONS:
            address = page.address({**everything.arguments, "slug": slug})
            for method in ("get", "post"):
                status = ask(client, method, address).status_code
                if status not in (404, 405):
                    wrong.append(f"{who}: {method} {address} answers {status}")
    assert "\n".join(wrong) == ""


@on_sqlite
@pytest.mark.usefixtures("database")
def test_whoever_is_not_signed_in_is_led_there(client: Client) -> None:
    everything = made()
    wrong = []
    for page in PAGES_OF_OURS:
        address = page.address(everything.arguments)
        for method in ("get", "post"):
            answer = ask(client, method, address)
            if answer.status_code != 405 and not leads_to_sign_in(answer):
                wrong.append(f"{method} {page.name} answers {answer.status_code}")
    for page in pages():
        if page.name in SIGNED_IN:
            answer = ask(client, "get", page.address({"pk": 1}))
            # Without single sign-on its pages do not exist, for anybody.
            if not leads_to_sign_in(answer) and page.name not in SINGLE_SIGN_ON:
                wrong.append(f"get {page.name} answers {answer.status_code}")
    assert "\n".join(wrong) == ""


@on_sqlite
@pytest.mark.usefixtures("database")
def test_the_table_of_a_production_decides_and_not_the_one_that_shipped(client: Client) -> None:
    here = world()
    role = here.role("director")
    role.actions = [Action.SEE_PRODUCTION.value, Action.MANAGE_RULES.value, "fly"]
    role.save()
    sign_in(client, here, "director")
    slug = {"slug": here.production.slug}
    for name, status in (("settings", 200), ("pack_upload", 200), ("uses", 404), ("invite", 404)):
        assert client.get(reverse(name, kwargs=slug)).status_code == status, name


def test_a_planted_page_is_caught() -> None:
    """The walk would see a page that forgets to say what it needs."""

    def silent(request: object) -> HttpResponse:
        return HttpResponse()

    from django.urls import path

    (page,) = pages([path("p/<slug:slug>/leak/", silent, name="leak")])
    assert (page.name, page.parameters) == ("leak", ("slug",))
    assert not hasattr(page.view, NEEDS)
    with pytest.raises(AssertionError, match="say in made"):
        page.address({})
