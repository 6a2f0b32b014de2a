"""Records on file with their words and their papers, so that evidence opens where it is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case
from clearslate.policy.declaration.schema import UNKNOWN, Part, Schema, core_schema
from clearslate.policy.derived.records import folded
from clearslate.policy.render.declared import given_answers
from clearslate.policy.render.words import day as day_words
from clearslate.uses.contents import PDF, TEXT
from clearslate.uses.models import Attachment

_SHOWN_IN_PLACE = (PDF, TEXT)
_NOT_TOLD = {"id", "sha256", "productions"}
#: The fields of an item that name a record, and the list that the record is in.
_NAMED = {"terms": "terms", "agreement": "agreements", "record": "models_on_file"}


class Said(NamedTuple):
    """One thing that a record says."""

    title: str
    words: str


@dataclass(frozen=True)
class Document:
    """A record on file: what it is, what it says, and the paper where it is attached."""

    title: str
    about: str
    until: str
    said: tuple[Said, ...]
    sha256: str
    paper: Attachment | None = None

    @property
    def is_picture(self) -> bool:
        """Whether its paper is a picture, of which there is a small one."""
        return self.paper is not None and self.paper.preview_id is not None

    @property
    def opens(self) -> bool:
        """Whether its paper can be read in its place."""
        return self.paper is not None and self.paper.media_type in _SHOWN_IN_PLACE


class OnFile:
    """The records that an assessment rests on, found by what a finding is about."""

    def __init__(self, case: Case, assessment: Assessment, papers: Iterable[Attachment]) -> None:
        self._declaration = case.declaration
        self._raw = {
            (each.kind, each.id): _record(case.facts.get(each.kind), each.id)
            for each in assessment.dependencies
            if each.kind != "production"
        }
        self._papers = {str(each.record.get("id", "")): each for each in papers}
        self._told: set[tuple[str, str]] = set()

    def behind(self, path: str, subject: str) -> tuple[Document, ...]:
        """The documents that speak of the subject of a finding."""
        keys = [*self._about(subject), *self._named(path)]
        known = [key for key in dict.fromkeys(keys) if key in self._raw]
        self._told.update(known)
        return tuple(self._document(key) for key in known)

    def others(self) -> tuple[Document, ...]:
        """Those that no finding asked for so far."""
        keys = [key for key in self._raw if key not in self._told]
        loose = [row for name, row in self._papers.items() if ("evidence", name) not in self._raw]
        return (
            *(self._document(key) for key in keys),
            *(_paper_alone(row) for row in loose),
        )

    def _about(self, subject: str) -> Iterator[tuple[str, str]]:
        if not subject:
            return
        for kind, name in self._raw:
            about = self._raw[kind, name].get("subject", "")
            if kind == "evidence" and folded(str(about)) == folded(subject):
                yield kind, name

    def _named(self, path: str) -> Iterator[tuple[str, str]]:
        """The records that the item at a path names, and the agreement that its terms are under."""
        item = _item(self._declaration, path)
        for field, kind in _NAMED.items():
            name = str(item.get(field, ""))
            yield kind, name
            agreement = self._raw.get((kind, name), {}).get("agreement")
            if agreement:
                yield "agreements", str(agreement)

    def _document(self, key: tuple[str, str]) -> Document:
        kind, name = key
        raw, schema = self._raw[key], core_schema()
        part = schema.parts[kind]
        paper = self._papers.get(name) if kind == "evidence" else None
        return Document(
            title=_title(raw, part, schema),
            about=_about(raw),
            until=_until(raw),
            said=tuple(_said(raw, part, schema)),
            sha256=str(raw.get("sha256", "")),
            paper=paper,
        )


def _record(entries: Any, name: str) -> Mapping[str, Any]:
    listed = entries if isinstance(entries, list) else []
    return next((each for each in listed if str(each.get("id", "")) == name), {})


def _item(declaration: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    name, bracket, index = path.partition("[")
    items = declaration.get(name)
    if not bracket or not isinstance(items, list):
        return {}
    place = int(index.rstrip("]"))
    return items[place] if place < len(items) else {}


def _title(raw: Mapping[str, Any], part: Part, schema: Schema) -> str:
    spec, kind = part.fields.get("kind"), raw.get("kind")
    if spec and spec.vocabulary and kind not in (None, UNKNOWN):
        return str(schema.words(spec, str(kind)))
    return part.singular[:1].upper() + part.singular[1:]


def _about(raw: Mapping[str, Any]) -> str:
    for name in ("subject", "tool", "party", "performer"):
        if raw.get(name) not in (None, UNKNOWN, ""):
            return str(raw[name])
    return ""


def _until(raw: Mapping[str, Any]) -> str:
    day = raw.get("to")
    return day_words(day) if isinstance(day, str) and day != UNKNOWN else ""


def _said(raw: Mapping[str, Any], part: Part, schema: Schema) -> Iterator[Said]:
    for name, words in given_answers(raw, part, schema):
        if name not in _NOT_TOLD:
            yield Said(part.fields[name].title, words)


def _paper_alone(row: Attachment) -> Document:
    """A paper that the assessment does not rest on."""
    schema = core_schema()
    part = schema.parts["evidence"]
    raw = row.record
    said = tuple(_said(raw, part, schema)) if raw else ()
    title = _title(raw, part, schema) if raw else row.caption or row.name
    return Document(title, _about(raw), _until(raw), said, row.file.sha256, row)
