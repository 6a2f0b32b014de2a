"""What changed from one version of a use to another, answer by answer, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clearslate.policy.assess.assess import schema_of
from clearslate.policy.declaration.schema import UNKNOWN, Part, Schema
from clearslate.policy.render.declared import given_answers
from clearslate.policy.render.words import HEADLINES, day
from clearslate.uses.models import Attachment, UseVersion
from clearslate.uses.stored import Stored, attached_to

_SAID = {"from": "from", "to": "until"}
_NOTHING = {None: "not answered", UNKNOWN: "not sure"}


@dataclass(frozen=True)
class Changed:
    """One thing that differs between two versions."""

    section: str
    """`outcome`, `answers`, `evidence`, `findings` or `rules`."""
    kind: str
    """`changed`, `added` or `removed`."""
    title: str
    """The question, file or rule."""
    subject: str
    """The item of a list that it is about; empty for the use."""
    before: str
    after: str


def difference(older: Stored, newer: Stored) -> tuple[Changed, ...]:
    """Everything that differs, in the order in which a page shows it."""
    return (
        *_outcome(older, newer),
        *_answers(older, newer),
        *_evidence(older.version, newer.version),
        *_on_file(older, newer),
        *_findings(older, newer),
        *_rules(older, newer),
    )


def _outcome(older: Stored, newer: Stored) -> Iterator[Changed]:
    was, now = (HEADLINES[each.assessment.outcome or "not_a_use"] for each in (older, newer))
    if was != now:
        yield Changed("outcome", "changed", "Outcome", "", was, now)


def _answers(older: Stored, newer: Stored) -> Iterator[Changed]:
    schema = schema_of(older.case.rulebooks).joined(schema_of(newer.case.rulebooks))
    for part in schema.declared:
        was, now = (each.case.declaration.get(part.name) for each in (older, newer))
        if was == now:
            continue
        if part.one:
            yield from _fields(was or {}, now or {}, part, schema, "")
        else:
            yield from _list(was, now, part, schema)


def _list(was: Any, now: Any, part: Part, schema: Schema) -> Iterator[Changed]:
    if not (isinstance(was, list) and isinstance(now, list)) or not (was and now):
        yield Changed("answers", "changed", part.title, "", _state(was, part), _state(now, part))
    old, new = (each if isinstance(each, list) else [] for each in (was, now))
    pairs = _pairs(old, new, part)
    for before, after in pairs:
        subject = _name(after if after is not None else before, part)
        if before is None:
            yield Changed(
                "answers", "added", part.singular, subject, "", _told(after, part, schema)
            )
        elif after is None:
            yield Changed(
                "answers", "removed", part.singular, subject, _told(before, part, schema), ""
            )
        else:
            yield from _fields(before, after, part, schema, subject)


def _fields(
    was: Mapping[str, Any], now: Mapping[str, Any], part: Part, schema: Schema, subject: str
) -> Iterator[Changed]:
    before, after = (dict(given_answers(each, part, schema)) for each in (was, now))
    for name, spec in part.fields.items():
        old, new = before.get(name), after.get(name)
        if old != new:
            words = (each or _NOTHING[None] for each in (old, new))
            yield Changed("answers", "changed", spec.title, subject, *words)


def _pairs(old: Sequence[Any], new: Sequence[Any], part: Part) -> list[tuple[Any, Any]]:
    """The items of two lists that are one: those of a name in order, then those at one place."""
    field = part.name_field or ""
    left = dict(enumerate(old))
    partner: dict[int, int] = {}
    for index, item in enumerate(new):
        same = (n for n, each in left.items() if field in item and each.get(field) == item[field])
        found = next(same, None)
        if found is not None:
            partner[index] = found
            del left[found]
    for index in range(len(new)):
        if index not in partner and index in left:
            partner[index] = index
            del left[index]
    pairs = [
        (old[partner[index]] if index in partner else None, item) for index, item in enumerate(new)
    ]
    return pairs + [(item, None) for item in left.values()]


def _name(item: Mapping[str, Any], part: Part) -> str:
    name = item.get(part.name_field or "", UNKNOWN)
    return part.singular if name == UNKNOWN else str(name)


def _told(item: Mapping[str, Any], part: Part, schema: Schema) -> str:
    answers = given_answers(item, part, schema)
    return "; ".join(f"{part.fields[name].title}: {words}" for name, words in answers)


def _state(value: Any, part: Part) -> str:
    if not isinstance(value, list):
        return _NOTHING[value]
    return ", ".join(_name(item, part) for item in value) or "none"


def _evidence(older: UseVersion, newer: UseVersion) -> Iterator[Changed]:
    was, now = attached_to(older), attached_to(newer)
    before, after = (Counter(_file(each) for each in rows) for rows in (was, now))
    for gone in (before - after).elements():
        yield Changed("evidence", "removed", gone[0], gone[1], gone[2], "")
    for new in (after - before).elements():
        yield Changed("evidence", "added", new[0], new[1], "", new[2])


def _file(row: Attachment) -> tuple[str, str, str, str]:
    """What makes a file the same in two versions: its content and what it says."""
    record = row.record
    said = "; ".join(
        f"{_SAID.get(name, f'{name}:')} {_of_file(name, value)}"
        for name, value in sorted(record.items())
        if name not in ("id", "sha256", "productions", "kind", "subject")
    )
    title = str(record.get("kind", row.kind)).replace("_", " ")
    words = f"{row.caption or row.name}{f' ({said})' if said else ''}"
    return title, str(record.get("subject", "")), words, row.file.sha256


def _of_file(name: str, value: Any) -> str:
    """What a file says of itself, in words."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return day(value) if name in _SAID else str(value)


def _on_file(older: Stored, newer: Stored) -> Iterator[Changed]:
    """The records on file that both rest on; those of files attached are told as files."""
    was, now = (
        {
            (each.kind, each.id): each.sha256
            for each in version.assessment.dependencies
            if each.kind != "production" and not each.id.startswith("file-")
        }
        for version in (older, newer)
    )
    for key in dict.fromkeys((*was, *now)):
        old, new = was.get(key), now.get(key)
        if old != new:
            kind = "added" if old is None else "removed" if new is None else "changed"
            title = f"on file: {key[0].replace('_', ' ')}"
            yield Changed(
                "evidence", kind, title, key[1], key[1] if old else "", key[1] if new else ""
            )


def _findings(older: Stored, newer: Stored) -> Iterator[Changed]:
    was, now = (
        {(each.rule, each.subject): each for each in version.assessment.findings}
        for version in (older, newer)
    )
    for key in dict.fromkeys((*was, *now)):
        old, new = was.get(key), now.get(key)
        before, after = (_finding(each) for each in (old, new))
        if before != after:
            known = new or old
            title = known.title if known else ""
            kind = "added" if old is None else "removed" if new is None else "changed"
            yield Changed("findings", kind, title, key[1], before, after)


def _finding(found: Any) -> str:
    if found is None:
        return ""
    return HEADLINES[found.outcome] + ("" if found.certain else ", not certain")


def _rules(older: Stored, newer: Stored) -> Iterator[Changed]:
    was, now = ({each.urn: each for each in version.assessment.packs} for version in (older, newer))
    for urn in dict.fromkeys((*was, *now)):
        old, new = was.get(urn), now.get(urn)
        if old != new:
            kind = "added" if old is None else "removed" if new is None else "changed"
            known = new or old
            yield Changed(
                "rules",
                kind,
                known.title if known else "",
                "",
                f"{old.version}, {old.standing}" if old else "",
                f"{new.version}, {new.standing}" if new else "",
            )
