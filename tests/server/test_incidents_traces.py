"""No trace of an incident for those who do not handle incidents, beside its own reporter."""

from __future__ import annotations

from typing import Any

import pytest

from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import ROLES
from clearslate.incidents.log import log_of
from clearslate.incidents.services import steps
from clearslate.ledger import selectors
from clearslate.ledger.models import Entry
from tests.server import people, processes
from tests.server.incidents_world import ALL, ONE, REPORT, WORD, Handled, handled
from tests.server.lawyers import signed_in
from tests.server.series import AT
from tests.server.test_privileged_traces import GUESSES, PAGES, USE, asked, everything

pytestmark = pytest.mark.usefixtures("database")

#: What every role asks for, and what one asks for who tries everything.
FEW = ("/p/saltbox-s2/history/", f"/p/saltbox-s2/uses/?q={WORD}", USE, ALL, ONE, REPORT)
SEARCHES = (f"/p/saltbox-s2/uses/?q={word}" for word in ("Chatterbox", "I-001", "incident"))
FULL = (*FEW, *PAGES, *GUESSES, *SEARCHES, f"{ONE}evidence/1/")


@pytest.fixture
def here(time_machine: Any) -> Handled:
    time_machine.move_to(AT, tick=False)
    return handled()


@pytest.mark.slow
@pytest.mark.parametrize("copies", ["sqlite"], indirect=True)
def test_everybody_else_gets_the_same_bytes(here: Handled) -> None:
    clients = [(signed_in(people.administrator()), GUESSES)]
    for role in ROLES:
        if "handle_incidents" not in ROLES[role].actions:
            user = here.made.member(role, f"x-{role}@example.org", name=f"Nell {role}")
            clients.append((signed_in(user), FULL if role == "auditor" else FEW))
    everything(clients)  # some pages say what is new since they were looked at last
    before = everything(clients)
    row = here.report()
    steps.stop_incident(actor=party_of(here.sana), at=AT, incident=row, revision=1, what="Closed.")
    here.report(tool="Other tool")
    after = everything(clients)
    assert [each for each in before if before[each] != after[each]] == []


def test_its_reporter_gets_the_same_but_on_the_page_of_reports(here: Handled) -> None:
    client = signed_in(here.eddy)
    pages = tuple(page for page in FULL if page != REPORT)
    everything([(client, pages)])
    before = everything([(client, pages)])
    own = asked(client, REPORT)
    here.report()
    assert everything([(client, pages)]) == before
    assert asked(client, REPORT) != own


def test_the_log_of_the_production_has_no_gap_and_no_entry(here: Handled) -> None:
    production = here.made.production.id
    before = selectors.history(production, limit=1000)
    here.report()
    here.made.submit()
    after = selectors.history(production, limit=1000)
    assert after[: len(before)] == before
    assert [line.index for line in after] == list(range(len(after)))
    assert not [line for line in after if line.type.startswith("incident.")]
    assert not Entry.objects.filter(log__scope=production, type__startswith="incident.").exists()
    assert selectors.size(log_of(here.made.production)) == 3


def test_even_who_handles_them_finds_nothing_in_the_history_of_the_production(
    here: Handled,
) -> None:
    here.report()
    client = signed_in(here.sana)
    for page in ("/p/saltbox-s2/history/", "/p/saltbox-s2/uses/1/history/", "/p/saltbox-s2/"):
        assert "I-001" not in client.get(page).content.decode()


def test_the_command_line_shows_the_log_of_a_production_without_them(
    here: Handled, database: Any
) -> None:
    log = ["ledger", "show", "--log", here.made.production.id, "--limit", "1000"]

    def shown(*words: str) -> tuple[int, str]:
        return processes.command(*words, environment=database.environment)

    before = shown(*log)
    here.report()
    assert shown(*log) == before
    exported = shown("use", "export", "saltbox-s2", "1")
    assert WORD not in exported[1]
    code, told = shown("ledger", "show", "--log", log_of(here.made.production))
    assert code == 0
    assert "Eddy Marsh reported I-001: unreleased material." in told
    assert WORD not in told
    assert shown("ledger", "check")[0] == 0
