"""The fields and vocabularies that a pack adds, under a namespace of its own."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping

from clearslate.policy.declaration.schema import UNKNOWN, FieldSpec, Schema, field_spec
from clearslate.policy.documents.limits import MAX_TEXT
from clearslate.policy.documents.scalars import shown
from clearslate.policy.errors import did_you_mean
from clearslate.policy.pack.reading import Entry

_KINDS = ("yesno", "one", "many", "names", "text", "whole", "seconds", "date")
#: How long a text or a list of values may be, where a field does not say.
_LONGEST = {"text": 300, "names": 24, "many": 24}
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def own_schema(entry: Entry, schema: Schema) -> Schema:
    """The schema with the fields and vocabularies of a pack; problems are reported in the entry."""
    namespace = _namespace(entry, schema)
    vocabularies = dict(_vocabularies(entry, schema))
    fields: dict[str, dict[str, FieldSpec]] = {}
    for part, node in entry.pairs("fields"):
        if part not in schema.parts or schema.parts[part].is_fact:
            known = [each.name for each in schema.declared]
            entry.error(node, f"fields.{part}", "There is no such part.", did_you_mean(part, known))
            continue
        Entry(node, entry.file, f"fields.{part}", entry.problems)  # says so where it is no group
        for key, raw in node.pairs:
            name = str(key.value)
            each = Entry(raw, entry.file, f"fields.{part}.{name}", entry.problems)
            check_name(each, name)
            spec = _own_field(each, name, {**schema.vocabularies, **vocabularies})
            fields.setdefault(part, {})[name] = spec
    if fields and not namespace:
        entry.error(None, "namespace", "A pack that adds fields names its namespace.")
    return schema.extended(namespace, fields, vocabularies) if fields or vocabularies else schema


def check_name(entry: Entry, name: str, key: str = "") -> None:
    """Report a name that no condition could read."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        message = f"“{shown(name)}” is no name. Use small letters, digits and _, such as agreed."
        entry.error(entry.node_at(key), key, message)


def _namespace(entry: Entry, schema: Schema) -> str:
    name = entry.text("namespace", required=False)
    taken = {field.partition(".")[0] for part in schema.declared for field in part.fields}
    if name:
        check_name(entry, name, "namespace")
    if name in taken or name in schema.parts:
        message = f"“{name}” is taken already. Choose another namespace."
        entry.error(entry.node_at("namespace"), "namespace", message)
    return name


def _vocabularies(entry: Entry, schema: Schema) -> Iterator[tuple[str, dict[str, str]]]:
    for name, node in entry.pairs("vocabularies"):
        each = Entry(node, entry.file, f"vocabularies.{name}", entry.problems)
        if name in schema.vocabularies:
            each.error(None, "", f"“{name}” is taken already. Choose another name.")
            continue
        words: dict[str, str] = {}
        for word, _ in node.pairs:
            if word.value == UNKNOWN:
                each.error(word, UNKNOWN, "Every answer can be unknown; leave it out here.")
            words[str(word.value)] = each.text(str(word.value))
        if not words:
            each.error(None, "", "A vocabulary has at least one word, with what people read.")
        yield name, words


def _own_field(entry: Entry, name: str, vocabularies: Mapping[str, object]) -> FieldSpec:
    kind = entry.word("type", _KINDS)
    entry.text("title")
    vocabulary = entry.text("of", required=kind in ("one", "many"))
    longest = entry.whole("max", 1, MAX_TEXT, default=_LONGEST.get(kind, 0))
    if vocabulary and vocabulary not in vocabularies:
        hint = did_you_mean(vocabulary, vocabularies)
        entry.error(entry.node_at("of"), "of", f"There is no vocabulary “{vocabulary}”.", hint)
        vocabulary = ""
    entry.done()
    return field_spec(
        name,
        {"type": kind, "title": entry.text("title"), "of": vocabulary or None, "max": longest},
    )
