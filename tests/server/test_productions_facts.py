"""Filing facts: read as on the command line, numbered, and never replaced unseen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from clearslate.flows.submitting import submit
from clearslate.ledger.models import Entry
from clearslate.policy.errors import CaseError
from clearslate.productions.errors import (
    NotAllowedError,
    ProductionsError,
    StaleError,
    UnchangedError,
)
from clearslate.productions.facts import facts_of
from clearslate.productions.models import FactSheet
from clearslate.productions.services.facts import file_facts
from clearslate.uses import drafts
from clearslate.uses.models import Use
from tests.docs.world import declaration
from tests.server.productions import AT, World, world

pytestmark = pytest.mark.usefixtures("database")

FACTS = (Path(__file__).parents[2] / "examples" / "series" / "facts.yaml").read_bytes()
SMALL = b"clearslate: facts/1\nagreements:\n  - id: a1\n    party: Pigmentry\n"


def file(here: World, data: bytes = SMALL, who: str = "coordinator", **given: object) -> FactSheet:
    return file_facts(
        **{
            "actor": here.party(who),
            "at": AT,
            "production": here.production,
            "data": data,
            "name": "facts.yaml",
            **given,
        }
    )


def test_it_works() -> None:
    here = world()
    sheet = file(here, FACTS)
    assert sheet.number == 1
    facts = facts_of(here.production)
    assert facts["production"] == {
        "id": "saltbox-s2",
        "code_name": "SALTBOX S2",
        "kind": "series",
    }
    assert len(facts["evidence"]) > 5
    assert "production" not in sheet.document
    assert here.history()[-1] == "coordinator@example.org filed facts, number 1."


def test_json_is_read_as_well_and_the_same_again_is_refused_kindly() -> None:
    here = world()
    file(here)
    same = {"clearslate": "facts/1", "agreements": [{"party": "Pigmentry", "id": "a1"}]}
    with pytest.raises(UnchangedError, match="as filing 1"):
        file(here, json.dumps(same).encode(), name="facts.json")
    assert file(here, b"clearslate: facts/1\n").number == 2
    assert file(here).number == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"clearslate: facts/1\nagrements: []\n", "facts.yaml:2:1: agrements: "),
        (b"clearslate: declaration/1\n", "Facts are needed here"),
        (b"clearslate: facts/1\nterms:\n  - {id: t, agreement: nope}\n", "facts.yaml:3"),
        (b"clearslate: facts/1\nagreements:\n  - id: a\n  - id: a\n", "stands here twice"),
        (b"\x89PNG\r\n\x1a\n\x00", "not UTF-8"),
        (b"a: &x [1]\nb: *x\n", "facts.yaml:1"),
        (b"#" * 10_000_000, "more than 1,000,000 bytes"),
        (b"[" * 100_000, "facts.yaml:1"),
        (b"", "facts.yaml"),
        (b'clearslate: facts/1\nagreements:\n  - {id: "a\\0b"}\n', "facts.yaml:3"),
    ],
)
def test_what_will_not_do_is_named_with_its_line(data: bytes, said: str) -> None:
    here = world()
    with pytest.raises(ProductionsError) as caught:
        file(here, data)
    assert said in " ".join(problem for _, problem in caught.value.problems)
    assert not FactSheet.objects.exists()


def test_a_nul_in_json_is_refused_before_the_database_would() -> None:
    here = world()
    with pytest.raises(ProductionsError):
        file(
            here,
            b'{"clearslate": "facts/1", "agreements": [{"id": "a\\u0000b"}]}',
            name="facts.json",
        )


def test_a_newer_filing_is_not_replaced_unseen() -> None:
    here = world()
    file(here, after=0)
    with pytest.raises(StaleError, match="Nothing was filed"):
        file(here, b"clearslate: facts/1\n", after=0)
    file(here, b"clearslate: facts/1\n", after=1)


def test_only_who_may_files_facts() -> None:
    here = world()
    with pytest.raises(NotAllowedError):
        file(here, who="producer")


def test_the_ledger_holds_no_name_of_the_facts() -> None:
    here = world()
    file(here, FACTS)
    entry = bytes(Entry.objects.get(type="facts.filed").canonical)
    assert b"Pigmentry" not in entry


def test_a_draft_goes_on_where_what_it_refers_to_is_no_longer_on_file(client: Client) -> None:
    here = world()
    file(here, FACTS)
    document = declaration("development-mood-board.yaml")
    # A pack that was in force once had this question.
    document["use"] = {**document["use"], "house": {"greenlit": "yes"}}
    draft = drafts.start(
        author=here.people["coordinator"],
        production=here.production,
        at=AT,
        document=document,
    )
    named = draft.document["components"][0]["terms"]
    assert named == "pigmentry-enterprise"
    file(here, SMALL)
    here.sign_in(client, "coordinator")
    place = {"slug": here.production.slug, "draft_id": draft.id}
    for name in ("draft", "draft_panel", "draft_ways", "draft_check", "draft_files"):
        answer = client.get(reverse(name, kwargs=place))
        assert answer.status_code == 200, name
    assert client.post(reverse("draft_answer", kwargs=place)).status_code < 500
    with pytest.raises(CaseError, match=r"Nothing on file under facts\.terms"):
        submit(actor=here.party("coordinator"), at=AT, draft_id=draft.id, revision=draft.revision)
    answer = client.post(
        reverse("draft_check", kwargs=place), {"revision": draft.revision, "knowing": "on"}
    )
    assert answer.status_code in (302, 409, 422)
    assert not Use.objects.exists()
