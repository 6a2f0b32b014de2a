"""Reading cases and assessments back from the bytes that were kept, without assessing again.

What is read gives the very bytes it was read from. So a page shows what was found on the day, in
its words, however the rules and the engine have changed since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from types import ModuleType
from typing import Any, TypeVar

from clearslate.policy.assess import assessment as values
from clearslate.policy.assess.assessment import FORMAT, MADE_BY, SEMANTICS, Assessment
from clearslate.policy.case import Case, Rulebook
from clearslate.policy.declaration.check import CASE
from clearslate.policy.errors import CaseError, Problem
from clearslate.policy.pack.load import Loaded
from clearslate.record.errors import CanonicalError

_Value = TypeVar("_Value")
_LEAVES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "bool": (bool,),
    "int": (int,),
    "str | None": (str, type(None)),
}


def read_assessment(data: bytes) -> Assessment:
    """The assessment whose canonical bytes these are.

    Raises CaseError where they are no assessment of a format that this version reads.
    """
    document = _document(data, FORMAT)
    semantics = document.get("semantics")
    if type(semantics) is not int or not 1 <= semantics <= SEMANTICS:
        raise _wrong(
            f"It was made with semantics {semantics}; this version reads 1 to {SEMANTICS}."
        )
    if document.pop("made_by", None) != MADE_BY:
        raise _wrong("It does not say how it was made.")
    found = _read(Assessment, document, values, "")
    try:
        same = found.canonical == data
    except CanonicalError:
        same = False
    if not same:
        raise _wrong("It is not written in the canonical form.")
    return found


def read_case(data: bytes, packs: Mapping[str, Loaded]) -> Case:
    """The case whose canonical bytes these are; `packs` are its packs by their hash.

    Raises CaseError where they are no case, and where a pack it was made with is not given.
    """
    document = _document(data, CASE)
    try:
        rulebooks = tuple(_rulebook(pin, packs) for pin in document["packs"])
        found = Case(
            document["declaration"],
            document["facts"],
            rulebooks,
            document["switches"],
            date.fromisoformat(document["date"]),
        )
        same = found.canonical == data
    except (KeyError, TypeError, ValueError, AttributeError, CanonicalError) as error:
        raise _wrong(f"A part of it is missing or has another form: {error}.") from None
    if not same:
        raise _wrong("It is not written in the canonical form.")
    return found


def pinned(data: bytes) -> tuple[str, ...]:
    """The hashes of the packs that a kept case was made with. Raises CaseError as `read_case`."""
    pins = _document(data, CASE).get("packs")
    try:
        return tuple(str(pin["sha256"]) for pin in pins)  # type: ignore[union-attr]
    except (KeyError, TypeError):
        raise _wrong("It does not name its packs.") from None


def _rulebook(pin: Mapping[str, Any], packs: Mapping[str, Loaded]) -> Rulebook:
    loaded = packs.get(pin["sha256"])
    if loaded is None:
        raise _wrong(f"It was made with the pack “{pin['urn']}”, which was not given.")
    return Rulebook(loaded, pin.get("standing") != "advisory", pin.get("adopted_by", ""))


def _document(data: bytes, header: str) -> dict[str, Any]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise _wrong("It is no JSON.") from None
    found = document.pop("clearslate", None) if isinstance(document, dict) else None
    if found != header:
        raise _wrong(f"It does not say “{header}”.")
    return document  # type: ignore[no-any-return]


def _read(cls: type[_Value], raw: Any, module: ModuleType, path: str) -> _Value:
    """A value of a class from its document: the very fields, each of its type."""
    names = {each.name: str(each.type) for each in fields(cls)}  # type: ignore[arg-type]
    if not isinstance(raw, dict) or raw.keys() != names.keys():
        raise _wrong("Its fields are others than those of this format.", path)
    return cls(
        **{
            name: _part(kind, raw[name], module, f"{path}.{name}" if path else name)
            for name, kind in names.items()
        }
    )


def _part(kind: str, raw: Any, module: ModuleType, path: str) -> Any:
    if kind in _LEAVES:
        if type(raw) not in _LEAVES[kind]:
            raise _wrong(f"It should be {kind}.", path)
        return raw
    inner = kind.removeprefix("tuple[").removesuffix("]")
    if inner == "tuple[str, str], ...":
        # Pairs are written as an object; its keys stand in the canonical order.
        return tuple((name, _part("str", each, module, path)) for name, each in _items(raw, path))
    if not isinstance(raw, list):
        raise _wrong("It should be a list.", path)
    inner, _, rest = inner.partition(", ")
    if rest == "str" and len(raw) != 2:  # the two ends of an interval
        raise _wrong("It should hold two values.", path)
    if inner in _LEAVES:
        return tuple(_part(inner, each, module, path) for each in raw)
    cls = getattr(module, inner)
    return tuple(_read(cls, each, module, f"{path}[{at}]") for at, each in enumerate(raw))


def _items(raw: Any, path: str) -> list[tuple[str, Any]]:
    if not isinstance(raw, dict):
        raise _wrong("It should be an object.", path)
    return list(raw.items())


def _wrong(message: str, path: str = "") -> CaseError:
    return CaseError([Problem(f"These bytes cannot be read back. {message}", path=path)])
