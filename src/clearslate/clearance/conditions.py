"""Conditions that a decision agrees: data that later checks hold the work to.

Conditions on shots and running time are kept and shown from now on; the check of the finished cut
holds it to them. What people read of one is made here, in one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from clearslate.clearance.errors import ClearanceError
from clearslate.policy.case import Case
from clearslate.policy.dates import day_of
from clearslate.uses.attachments import safe_text

MOST = 20
"""Conditions of one decision."""

_LONGEST = 400
_COUNTRY = re.compile(r"[A-Z]{2}")
_COUNT = re.compile(r"[1-9][0-9]{0,3}")
_NAMES = ("outputs", "shots")

KINDS: dict[str, str] = {
    "outputs": "Only these outputs",
    "shots": "Only these shots",
    "most_shots": "At most so many shots",
    "most_seconds": "At most so many seconds in all",
    "territory": "Only in these countries",
    "from": "Used from",
    "until": "Used until",
    "no_promotion": "Not used in promotion",
    "human_recreation": "People make the final version anew",
    "label": "A label on screen",
    "credit": "A credit",
    "pack": "A condition of the rules",
    "own": "In own words",
}
"""Every kind of condition, as a menu names it."""

_WORDS = {
    "outputs": "Only {value}.",
    "shots": "Only the shots {value}.",
    "most_shots": "At most {value} shot{s}.",
    "most_seconds": "At most {value} s in all.",
    "territory": "Only in {value}.",
    "from": "Not used before {value}.",
    "until": "Not used from {value} on.",
    "no_promotion": "Not used in promotion.",
    "human_recreation": "People make the final version anew; what was generated only guides them.",
    "label": "Labelled on screen: “{value}”.",
    "credit": "Credited: “{value}”.",
    "pack": "{title}.",
    "own": "{value}",
}

AT_DELIVERY = frozenset({"outputs", "shots", "most_shots", "most_seconds", "label", "credit"})
"""Kinds that only the finished cut can show to be kept."""

ON_RESULT = frozenset({"human_recreation", "label"})
"""Kinds for which the result is looked at."""


@dataclass(frozen=True)
class Agreed:
    """One condition: its kind, and what it says: texts, a number, a day, or nothing."""

    kind: str
    value: Any = None
    title: str = ""
    """The words of a condition that the pack names by an id."""

    def as_json(self) -> dict[str, Any]:
        """The condition as it is kept."""
        return {"kind": self.kind, "value": self.value, "title": self.title}

    @property
    def words(self) -> str:
        """The condition as people read it."""
        value = ", ".join(self.value) if isinstance(self.value, list) else self.value
        plural = "" if value == 1 else "s"
        return _WORDS[self.kind].format(value=value, title=self.title, s=plural)

    @property
    def at_delivery(self) -> bool:
        """Whether only the finished cut can show that it is kept."""
        return self.kind in AT_DELIVERY


def agreed(kept: Iterable[Mapping[str, Any]]) -> list[Agreed]:
    """Conditions as they were kept."""
    return [Agreed(each["kind"], each["value"], each.get("title", "")) for each in kept]


def checked(kind: str, value: Any, *, pack: Mapping[str, str]) -> Agreed:
    """A condition that somebody asks for; `pack` has the titles of the rules' own by id.

    Raises `ClearanceError` with what is wrong and what to write.
    """
    if kind not in KINDS:
        raise ClearanceError(f"There is no condition “{kind}”. Choose one from the list.")
    title = KINDS[kind]
    if kind in ("no_promotion", "human_recreation"):
        return Agreed(kind)
    if kind == "pack":
        if value not in pack:
            raise ClearanceError("The rules in force have no such condition. Choose another.")
        return Agreed(kind, value, pack[value])
    if kind in _NAMES:
        return Agreed(kind, _names(value, title))
    if kind == "territory":
        return Agreed(kind, _countries(value, title))
    if kind in ("from", "until"):
        return Agreed(kind, _day(value, title))
    if kind == "most_shots":
        return Agreed(kind, _whole(value, title))
    if kind == "most_seconds":
        return Agreed(kind, _seconds(value, title))
    return Agreed(kind, _text(value, title))


def outside(conditions: Iterable[Agreed], case: Case) -> list[str]:
    """Which conditions a case no longer keeps, in words. What it does not say breaks none."""
    use = case.declaration.get("use") or {}
    shots = use.get("shots")
    outputs = [each.get("name") for each in case.declaration.get("outputs") or ()]
    broken = []
    for each in conditions:
        match each.kind:
            case "outputs":
                kept = set(outputs) <= set(each.value)
            case "shots":
                kept = not isinstance(shots, list) or set(shots) <= set(each.value)
            case "most_shots":
                kept = not isinstance(shots, list) or len(shots) <= each.value
            case _:
                kept = True
        if not kept:
            broken.append(each.words)
    return broken


def _names(value: Any, title: str) -> list[str]:
    items = value if isinstance(value, list) else re.split(r"[,\n]", str(value))
    names = list(dict.fromkeys(text for each in items if (text := str(each).strip())))
    if not names or len(names) > 200 or any(len(each) > 120 for each in names):
        raise ClearanceError(f"{title}: write 1 to 200 names, with commas between them.")
    return names


def _countries(value: Any, title: str) -> list[str]:
    names = [each.upper() for each in _names(value, title)]
    if not all(_COUNTRY.fullmatch(each) for each in names):
        raise ClearanceError(f"{title}: write codes of two letters, for example GB, DE.")
    return names


def _day(value: Any, title: str) -> str:
    text = str(value).strip()
    if day_of(text) is None:
        raise ClearanceError(f"{title}: write a day as YYYY-MM-DD.")
    return date.fromisoformat(text).isoformat()


def _whole(value: Any, title: str) -> int:
    text = str(value).strip()
    if not _COUNT.fullmatch(text):
        raise ClearanceError(f"{title}: write a whole number from 1 to 9999.")
    return int(text)


def _seconds(value: Any, title: str) -> str:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        number = Decimal(0)
    if not number.is_finite() or not 0 < number <= 360_000:
        raise ClearanceError(f"{title}: write seconds, for example 45 or 12.5.")
    return f"{number.normalize():f}"


def _text(value: Any, title: str) -> str:
    text = safe_text(str(value or ""))
    if not text or len(text) > _LONGEST:
        raise ClearanceError(f"{title}: write 1 to {_LONGEST} characters.")
    return text
