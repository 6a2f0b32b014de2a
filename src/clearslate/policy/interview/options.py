"""What can be chosen as an answer: words of a vocabulary, yes and no, records on file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from clearslate.policy.assess.words import answer_words, day_words
from clearslate.policy.case import REFERENCES
from clearslate.policy.declaration.schema import UNKNOWN, Schema
from clearslate.policy.interview.model import Option
from clearslate.policy.interview.paths import Place

#: Answers that name a record on file, and the list of the facts they name it from.
REGISTERS = {(part, field): register for part, field, register in REFERENCES}
_YES_NO = (Option("yes", "Yes"), Option("no", "No"))
#: What tells the records of a register apart, in the order it is shown.
_SHOWN = {
    "terms": ("tool", "version", "tier", "plugins"),
    "agreements": ("party", "kind", "to"),
    "models_on_file": ("performer", "made_for"),
}


class Choices:
    """What can be chosen under a schema; the words of each vocabulary are laid out once."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._words = {
            name: tuple(Option(value, words) for value, words in vocabulary.items())
            for name, vocabulary in schema.vocabularies.items()
        }

    def options(
        self, place: Place, facts: Mapping[str, Any], document: Mapping[str, Any]
    ) -> tuple[Option, ...]:
        """The choices for an answer; none where it is free text, a number or a date."""
        register = REGISTERS.get((place.part, place.field))
        if register is not None:
            return self.records(register, facts)
        if (place.part, place.field) == ("outputs", "made_by"):
            return tuple(_names(document, "components"))
        spec = self.schema.parts[place.part].fields[place.field]
        if spec.kind == "yesno":
            return _YES_NO
        return () if spec.vocabulary is None else self._words[spec.vocabulary]

    def records(self, register: str, facts: Mapping[str, Any]) -> tuple[Option, ...]:
        """The records of one list of the facts, in words that tell them apart."""
        found = []
        for entry in entries(facts, register):
            if entry.get("id", UNKNOWN) != UNKNOWN:
                words = [_shown(register, name, entry, self.schema) for name in _SHOWN[register]]
                told = ", ".join(word for word in words if word)
                found.append(Option(entry["id"], told or entry["id"]))
        return tuple(found)


def lacks_records(place: Place, facts: Mapping[str, Any]) -> bool:
    """Whether an answer would name a record of a register that holds none."""
    register = REGISTERS.get((place.part, place.field))
    return register is not None and not entries(facts, register)


def is_register(place: Place) -> bool:
    """Whether the answer names a record on file."""
    return (place.part, place.field) in REGISTERS


def entries(facts: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The records of one list of the facts."""
    found = facts.get(name)
    return found if isinstance(found, list) else []


def value_words(place: Place, value: Any, schema: Schema) -> str:
    """A normal value in the words people read."""
    return answer_words(schema.parts[place.part], place.field, value, schema)


def _shown(register: str, name: str, entry: Mapping[str, Any], schema: Schema) -> str:
    value = entry.get(name)
    if value is None or value == UNKNOWN:
        return ""
    if name == "to":
        return f"until {day_words(date.fromisoformat(value))}"
    if name == "version":
        return f"version {value}"
    if name == "tier":
        return f"{value} tier"
    if name == "plugins":
        return "with " + " and ".join(value) if value else ""
    if name == "made_for":
        return f"made for {value}"
    return schema.words(schema.parts[register].fields[name], value)


def _names(document: Mapping[str, Any], part: str) -> Iterator[Option]:
    items = document.get(part)
    for item in items if isinstance(items, list) else ():
        name = item.get("name")
        if isinstance(name, str) and name != UNKNOWN:
            yield Option(name, name)
