"""No trace of a privileged note outside of its organisation's lawyers.

Every page, file and answer that anybody else can get is the same with notes as without, byte for
byte and header for header, after the same number of queries. Nothing reaches the ledger, the outbox
or the queue of jobs, and no row of another table changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clearslate.accounts.models import User
from clearslate.accounts.permissions import ROLES
from clearslate.privileged import notes
from clearslate.uses import drafts
from tests.server import people, processes
from tests.server.lawyers import NOTES, TEXT, USE, WORD, Lawyers, address, bare, lawyers, signed_in
from tests.server.series import AT, HOLD
from tests.server.test_permissions import OF_PRODUCTIONS

pytestmark = pytest.mark.usefixtures("database")

#: Every page of a production and of a use in it, found by walking the configuration.
PAGES = tuple(
    page.address({"slug": "saltbox-s2", "number": 1})
    for page in OF_PRODUCTIONS
    if set(page.parameters) <= {"slug", "number"}
)
#: What else somebody tries who looks for a trace.
GUESSES = (
    *(f"/p/saltbox-s2/uses/?q={word}" for word in (WORD, "Vera", "Lunt", "counsel", "privileged")),
    *(f"/p/saltbox-s2/uses/csv/?q={WORD}", "/p/saltbox-s2/history/?kind=uses", "/", "/account/"),
    *(f"{NOTES}{'a' * 26}/", "/installation/history/"),
)
#: What every role asks for.
FEW = ("/p/saltbox-s2/history/", f"/p/saltbox-s2/uses/?q={WORD}", USE, NOTES)


@pytest.fixture
def here() -> Lawyers:
    return lawyers()


def others(here: Lawyers) -> Iterator[tuple[User, tuple[str, ...]]]:
    """Somebody of every other role, and a lawyer of the other side; some ask for everything."""
    yield here.piper, (*PAGES, *GUESSES)
    yield here.made.coordinator, (*FEW, "/p/saltbox-s2/uses/csv/")
    yield people.administrator(), GUESSES
    for role in ROLES:
        if role not in ("production_legal", "platform_legal", "coordinator"):
            yield here.made.member(role, f"{role}@example.org", name=f"Nell {role}"), FEW


def asked(client: Client, page: str) -> tuple[object, ...]:
    """All that an answer says: status, headers, content; and how much was asked of the database."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer: HttpResponse = client.get(page)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    headers = {name: value for name, value in answer.items() if name != "Content-Length"}
    size = len(content)
    return answer.status_code, headers, size, bare(content), len(queries)


def everything(
    clients: Iterable[tuple[Client, tuple[str, ...]]],
) -> dict[tuple[int, str], tuple[object, ...]]:
    found = {}
    for who, (client, pages) in enumerate(clients):
        found |= {(who, page): asked(client, page) for page in pages}
    return found


def rows() -> dict[str, list[Any]]:
    """Every row of every table, but for those of the notes and of sessions."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in ("privileged", "sessions", "usersessions")
    }


@pytest.mark.slow
@pytest.mark.parametrize("copies", ["sqlite"], indirect=True)
def test_everybody_else_gets_the_same_bytes(here: Lawyers, time_machine: Any) -> None:
    time_machine.move_to(AT, tick=False)
    clients = [(signed_in(user), pages) for user, pages in others(here)]
    everything(clients)  # some pages say what is new since they were looked at last
    before = everything(clients)
    first = here.write()
    here.write(by=here.paul, text=f"A second {WORD}.")
    notes.amend(user=here.paul, at=AT, note=first, use=here.use, revision=1, text="Amended.")
    after = everything(clients)
    different = [each for each in before if before[each] != after[each]]
    assert different == []
    assert {status for status, *_ in after.values()} >= {200, 404}


def test_the_comparison_would_see_a_difference(here: Lawyers, time_machine: Any) -> None:
    time_machine.move_to(AT, tick=False)
    client = signed_in(here.made.coordinator)
    before = asked(client, USE)
    here.use.state = "withdrawn"
    here.use.save()
    assert asked(client, USE)[2:4] != before[2:4]


def test_a_colleague_sees_the_same_page_of_the_use_with_notes_and_without(
    here: Lawyers, time_machine: Any
) -> None:
    """A lawyer may show the page of a use to others: it does not say whether there are notes."""
    time_machine.move_to(AT, tick=False)
    client = signed_in(here.paul)
    before = asked(client, USE)
    here.write()
    assert asked(client, USE) == before


def test_nothing_else_is_written(here: Lawyers) -> None:
    before = rows()
    note = here.write()
    notes.amend(user=here.paul, at=AT, note=note, use=here.use, revision=1, text="Less.")
    assert rows() == before
    client = signed_in(here.vera)
    client.get(NOTES)
    client.post(NOTES, {"text": TEXT, "revision": 0})
    client.post(f"{NOTES}{note.id}/", {"text": "Least.", "revision": 2})
    client.post(f"{NOTES}{note.id}/remove/", {"sure": "on", "revision": 3})
    client.post(address("privileged"), {"on": "no"})
    after = rows()
    before["accounts.User"] = after["accounts.User"]  # the time of the sign-in
    assert {name for name in before if before[name] != after[name]} <= {"accounts.User"}
    assert "ledger.Entry" in before
    assert "kit.OutboxMessage" in before


def test_whoever_drafts_or_submits_anew_carries_nothing_over(here: Lawyers) -> None:
    here.write()
    draft = drafts.start(
        author=here.vera, production=here.made.production, at=AT, document={}, use=here.use
    )
    assert WORD not in str(draft.document)
    here.made.submit(HOLD, version_of=here.use)
    for page in ("case.json", "assessment.json", ""):
        answer = signed_in(here.vera).get(f"{USE}{page}")
        assert WORD.encode() not in answer.content
        assert b"Counsel" not in answer.content


def test_the_command_line_knows_nothing_of_them(here: Lawyers, database: Any) -> None:
    log = here.made.production.id
    commands = [
        ["ledger", "show", "--log", log, "--limit", "1000"],
        ["ledger", "show", "--limit", "1000"],
        ["ledger", "check"],
        ["use", "export", "saltbox-s2", "1"],
    ]

    def said() -> list[tuple[int, str]]:
        return [processes.command(*each, environment=database.environment) for each in commands]

    before = said()
    here.write()
    assert said() == before
    assert all(code == 0 for code, _ in before)


def test_no_row_elsewhere_refers_to_one() -> None:
    """So nothing that deletes or counts rows of another table meets a note."""
    own = list(apps.get_app_config("privileged").get_models())
    for model in own:
        for each in model._meta.get_fields():
            if each.is_relation:
                assert each.related_model in own, each
    for model in apps.get_models(include_auto_created=True):
        if model not in own:
            assert not {each.related_model for each in model._meta.get_fields()} & set(own)
