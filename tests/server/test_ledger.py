"""Appending: in the transaction of its effect, in one order, with nothing that names anybody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from clearslate.accounts.entries import ORGANISATION_CREATED, USER_CREATED
from clearslate.accounts.models import Organisation, User
from clearslate.accounts.services import create_organisation, create_user
from clearslate.ledger import selectors
from clearslate.ledger.errors import LedgerError
from clearslate.ledger.models import Entry, Log, Opening, Pseudonym
from clearslate.ledger.parties import COMMAND_LINE, Party
from clearslate.ledger.services import append
from clearslate.record import EntryError, EntryType, read_entry

AT = datetime(2026, 11, 24, 12, 30, 15, 999_999, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("database")


def organisation(name: str = "North Light") -> Organisation:
    return create_organisation(actor=COMMAND_LINE, at=AT, name=name, kind="vendor")


def person(of: Organisation, email: str = "ana@example.org") -> User:
    return create_user(actor=COMMAND_LINE, at=AT, email=email, organisation=of, password=None)


def test_it_works() -> None:
    made = organisation()
    person(made)
    lines = selectors.history("installation")
    assert [line.sentence for line in lines] == [
        "Somebody at the command line added the organisation North Light (vendor).",
        "Somebody at the command line added ana@example.org to North Light.",
    ]
    assert [line.index for line in lines] == [0, 1]
    assert lines[0].at == AT.replace(microsecond=0)
    (found,) = selectors.check()
    assert (found.entries, found.opened, found.withheld, found.flaws) == (2, 3, 0, [])


def test_the_bytes_hold_no_name_and_no_id_of_a_row() -> None:
    made = organisation()
    made_person = person(made)
    for row in Entry.objects.all():
        data = bytes(row.canonical)
        assert len(data) < 4096
        for word in ("North", "ana", "example", made.id, made_person.id, "command_line"):
            assert word.encode() not in data


def test_a_party_has_another_pseudonym_in_every_log() -> None:
    made = organisation()
    subject = Party("organisation", made.id)
    with transaction.atomic():
        append(
            ORGANISATION_CREATED,
            actor=COMMAND_LINE,
            subject=subject,
            at=AT,
            scope="a" * 26,
            body={"kind": "vendor"},
            commit={"name": "x"},
        )
    values = Pseudonym.objects.filter(kind="organisation").values_list("value", flat=True)
    assert len(set(values)) == 2
    assert selectors.scopes() == ["a" * 26, "installation"]


def test_places_are_counted_per_log() -> None:
    with transaction.atomic():
        places = [
            append(
                ORGANISATION_CREATED,
                actor=COMMAND_LINE,
                subject=Party("organisation", "x"),
                at=AT,
                scope=scope,
                body={"kind": "vendor"},
                commit={"name": "x"},
            )
            for scope in ("a" * 26, "b" * 26, "a" * 26)
        ]
    assert places == [0, 0, 1]


def test_what_rolls_back_leaves_no_entry() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        organisation()
        raise RuntimeError
    assert not Entry.objects.exists()
    assert not Organisation.objects.exists()
    organisation()
    assert [line.index for line in selectors.history("installation")] == [0]


def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(LedgerError, match="outside of a transaction"):
        append(ORGANISATION_CREATED, actor=COMMAND_LINE, subject=COMMAND_LINE, at=AT)


def test_an_unregistered_type_is_refused() -> None:
    with pytest.raises(LedgerError, match="not registered"), transaction.atomic():
        append(EntryType("thing.done", 1), actor=COMMAND_LINE, subject=COMMAND_LINE, at=AT)


@pytest.mark.parametrize(
    ("body", "commit"),
    [
        ({"kind": "a free text"}, {"name": "x"}),
        ({"kind": "vendor", "note": "x"}, {"name": "x"}),
        ({"kind": "vendor"}, {}),
        ({}, {"name": "x"}),
    ],
)
def test_what_its_type_does_not_allow_is_refused(body: dict, commit: dict) -> None:
    with pytest.raises(EntryError), transaction.atomic():
        append(
            ORGANISATION_CREATED,
            actor=COMMAND_LINE,
            subject=COMMAND_LINE,
            at=AT,
            body=body,
            commit=commit,
        )


def test_an_erased_value_is_gone_and_the_entry_stays() -> None:
    made = organisation()
    before = bytes(Entry.objects.get().canonical)
    Opening.objects.all().delete()
    Pseudonym.objects.filter(kind="organisation").delete()
    assert bytes(Entry.objects.get().canonical) == before
    (line,) = selectors.history("installation")
    assert line.sentence.endswith("added the organisation (erased) (vendor).")
    (found,) = selectors.check()
    assert (found.opened, found.withheld, found.flaws) == (0, 1, [])
    assert made.name == "North Light"


def test_the_check_sees_a_changed_value() -> None:
    organisation()
    Opening.objects.update(value=b'"South Light"')
    (found,) = selectors.check()
    assert found.flaws == ["place 0: the value kept for name is not what was committed to."]


def test_a_person_unlinked_reads_as_erased() -> None:
    of = organisation()
    person(of)
    Pseudonym.objects.filter(kind="system").delete()
    assert selectors.history("installation", start=1)[0].sentence == (
        "(erased) added ana@example.org to North Light."
    )


def test_entries_read_back_as_they_were_meant() -> None:
    of = organisation()
    person(of)
    content = read_entry(bytes(Entry.objects.get(index=1).canonical))
    assert (content.type, content.type_v) == (USER_CREATED.name, USER_CREATED.version)
    assert set(content.commitments) == {"email", "name"}
    linked = Pseudonym.objects.get(value=content.body["organisation"])
    assert (linked.kind, linked.party) == ("organisation", of.id)
    assert Log.objects.count() == 1
