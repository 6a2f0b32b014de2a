"""Titles, plots and performers' names stay on the pages of their production.

Mail, file names and the ledger's entries carry the code name only, whatever is done.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from clearslate.flows.submitting import submit
from clearslate.kit.models import OutboxMessage
from clearslate.ledger.models import Entry
from clearslate.ledger.selectors import check
from clearslate.notify.letters import LETTERS
from clearslate.productions.calendar import GivenCalendar, GivenEpisode
from clearslate.productions.models import Production
from clearslate.productions.services.calendar import set_calendar
from clearslate.productions.services.facts import file_facts
from clearslate.productions.services.members import Place, change_member, end_member, invite_member
from clearslate.productions.services.packs import end_pack, put_pack_in_force, shelve_pack
from clearslate.productions.services.production import (
    archive_production,
    edit_production,
    reopen_production,
)
from clearslate.productions.services.roles import add_role, rename_role, set_role_actions
from clearslate.productions.services.switches import set_switch
from clearslate.uses import drafts
from tests.docs.world import declaration
from tests.server.everything import Made, made
from tests.server.productions import AT, World, particulars, world
from tests.server.test_permissions import PAGES_OF_OURS, ask, sign_in
from tests.server.test_productions_facts import FACTS
from tests.server.test_productions_rules import HOUSE, TODAY
from tests.server.test_productions_uploads import zipped

pytestmark = pytest.mark.usefixtures("database")

TITLE, EPISODE, PLOT = "The Salt Road", "She drowns at last", "A widow finds the harbour gone"
#: Of the examples' facts and declarations: performers, people, companies.
NAMES = ("Pigmentry", "Nadja", "Polwhele", "Mood board")


def everything() -> World:
    """A production in which every act of these services was done, with telling names in it."""
    here = world()
    given = {"actor": here.root, "at": AT}
    production = edit_production(
        **given, production=here.production, revision=1, given=particulars(title=TITLE)
    )
    production = set_calendar(
        **given,
        production=production,
        revision=2,
        given=GivenCalendar(
            {"delivery": date(2027, 5, 28)}, [GivenEpisode("101", EPISODE), GivenEpisode("102")]
        ),
    )
    member = invite_member(
        **given,
        production=production,
        email="performer@example.org",
        name="Elowen Trevithick",
        organisation=here.company,
        place=Place(here.role("director")),
    )
    invite_member(
        **given,
        production=production,
        email="stranger@example.org",
        organisation=here.company,
        place=Place(here.role("director")),
    )
    change_member(**given, member=member, areas=["talent"], stands_in=True)
    end_member(**given, member=member)
    role = add_role(**given, production=production, title="Elowen agent", actions=[])
    rename_role(**given, role=role, title="Elowen lawyer")
    set_role_actions(
        **given, production=production, revision=4, given={role.id: ["see_production"]}
    )
    shelve_pack(**given, production=production, name="house.zip", data=zipped())
    for standing in ("advisory", "adopted"):
        put_pack_in_force(
            **given,
            production=production,
            pack=HOUSE,
            standing=standing,
            from_day=TODAY,
            adopted_by="Hanne Lorrimer",
        )
    put_pack_in_force(
        **given, production=production, pack=HOUSE, standing="advisory", from_day=TODAY
    )
    end_pack(**given, production=production, urn=HOUSE.pack.urn, from_day=TODAY)
    set_switch(**given, production=production, switch="S1", value="relaxed", from_day=TODAY)
    file_facts(**given, production=production, data=FACTS)
    document = declaration("development-mood-board.yaml")
    document["use"] = {**document["use"], "purpose": PLOT}
    draft = drafts.start(
        author=here.people["coordinator"], production=production, at=AT, document=document
    )
    submit(actor=here.party("coordinator"), at=AT, draft_id=draft.id, revision=draft.revision)
    archive_production(**given, production=production)
    reopen_production(**given, production=production)
    here.production = Production.objects.get(id=production.id)
    return here


def telling(text: str) -> list[str]:
    """The telling words of the production that a text holds."""
    words = (TITLE, EPISODE, PLOT, *NAMES, "Elowen", "Hanne")
    return [each for each in words if each.casefold() in text.casefold()]


def test_no_entry_of_the_ledger_holds_a_name() -> None:
    everything()
    entries = [bytes(each.canonical).decode() for each in Entry.objects.all()]
    assert len(entries) > 30
    assert [found for entry in entries if (found := telling(entry))] == []
    assert [
        each for entry in entries for each in ("SALTBOX", "@", "Salt Works") if each in entry
    ] == []
    assert [log.flaws for log in check() if log.flaws] == []


def test_no_mail_holds_more_than_the_code_name() -> None:
    everything()
    sent = list(OutboxMessage.objects.all())
    assert {each.kind for each in sent} >= {"invitation", "membership", "notice"}
    for each in sent:
        letter = LETTERS[each.kind](each.parameters)
        for text in (letter.subject, letter.text, letter.html, str(each.parameters)):
            assert telling(text) == [], each.kind
        if each.kind in ("notice", "membership"):
            assert "SALTBOX S2" in letter.subject


def test_no_file_name_holds_more_than_the_code_name(client: Client) -> None:
    made_here: Made = made()
    Production.objects.update(title=TITLE)
    sign_in(client, made_here.here, "coordinator")
    names = []
    for page in PAGES_OF_OURS:
        answer = ask(client, "get", page.address(made_here.arguments))
        named = answer.headers.get("Content-Disposition", "")
        if "filename" in named:
            names.append(named)
            assert telling(named) == []
            assert "saltbox" in named.casefold(), page.name
    assert len(names) >= 4


def test_the_title_stands_on_the_pages_of_its_production_only(client: Client) -> None:
    here = everything()
    here.sign_in(client, "coordinator")
    assert TITLE in client.get(reverse("settings", args=[here.production.slug])).content.decode()
    for page in PAGES_OF_OURS:
        if not page.parameters:
            answer = client.get(page.address({}))
            assert telling(answer.content.decode()) == [], page.name
    here.sign_in(client, "stranger")
    text = client.get(reverse("production", args=[here.foreign.slug])).content.decode()
    assert telling(text) == []
