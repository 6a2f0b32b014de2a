"""Every page that can be reached by links: no violation that axe knows, and it fits 320 px."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

from tests.browser.conftest import Site, overflow, small_targets, violations
from tests.server import envelopes, people, series

#: One page of each kind and each of these answers; some kinds look different with a question.
VARIANTS = ("by=section", "by=guided", "group=", "tab=")
#: Answers that are no page.
FILES = (".json", ".yaml", ".csv", ".pdf", ".css", ".ics", "/csv/", "/numbers/")
LEAVES = ("account_logout",)


@pytest.fixture
def world(site: Site) -> series.Series:
    """A production with uses of every outcome and a draft, and somebody who may see all of it."""
    from clearslate.accounts.parties import party_of
    from clearslate.accounts.services import appoint
    from clearslate.ledger.parties import COMMAND_LINE
    from clearslate.productions.services.gates import pass_gate
    from clearslate.uses import drafts

    made = series.series()
    for name in (series.NOTIFY, series.APPROVAL, series.HOLD, series.NOT_A_USE):
        made.submit(name)
    drafts.start(
        author=made.coordinator,
        production=made.production,
        at=series.AT,
        document=series.declaration(series.HOLD),
    )
    keeper = party_of(made.member("post_supervisor", "post@example.org", name="Ada Lint"))
    gate = {"actor": keeper, "at": series.AT, "production": made.production, "number": 1}
    first, second = made.production.episodes.all()
    for episode, kind in ((first, "turnover"), (first, "picture_lock"), (second, "delivery")):
        pass_gate(**gate, episode=episode, kind=kind)
    # Whoever walks may pass gates and take a delivery back, to see those pages too.
    role = made.production.roles.get(key="coordinator")
    role.actions += ["keep_gates", "review_legally"]
    role.save()
    appoint(actor=COMMAND_LINE, at=series.AT, user=made.coordinator, office="administrator")
    _of_a_lawyer(made)
    standing = envelopes.give(made, most_shots=4)
    use = envelopes.noticed_under(made, standing)
    envelopes.register(made, standing, "203_0610 v001", "203_0620", "203_0630", use=use)
    envelopes.register(made, standing, "203_0640")
    envelopes.also(made, made.coordinator, "platform_contact")
    return made


def _of_a_lawyer(made: series.Series) -> None:
    """A privileged note and an incident with a request for deletion, seen by the same person."""
    from clearslate.accounts.parties import party_of
    from clearslate.incidents.services.reporting import Report, report_incident
    from clearslate.incidents.services.steps import ask_for_deletion
    from clearslate.privileged import notes
    from clearslate.uses.models import Use
    from tests.server.lawyers import join

    user, production, day = made.coordinator, made.production, series.AT.date()
    join(made, user, "production_legal")
    notes.switch(user=user, at=series.AT, production=production, on=True)
    for use in Use.objects.filter(production=production):
        notes.write(user=user, at=series.AT, use=use, text="Read the agreement first.")
    given = Report("personal", "A list of names.", "A chat", "yes", day, "Ines Okoro", use)
    incident = report_incident(
        actor=party_of(user), at=series.AT, production=production, given=given
    )
    ask_for_deletion(
        actor=party_of(user),
        at=series.AT,
        incident=incident,
        revision=1,
        asked_of="The vendor",
        asked_on=day,
    )


def kind_of(address: str) -> str | None:
    """What sorts addresses: two of the same kind are the same page with other words."""
    parts = urlsplit(address)
    if any(parts.path.endswith(ending) for ending in FILES):
        return None
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    if found.view_name in LEAVES:
        return None
    variant = next((each for each in VARIANTS if each in parts.query), "")
    return f"{found.view_name}?{variant}"


def links(page: Page) -> Iterator[str]:
    for href in page.locator("a[href]").evaluate_all("all => all.map(each => each.href)"):
        address = urljoin(page.url, href)
        if urlsplit(address).netloc == urlsplit(page.url).netloc:
            yield address.partition("#")[0]


def faults(page: Page) -> list[str]:
    """What is wrong with a page in either theme, and at 320 px."""
    found = []
    for theme, width in (("light", 1440), ("dark", 1440), ("dark", 320)):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{theme}, {width}: {each}" for each in violations(page)]
        if overflow(page):
            found.append(f"{theme}, {width}: {overflow(page)} px too wide")
        found += [f"{theme}, {width}: under 24 px: {each}" for each in small_targets(page)]
    return found


def walk(page: Page, start: list[str]) -> tuple[set[str], dict[str, list[str]]]:
    """Follow links, one page of each kind. Returns the kinds, and what is wrong where."""
    seen: set[str] = set()
    wrong: dict[str, list[str]] = {}
    waiting = list(start)
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        try:
            answer = page.goto(address)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            continue
        assert answer is not None
        if answer.status != 200:
            wrong[kind] = [f"{address}: {answer.status}"]
            continue
        if found := faults(page):
            wrong[kind] = found
        waiting += links(page)
    return seen, wrong


def told(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{kind} {each}" for kind, found in wrong.items() for each in found)


def test_every_page_of_a_production(
    new_page: Callable[..., Page], site: Site, world: series.Series
) -> None:
    page = new_page(world.coordinator)
    page.set_default_timeout(30_000)
    seen, wrong = walk(page, [f"{site.url}/p/{series.SLUG}/", f"{site.url}/looks"])
    assert not wrong, told(wrong)
    expected = {"production", "uses", "use", "history", "declare", "draft"}
    expected |= {"gates", "gate_pass", "gate_lift", "delivery_lift"}
    expected |= {"privileged", "use_privileged", "use_privileged_note", "use_privileged_remove"}
    expected |= {"incident_report", "incidents", "incident"}
    expected |= {"papers", "approval", "standing_approval", "rules_card"}
    expected |= {"status_sheet", "use_letters", "clearance_log", "cue_sheet"}
    expected |= {"standing", "standing_page", "standing_new", "standing_register", "use_shots"}
    assert expected <= {kind.partition("?")[0] for kind in seen}


def test_pages_of_whoever_decides(
    new_page: Callable[..., Page], site: Site, world: series.Series
) -> None:
    members = world.production.members.exclude(user=world.coordinator)
    page = new_page(members.get(role__key="platform_contact").user)
    here = f"{site.url}/p/{series.SLUG}"
    wrong = {}
    for place in ("uses/2/review/", "uses/3/review/", "uses/2/remark/", "uses/2/", "inbox/"):
        page.goto(f"{here}/{place}")
        if found := faults(page):
            wrong[place] = found
    assert not wrong, told(wrong)


def test_every_page_without_a_sign_in(new_page: Callable[..., Page], site: Site) -> None:
    seen, wrong = walk(new_page(), [f"{site.url}/account/login/"])
    assert not wrong, told(wrong)
    assert "account_login?" in seen


def test_pages_of_somebody_new(new_page: Callable[..., Page], site: Site) -> None:
    """A person who belongs to no production yet meets a page that says what to do."""
    page = new_page(people.person("new@example.org", name="Nils Brandt"))
    _, wrong = walk(page, [f"{site.url}/account/"])
    assert not wrong, told(wrong)
