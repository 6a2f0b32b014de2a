"""Entries: fixed bytes, strict types, and the way back."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from clearslate.record import Entry, EntryError, EntryType, entry_bytes, read_entry
from clearslate.record.formats import Choice, Count, Day, Digest, Flag, OpaqueId

KIND = EntryType(
    "use.decided",
    2,
    {
        "as": Choice(("go_ahead", "declined")),
        "by": OpaqueId(),
        "case": Digest(),
        "round": Count(9),
        "late": Flag(),
        "until": Day(),
    },
    ("reason",),
)
ENTRY = Entry(
    "use.decided",
    2,
    datetime(2026, 11, 24, 12, 0, 1, tzinfo=UTC),
    "a" * 26,
    "b" * 26,
    {
        "as": "go_ahead",
        "by": "c" * 26,
        "case": "0" * 64,
        "round": 3,
        "late": False,
        "until": "2027-01-31",
    },
    {"reason": bytes(32)},
)
BYTES = (
    b'{"actor":"aaaaaaaaaaaaaaaaaaaaaaaaaa","at":"2026-11-24T12:00:01Z","body":{"as":"go_ahead",'
    b'"by":"cccccccccccccccccccccccccc","case":"' + b"0" * 64 + b'","late":false,"round":3,'
    b'"until":"2027-01-31"},"commitments":{"reason":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},'
    b'"subject":"bbbbbbbbbbbbbbbbbbbbbbbbbb","type":"use.decided","type_v":2,"v":1}'
)


def with_body(**changes: object) -> Entry:
    return replace(ENTRY, body={**ENTRY.body, **changes})


def test_it_works() -> None:
    assert entry_bytes(KIND, ENTRY) == BYTES
    assert read_entry(BYTES) == ENTRY
    assert rfc8785.dumps(json.loads(BYTES)) == BYTES


def test_the_time_is_written_in_utc() -> None:
    here = ENTRY.at.astimezone(timezone(timedelta(hours=2)))
    assert entry_bytes(KIND, replace(ENTRY, at=here)) == BYTES


@pytest.mark.parametrize(
    "entry",
    [
        with_body(note="x"),
        with_body(**{"as": "Go ahead"}),
        with_body(**{"as": ["go_ahead"]}),
        with_body(by="Ana Ruiz"),
        with_body(case="0" * 63),
        with_body(round=10),
        with_body(round=True),
        with_body(late=1),
        with_body(until="20270131"),
        with_body(until="2027-02-30"),
        replace(ENTRY, actor="ana@example.org"),
        replace(ENTRY, subject=""),
        replace(ENTRY, type_v=1),
        replace(ENTRY, commitments={}),
        replace(ENTRY, commitments={"reason": b"short"}),
        replace(ENTRY, commitments={**ENTRY.commitments, "name": bytes(32)}),
        replace(ENTRY, at=ENTRY.at.replace(tzinfo=None)),
        replace(ENTRY, at=ENTRY.at.replace(microsecond=1)),
        replace(ENTRY, body={}),
    ],
)
def test_what_the_type_does_not_allow_is_refused(entry: Entry) -> None:
    with pytest.raises(EntryError):
        entry_bytes(KIND, entry)


def test_an_error_repeats_no_value() -> None:
    with pytest.raises(EntryError) as caught:
        entry_bytes(KIND, with_body(by="Ana Ruiz"))
    assert "Ana" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "version", "body", "commits"),
    [
        ("use", 1, {}, ()),
        ("Use.decided", 1, {}, ()),
        ("use.decided", 0, {}, ()),
        ("use.decided", 1, {"Field": Flag()}, ()),
        ("use.decided", 1, {"word": Choice(("Ana Ruiz",))}, ()),
        ("use.decided", 1, {"note": str}, ()),
        ("use.decided", 1, {}, ("a name",)),
        ("use.decided", 1, {f"f{number}": Flag() for number in range(17)}, ()),
    ],
)
def test_a_type_that_is_not_one(name: str, version: int, body: dict, commits: tuple) -> None:
    with pytest.raises(EntryError):
        EntryType(name, version, body, commits)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b"1" * 5000,
        b"[" * 2000,
        BYTES + b" ",
        BYTES.replace(b'"v":1', b'"v":2'),
        BYTES.replace(b'"v":1', b'"v":1.0'),
        BYTES.replace(b"12:00:01Z", b"12:00:61Z"),
        BYTES.replace(b"AAA=", b"AAA*"),
        BYTES.replace(b'"body":{', b'"body":{"as":"x",'),
        BYTES.replace(b'{"actor"', b'{"aa":1,"actor"'),
        BYTES.replace(b'"late":false', b'"late":null'),
        BYTES.replace(b'"late":false', b'"late":[]'),
        BYTES.replace(b'"type_v":2', b'"type_v":true'),
        BYTES.replace(b'"type":"use.decided"', b'"type":{}'),
        BYTES.replace(b'"actor":"aaaaaaaaaaaaaaaaaaaaaaaaaa"', b'"actor":7'),
    ],
)
def test_bytes_that_are_no_entry(data: bytes) -> None:
    with pytest.raises(EntryError):
        read_entry(data)


@given(st.integers(0, len(BYTES) - 1), st.integers(0, 255))
def test_changed_bytes_never_read_as_the_same(place: int, value: int) -> None:
    changed = BYTES[:place] + bytes([value]) + BYTES[place + 1 :]
    if changed == BYTES:
        return
    with contextlib.suppress(EntryError):
        assert read_entry(changed) != ENTRY
