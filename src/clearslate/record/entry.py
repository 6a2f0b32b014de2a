"""Entries of the record: their types, their canonical bytes, and the way back.

An entry is canonical JSON below 4 KiB: `v`, `type`, `type_v`, `at`, `actor`, `subject`, `body`,
`commitments`. Its place in the log is not in it: the log's tree will prove that. The bytes are
what is hashed, so they never change; a type that changes gets a new version beside the old one.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from clearslate.record.canonical import canonical_bytes
from clearslate.record.errors import CanonicalError, EntryError
from clearslate.record.formats import ID, WORD, Choice, Format

VERSION = 1
"""Of the form of all entries."""

MOST_BYTES = 4095

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\.[a-z][a-z0-9]*(_[a-z0-9]+)*")
_MOST_FIELDS = 16
_MOST_WORD = 40
_KEYS = {"v", "type", "type_v", "at", "actor", "subject", "body", "commitments"}


@dataclass(frozen=True)
class EntryType:
    """A kind of entry: `noun.done`, its version, its fields, and what it commits to."""

    name: str
    version: int
    body: Mapping[str, Format] = field(default_factory=dict)
    commits: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or self.version < 1:
            raise EntryError(f"{self.name} {self.version}: write a type like noun.done, from 1 on.")
        if len(self.body) + len(self.commits) > _MOST_FIELDS:
            raise EntryError(f"{self.name}: more than {_MOST_FIELDS} fields. Split the type.")
        for name in [*self.body, *self.commits]:
            if not _is_word(name):
                raise EntryError(f"{self.name}: the field {name!a} is not written like_this.")
        for name, allowed in self.body.items():
            if not isinstance(allowed, Format):
                raise EntryError(f"{self.name}: {name} has no format of an entry.")
            if isinstance(allowed, Choice) and not all(map(_is_word, allowed.words)):
                raise EntryError(f"{self.name}: a word of {name} is not written like_this.")


@dataclass(frozen=True)
class Entry:
    """What the bytes of an entry say; `commitments` are 32 bytes each."""

    type: str
    type_v: int
    at: datetime
    actor: str
    subject: str
    body: Mapping[str, str | int | bool]
    commitments: Mapping[str, bytes]


def entry_bytes(kind: EntryType, entry: Entry) -> bytes:
    """The canonical bytes of an entry of that type.

    Raises `EntryError` for anything its type does not allow.
    """
    if (entry.type, entry.type_v) != (kind.name, kind.version):
        raise EntryError(f"{entry.type}: not an entry of type {kind.name} {kind.version}.")
    if entry.at.utcoffset() is None or entry.at.microsecond:
        raise EntryError(f"{kind.name}: its time is not in whole seconds with a zone.")
    for role, value in (("actor", entry.actor), ("subject", entry.subject)):
        if not ID.fullmatch(value):
            raise EntryError(f"{kind.name}: its {role} is no pseudonym.")
    _compare(kind, "body", set(kind.body), set(entry.body))
    for name, allowed in kind.body.items():
        if not allowed.allows(entry.body[name]):
            raise EntryError(f"{kind.name}: {name} does not hold a {type(allowed).__name__}.")
    _compare(kind, "commitments", set(kind.commits), set(entry.commitments))
    if any(len(value) != 32 for value in entry.commitments.values()):
        raise EntryError(f"{kind.name}: a commitment has 32 bytes.")
    data = canonical_bytes(
        {
            "v": VERSION,
            "type": entry.type,
            "type_v": entry.type_v,
            "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "actor": entry.actor,
            "subject": entry.subject,
            "body": dict(entry.body),
            "commitments": {
                name: base64.b64encode(value).decode("ascii")
                for name, value in entry.commitments.items()
            },
        }
    )
    if len(data) > MOST_BYTES:
        raise EntryError(f"{kind.name}: {len(data)} bytes, more than {MOST_BYTES}.")
    return data


def read_entry(data: bytes) -> Entry:
    """What canonical bytes say, of a type that is known here or not.

    Raises `EntryError` when they are not the bytes of an entry.
    """
    if len(data) > MOST_BYTES:
        raise EntryError(f"{len(data)} bytes, more than an entry has.")
    try:
        value = json.loads(data)
        if type(value) is not dict or canonical_bytes(value) != data:
            raise EntryError("the bytes are not the canonical form of an object.")
    except (UnicodeDecodeError, ValueError, RecursionError, CanonicalError):
        raise EntryError("the bytes are not canonical JSON.") from None
    if set(value) != _KEYS or value["v"] != VERSION:
        raise EntryError(f"the bytes are no entry of version {VERSION}.")
    return _entry(value)


def _entry(value: dict[str, Any]) -> Entry:
    body, committed = value["body"], value["commitments"]
    texts = [value[key] for key in ("type", "at", "actor", "subject")]
    right = (
        all(type(text) is str for text in texts)
        and type(value["type_v"]) is int
        and type(body) is dict
        and all(type(field) in {str, int, bool} for field in body.values())
        and type(committed) is dict
        and all(type(text) is str for text in committed.values())
    )
    if not right:
        raise EntryError("a field of the entry has the wrong type.")
    try:
        at = datetime.strptime(value["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        commitments = {
            name: base64.b64decode(text, validate=True) for name, text in committed.items()
        }
    except (ValueError, binascii.Error):
        raise EntryError("a field of the entry has the wrong form.") from None
    return Entry(
        value["type"], value["type_v"], at, value["actor"], value["subject"], body, commitments
    )


def _compare(kind: EntryType, part: str, expected: set[str], found: set[str]) -> None:
    missing, extra = expected - found, found - expected
    if missing or extra:
        words = [f"{name} is missing" for name in sorted(missing)]
        words += [f"{name!a} is not one of its fields" for name in sorted(extra)]
        raise EntryError(f"{kind.name}, {part}: {'; '.join(words)}.")


def _is_word(text: str) -> bool:
    return len(text) <= _MOST_WORD and WORD.fullmatch(text) is not None
