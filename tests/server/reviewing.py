"""Short ways to open the review page, to send its form, and to read what it says."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.clearance.models import Review
from clearslate.flows.facts import file_facts
from clearslate.kit.clock import system_clock
from clearslate.productions.models import FactSheet
from clearslate.uses.models import Use
from tests.server import people
from tests.server.deciding import Deciding
from tests.server.series import SLUG, plain

REASONS = {
    "approved": "harmless_here",
    "conditions": "as_before",
    "declined": "method_not_needed",
}
"""A reason that every area is offered, by verdict."""

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def address(use: Use, rest: str = "review/", slug: str = SLUG) -> str:
    return f"/p/{slug}/uses/{use.number}/{rest}"


def opened(client: Client, use: Use, *, status: int = 200) -> str:
    """The review page as markup."""
    answer = client.get(address(use))
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def says(client: Client, use: Use) -> str:
    """What the review page says, without its markup."""
    return plain(opened(client, use))


def carried(page: str) -> dict[str, Any]:
    """What the form of a page carries unseen, and the areas that it ticks."""
    form = page.partition("data-decide>")[2].partition("</form>")[0]
    found: dict[str, Any] = {}
    for name, value in _HIDDEN.findall(form):
        found.setdefault(name, []).append(value)
    ticked = re.findall(r'<input type="checkbox" name="area" value="(\w+)"[^>]* checked', form)
    if ticked:
        found["area"] = ticked
    return found


def sent(page: str, verdict: str, **changes: Any) -> dict[str, Any]:
    """What the form of a page would send, with a reason that will do."""
    data = {**carried(page), "verdict": verdict, "decide": "1"}
    if verdict in REASONS:
        data[f"reasons_{verdict}"] = [REASONS[verdict]]
    return {**data, **changes}


def decide(client: Client, use: Use, verdict: str, **changes: Any) -> HttpResponse:
    """Open the page, fill in the form and send it."""
    return client.post(address(use), sent(opened(client, use), verdict, **changes))


def browser(user: User) -> Client:
    """The browser of somebody who has just signed in."""
    client = Client()
    people.sign_in(client, user)
    return client


def review_of(use: Use, area: str) -> Review:
    return Review.objects.get(use=use, area=area)


def judging(here: Deciding, use: Use) -> tuple[str, Client]:
    """The first area that waits, and the browser of its reviewer."""
    area = Use.objects.get(id=use.id).waiting[0]
    return area, browser(here.reviewers[area])


def evidence_changed(here: Deciding, use: Use) -> None:
    """Terms that the use rests on say something else from now on."""
    assert use.production_id == here.series.production.id
    document = FactSheet.objects.order_by("-number")[0].document
    terms = [
        {**each, "trains": "yes", "read_on": "2026-11-20"} for each in document.get("terms", [])
    ]
    file_facts(
        actor=party_of(here.series.coordinator),
        at=system_clock(),
        production=here.series.production,
        data={**document, "clearslate": "facts/1", "terms": terms},
    )
