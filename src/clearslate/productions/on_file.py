"""What is on file, in tables that people read; and what one filing changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from clearslate.policy.declaration.schema import UNKNOWN, FieldSpec, Part, Schema
from clearslate.productions.facts import facts_document, facts_of
from clearslate.productions.models import FactSheet, Production

_ABOUT = ("subject", "tool", "performer", "party")
"""Fields of which a record has one, that say what it is about."""

_APART = {"id", "from", "to", "withdrawn", "sha256", *_ABOUT}
"""Fields with a column or a line of their own."""


@dataclass(frozen=True)
class Record:
    """One record on file."""

    id: str
    about: str
    """Whom or what it is about, in a word or a few."""
    says: list[tuple[str, str]]
    """The other fields in words, by their titles."""
    begins: str
    ends: str
    withdrawn: str
    sha256: str
    standing: str
    """Empty, or why it does not hold today."""


@dataclass(frozen=True)
class Table:
    """One list of the facts."""

    title: str
    records: list[Record]


@dataclass(frozen=True)
class Filing:
    """A document that was filed, and what it changed against the one before."""

    sheet: FactSheet
    added: list[str]
    changed: list[str]
    removed: list[str]
    records: int


def sheet_of(production: Production, number: int | None = None) -> FactSheet | None:
    """A filing by its number, or the newest."""
    rows = FactSheet.objects.filter(production=production).order_by("-number")
    found: FactSheet | None = (rows if number is None else rows.filter(number=number)).first()
    return found


def document_of(production: Production, sheet: FactSheet) -> dict[str, Any]:
    """A filing as a facts/1 document; the newest with the production, as uses are assessed."""
    newest = sheet_of(production)
    if newest is not None and newest.number == sheet.number:
        return facts_document(facts_of(production))
    return dict(sheet.document)


def tables_of(sheet: FactSheet | None, schema: Schema, today: date) -> list[Table]:
    """Every list of the facts with its records, in the order of the schema."""
    document: Mapping[str, Any] = sheet.document if sheet else {}
    return [
        Table(part.title, [_record(item, part, schema, today) for item in _items(document, part)])
        for part in schema.facts
        if not part.one
    ]


def filings_of(production: Production, most: int = 20) -> list[Filing]:
    """The newest filings, each with what it changed."""
    rows = list(FactSheet.objects.filter(production=production).order_by("-number")[: most + 1])
    return [_filing(*pair) for pair in list(zip_longest(rows, rows[1:]))[:most]]


def _filing(sheet: FactSheet, before: FactSheet | None) -> Filing:
    now = _by_id(sheet.document)
    then = _by_id(before.document) if before else {}
    both = now.keys() & then.keys()
    return Filing(
        sheet,
        added=sorted(name for _, name in now.keys() - then.keys()),
        changed=sorted(name for part, name in both if now[part, name] != then[part, name]),
        removed=sorted(name for _, name in then.keys() - now.keys()),
        records=len(now),
    )


def _by_id(document: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    """Every record by its list and its id, or its place where it has none."""
    return {
        (name, str(item.get("id") or f"{name} {index + 1}")): item
        for name, items in document.items()
        if isinstance(items, list)
        for index, item in enumerate(items)
        if isinstance(item, dict)
    }


def _items(document: Mapping[str, Any], part: Part) -> list[Mapping[str, Any]]:
    items = document.get(part.name)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _record(item: Mapping[str, Any], part: Part, schema: Schema, today: date) -> Record:
    begins, ends, withdrawn = (_text(item.get(name)) for name in ("from", "to", "withdrawn"))
    return Record(
        id=_text(item.get(part.name_field or "id")),
        about=next((_text(item[name]) for name in _ABOUT if name in item), ""),
        says=list(_says(item, part, schema)),
        begins=begins,
        ends=ends,
        withdrawn=withdrawn,
        sha256=_text(item.get("sha256")),
        standing=_standing(item, today.isoformat()),
    )


def _standing(item: Mapping[str, Any], today: str) -> str:
    """Why a record does not hold today; dates are compared as they are written."""
    begins, ends, withdrawn = (_known(item.get(name)) for name in ("from", "to", "withdrawn"))
    if withdrawn and withdrawn <= today:
        return "withdrawn"
    if ends and ends <= today:
        return "no longer holds"
    if begins and begins > today:
        return "does not hold yet"
    return ""


def _says(item: Mapping[str, Any], part: Part, schema: Schema) -> Iterator[tuple[str, str]]:
    for spec in part.fields.values():
        plain, _, own = spec.name.rpartition(".")
        value = item.get(spec.name) if not plain else (item.get(plain) or {}).get(own)
        if value is not None and spec.name not in _APART:
            yield spec.title, _words(value, spec, schema)


def _words(value: Any, spec: FieldSpec, schema: Schema) -> str:
    if isinstance(value, list):
        return ", ".join(_words(each, spec, schema) for each in value) or "none"
    if value == UNKNOWN:
        return "not sure"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return schema.words(spec, str(value))


def _known(value: Any) -> str:
    return "" if value in (None, UNKNOWN) else str(value)


def _text(value: Any) -> str:
    return "not sure" if value == UNKNOWN else _known(value)
