"""A production with people and facts on file, and a person who fills in pages without a script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.test import Client

from clearslate.accounts.models import Organisation, User
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.policy.documents import plain, read_text
from clearslate.policy.interview import given
from clearslate.productions.models import FactSheet, Membership, Production, Role
from clearslate.productions.services.production import Particulars, create_production
from clearslate.uses.models import Draft
from tests.server.databases import made_once

SERIES = Path(__file__).parents[2] / "examples" / "series"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class World:
    """One production: a coordinator, somebody else who declares, a contact, and a stranger."""

    production: Production
    author: User
    other: User
    contact: User
    stranger: User

    @property
    def url(self) -> str:
        return f"/p/{self.production.slug}/"


def declaration(name: str) -> dict[str, Any]:
    """A declaration of the example series."""
    path = SERIES / f"{name}.yaml"
    return dict(plain(read_text(path.read_bytes(), name=path.name)))


@made_once
def make_world() -> World:
    org = Organisation.objects.create(
        name="Vannick Productions", kind="production_company", created_at=NOW
    )
    people = [
        User.objects.create(
            email=f"{name}@example.org", name=name, organisation=org, created_at=NOW
        )
        for name in ("Tove", "Casimir", "Ilse", "Stranger")
    ]
    production = create_production(
        actor=COMMAND_LINE,
        at=NOW,
        organisation=org,
        coordinator=people[0],
        given=Particulars(
            code_name="Saltbox", kind="series", zone="Europe/London", slug="saltbox-s2"
        ),
    )
    roles = {role.key: role for role in Role.objects.filter(production=production)}
    for user, role in ((people[1], "department_lead"), (people[2], "platform_contact")):
        Membership.objects.create(production=production, user=user, role=roles[role], since=NOW)
    FactSheet.objects.create(
        production=production,
        number=1,
        document=declaration("facts"),
        sha256="0" * 64,
        filed_at=NOW,
    )
    return World(production, *people)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class Form(HTMLParser):
    """The fields of the form of that id, as a browser without a script would send them."""

    def __init__(self, page: str, form: str = "form") -> None:
        super().__init__()
        self.wanted = form
        self.inside = False
        self.fields: dict[str, list[str]] = {}
        self.area = ""
        self.menu = ""
        self.asked: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.inside = given.get("id") == self.wanted
        if not self.inside:
            return
        if tag == "input" and name:
            self.asked.setdefault(name, given.get("type") or "text")
            boxed = given.get("type") in ("checkbox", "radio")
            if not boxed or "checked" in given:
                self.fields.setdefault(name, []).append(value)
        elif tag == "textarea":
            self.area = name
            self.asked[name] = "textarea"
            self.fields[name] = [""]
        elif tag == "select":
            self.menu = name
            self.asked[name] = "select"
            self.fields[name] = [""]
        elif tag == "option" and "selected" in given:
            self.fields[self.menu] = [value]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self.area = ""

    @property
    def paths(self) -> list[str]:
        """The questions that the form asks."""
        return self.fields.get("asked", [])


class Reader:
    """Somebody who fills in one form after another, as a declaration says."""

    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self.cards: list[str] = []
        self.sent = 0
        self.go(url)

    def go(self, url: str) -> None:
        response = self.client.get(url, follow=True)
        assert response.status_code == 200, url
        self.read(response)

    def read(self, response: Any) -> None:
        self.page = response.content.decode()
        self.url = (
            response.redirect_chain[-1][0]
            if response.redirect_chain
            else response.request["PATH_INFO"]
        )
        self.form = Form(self.page)

    def send(self, changed: dict[str, Any], go: str = "next") -> Any:
        fields = {**self.form.fields, **changed, "go": go}
        self.sent += 1
        self.cards += [self.heading()] * (self.heading() not in self.cards)
        response = self.client.post(self.url.partition("?")[0], fields, follow=True)
        self.read(response)
        return response

    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page)
        return found[1] if found else ""


def fill(form: Form, document: dict[str, Any]) -> dict[str, Any]:
    """What somebody enters into a form to say what a declaration says."""
    fields: dict[str, Any] = {}
    for path in form.paths:
        value = given(document, path)
        if path in ("components", "outputs", "people", "models", "crafts"):
            names = [each.get("name", each.get("who")) for each in value]
            if not names:
                fields[f"{path}:is"] = "none"
            elif f"{path}[0]" not in str(form.paths):
                fields[f"{path}:add"] = "; ".join(names)
        elif path in ("inputs", "references"):
            kinds = [each["kind"] for each in value]
            fields[f"{path}:line"] = kinds
            for kind in kinds:
                named = [each["name"] for each in value if each["kind"] == kind]
                fields[f"{path}:called.{kind}"] = "; ".join(named)
            if not kinds:
                fields[f"{path}:is"] = "none"
        elif value == []:
            fields[f"{path}:is"] = "none"
        elif isinstance(value, list):
            several = form.asked.get(path) == "checkbox"
            fields[path] = value if several else "\n".join(value)
        elif value is None and not path.endswith(".agreement"):
            continue  # another answer of the card settles it
        elif value is None or value == "unknown":
            fields[path if form.asked.get(path) in ("radio", "select") else f"{path}:is"] = (
                "unknown"
            )
        else:
            fields[path] = value
    return fields


def start(client: Client, world: World, **more: Any) -> str:
    response = client.post(f"{world.url}declare/", {"from": "blank", **more})
    assert response.status_code == 302, response.content
    return str(response["Location"])


def answer(client: Client, url: str, path: str, page: str = "p1", **fields: Any) -> Any:
    """One answer, as the script of the page sends it."""
    base = fields.pop("base", Draft.objects.get(id=url.split("/")[-2]).revision)
    named = {path + (f":{k}" if k != "value" else ""): v for k, v in fields.items()}
    return client.post(f"{url}answer", {"asked": path, "base": base, "page": page, **named})


def only_draft() -> Draft:
    return Draft.objects.get()
