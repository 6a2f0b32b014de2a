"""What a declaration says comes out of a use, and which tools make it, as papers name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clearslate.policy.declaration.schema import UNKNOWN, core_schema
from clearslate.uses.summary import FINAL

DESTINATIONS = dict(core_schema().vocabularies["destination"])


@dataclass(frozen=True)
class Element:
    """One output of a use."""

    name: str
    """As results of it are called."""
    destination: str
    """A word of the vocabulary; empty where it is not known."""
    seconds: str
    tools: tuple[str, ...]
    """The tools that make it; all of the use where it names none."""

    @property
    def goes_to(self) -> str:
        """Where it ends up, in words."""
        return DESTINATIONS.get(self.destination, "not known")

    @property
    def final(self) -> bool:
        """Whether it is final, or may be."""
        return not self.destination or self.destination in FINAL


def elements_of(declaration: Mapping[str, Any]) -> tuple[Element, ...]:
    """The outputs of a declaration, in its order."""
    called = dict(_tools(declaration))
    return tuple(
        _element(place, each, called)
        for place, each in enumerate(_items(declaration, "outputs"), 1)
    )


def tools_of(declaration: Mapping[str, Any]) -> tuple[str, ...]:
    """The tools of a declaration: name, version, tier, and the vendor that works with it."""
    return tuple(dict.fromkeys(words for _, words in _tools(declaration)))


def _element(place: int, raw: Mapping[str, Any], called: Mapping[str, str]) -> Element:
    made_by = raw.get("made_by")
    named = [str(each) for each in made_by] if isinstance(made_by, list) else []
    found = [called[each] for each in named if each in called]
    return Element(
        _known(raw.get("name")) or f"output {place}",
        _known(raw.get("destination")),
        _known(raw.get("seconds")),
        tuple(dict.fromkeys(found or called.values())),
    )


def _tools(declaration: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for place, each in enumerate(_items(declaration, "components"), 1):
        if each.get("technique") == "not_ai":
            continue
        name = _known(each.get("name")) or f"component {place}"
        more = [_known(each.get(field)) for field in ("version", "tier")]
        vendor = _known(each.get("vendor")) if each.get("performed_by") == "vendor" else ""
        yield name, ", ".join(filter(None, (name, *more, vendor and f"at {vendor}")))


def _items(declaration: Mapping[str, Any], part: str) -> list[Mapping[str, Any]]:
    raw = declaration.get(part)
    return [each for each in raw if isinstance(each, Mapping)] if isinstance(raw, list) else []


def _known(value: Any) -> str:
    return "" if value in (None, UNKNOWN) else str(value)
