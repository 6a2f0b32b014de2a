"""The changes that are possible in one case, as numbered options.

Each option is one change, and counts as one. Sets of options are integers, one bit for each
number, so that the search can compare them at no cost. Numbers follow the order in which a person
would rather do things: put a paper on file, decide otherwise, leave something out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from clearslate.policy.declaration.schema import FieldSpec, Part, Schema
from clearslate.policy.derived import DOUBTED, EVIDENCE, cut_ends
from clearslate.policy.ways.plan import COUNTED, DayTest, Plan

#: A set of options: bit `n` stands for option number `n`.
Mask = int
#: The day of the assessment, and the one from which a cut stays as it is, where it is on file.
Calendar = tuple[int, int | None]
#: A part, the index of the item in it, and a field.
Place = tuple[str, int | None, str]


class Act(Enum):
    """What an option does."""

    FILE = "evidence is put on file"
    SET = "an answer becomes another one, or an open one is decided"
    ONE = "an open answer with several values is decided to be one of them"
    ADD = "an answer with several values gets one more"
    NONE = "a list that is open is decided to be empty"
    DROP = "an answer with several values loses one"
    LEAVE = "an item of a list is left out"


#: The kind of change, for each act.
KINDS = {
    Act.FILE: "evidence", Act.SET: "answer", Act.ONE: "answer", Act.ADD: "answer",
    Act.NONE: "answer", Act.DROP: "remove", Act.LEAVE: "remove",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One possible change."""

    act: Act
    part: str
    index: int | None
    """The item as the declaration counts; None for the use, or for a list itself."""
    field: str
    """Empty for a list or a whole item."""
    value: str = ""
    also: tuple[str, ...] = ()
    """Values that no condition tells from `value`."""
    reach: str = ""
    """For a date: `or later` or `or earlier`, where those days do as well."""

    @property
    def item(self) -> str:
        """The path of the item: `people[0]`, or `use`."""
        return item_path(self.part, self.index)

    @property
    def path(self) -> str:
        """The path of what changes."""
        return f"{self.item}.{self.field}" if self.field else self.item


def item_path(part: str, index: int | None) -> str:
    """Where an item stands; the part itself where it is not a list."""
    return part if index is None else f"{part}[{index}]"


def bits(mask: Mask) -> Iterator[int]:
    """The numbers of the options in a set, in their order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Options:
    """Every option in one case, and which of them go together."""

    def __init__(self, options: Iterable[Option], limits: Iterable[Iterable[Option]]) -> None:
        self.all = tuple(sorted(options, key=lambda each: _ORDER[each.act]))
        number = {option: place for place, option in enumerate(self.all)}
        self.at: dict[str, Mask] = {}
        """The options that change what stands at a path, by themselves."""
        self.of_item: dict[str, Mask] = {}
        """The options within an item, its removal apart."""
        for option, place in number.items():
            self.at[option.path] = self.at.get(option.path, 0) | 1 << place
            if option.field:
                self.of_item[option.item] = self.of_item.get(option.item, 0) | 1 << place
        self.excluded = tuple(self._excluded(option) for option in self.all)
        """For each option, itself and those that cannot stand beside it."""
        self.limits: tuple[Mask, ...] = tuple(
            mask for mask in (_mask(number, limit) for limit in limits) if mask
        )
        """Sets that may not be carried out as a whole: something has to stay."""

    def _excluded(self, option: Option) -> Mask:
        if option.act is Act.LEAVE:
            return self.at[option.path] | self.of_item.get(option.item, 0)
        own = self.at.get(option.item, 0) if option.index is not None else 0
        same = (Act.ADD, Act.DROP) if option.act in (Act.ADD, Act.DROP) else None
        for place in bits(self.at[option.path]):
            other = self.all[place]
            if same is None or other.act not in same or other.value == option.value:
                own |= 1 << place
        return own

    def allowed(self, mask: Mask) -> bool:
        """Whether a set leaves what has to stay."""
        return all(mask & limit != limit for limit in self.limits)


_ORDER = {act: place for place, act in enumerate(Act)}


def _mask(number: Mapping[Option, int], options: Iterable[Option]) -> Mask:
    options = tuple(options)
    if any(option not in number for option in options):
        return 0
    return sum(1 << number[option] for option in options)


def options_of(
    plan: Plan, schema: Schema, declaration: Mapping[str, Any], resolved: Mapping[str, Any]
) -> Options:
    """The options in a case, from its declaration and its resolved form."""
    found: list[Option] = []
    limits: list[list[Option]] = []
    calendar = (resolved["today"], cut_ends(resolved["production"]))
    for part in schema.declared:
        items = [resolved[part.name]] if part.one else resolved[part.name]
        if items is None:
            if part.name not in plan.filled and _may_go(plan, part):
                found.append(Option(Act.NONE, part.name, None, ""))
            continue
        for index, item in enumerate(items):
            own = None if part.one else index
            found += _evidence(plan, part, own, item)
            for field, spec in part.fields.items():
                name = f"{part.name}.{field}"
                if plan.chosen(name) and name in plan.read:
                    at = (part.name, own, field)
                    found += _answers(plan, schema, at, spec, item[field], calendar)
        if not part.one and _may_go(plan, part):
            going = [Option(Act.LEAVE, part.name, index, "") for index in range(len(items))]
            found += going
            if part.name in plan.filled:
                limits.append(going)
    limits += [*_kept(found), *_makers(declaration)]
    staying = {limit[0] for limit in limits if len(limit) == 1}
    return Options((option for option in found if option not in staying), limits)


def _may_go(plan: Plan, part: Part) -> bool:
    return plan.chosen(part.name) and part.name not in COUNTED


def _evidence(
    plan: Plan, part: Part, index: int | None, item: Mapping[str, Any]
) -> Iterator[Option]:
    """Documents that are not on file, and papers that nobody has read yet."""
    declared = (
        name
        for name, spec in part.fields.items()
        if spec.kind == "yesno" and plan.natures.get(f"{part.name}.{name}") == "evidence"
    )
    for name in (*EVIDENCE.get(part.name, ()), *declared):
        if f"{part.name}.{name}" in plan.read and item[name] is not True:
            yield Option(Act.FILE, part.name, index, name, "yes")


def _answers(
    plan: Plan, schema: Schema, at: Place, spec: FieldSpec, value: Any, calendar: Calendar
) -> Iterator[Option]:
    """The other answers to a question that is somebody's choice."""
    name = f"{at[0]}.{at[2]}"
    if spec.kind == "yesno":
        now = None if value is None else "yes" if value else "no"
        yield from (Option(Act.SET, *at, each) for each in ("yes", "no") if each != now)
    elif spec.kind == "one" and spec.vocabulary is not None:
        words = tuple(schema.vocabularies[spec.vocabulary])
        groups = (_by_nearness(group, words, value) for group in plan.alike[name])
        for group in sorted(groups, key=lambda group: _distance(group[0], words, value)):
            if value not in group:
                yield Option(Act.SET, *at, group[0], tuple(group[1:]))
    elif spec.kind == "date":
        today, end = calendar
        tests = plan.dated.get(name, ())
        if name in DOUBTED and end is not None:
            tests = (*tests, DayTest("<", True, end))
        yield from _dates(at, tests, value, today)
    elif spec.kind == "many" and spec.vocabulary is not None:
        words = tuple(schema.vocabularies[spec.vocabulary])
        if value is None:
            yield from (Option(Act.ONE, *at, each) for each in words)
            return
        named = plan.named.get(name, ())
        yield from (Option(Act.ADD, *at, each) for each in named if each not in value)
        if len(value) > 1:
            yield from (Option(Act.DROP, *at, each) for each in value)


def _dates(
    at: Place, tests: tuple[DayTest, ...], value: int | None, today: int
) -> Iterator[Option]:
    """One day from each span of days that no condition tells apart, the latest span first."""
    marks = {today if test.day is None else test.day for test in tests}
    starts = sorted({day for mark in marks for day in (mark, mark + 1)})
    spans: list[tuple[int | None, tuple[bool, ...]]] = []
    for start in (None, *starts):
        day = starts[0] - 1 if start is None and starts else start
        reads = tuple(test.holds(day or 0, today) for test in tests)
        if not spans or spans[-1][1] != reads:
            spans.append((start, reads))
    until: int | None = None
    for start, _ in reversed(spans):
        inside = value is not None and (start or 0) <= value and (until is None or value <= until)
        day = start if start is not None else until
        if not inside and day is not None:
            reach = "or later" if until is None else "or earlier" if start is None else ""
            yield Option(Act.SET, *at, date.fromordinal(day).isoformat(), reach=reach)
        until = None if start is None else start - 1


def _by_nearness(group: Iterable[str], words: tuple[str, ...], value: str | None) -> list[str]:
    return sorted(group, key=lambda each: _distance(each, words, value))


def _distance(word: str, words: tuple[str, ...], value: str | None) -> tuple[int, int]:
    """How far a word is from the answer now, in the order of the vocabulary."""
    place = words.index(word)
    return (abs(place - words.index(value)) if value in words else 0, place)


def _kept(options: Iterable[Option]) -> Iterator[list[Option]]:
    """An answer with several values keeps one of them."""
    groups: dict[str, list[Option]] = {}
    for option in options:
        if option.act is Act.DROP:
            groups.setdefault(option.path, []).append(option)
    yield from groups.values()


def _makers(declaration: Mapping[str, Any]) -> Iterator[list[Option]]:
    """An output keeps one of the components that make it."""
    outputs, components = declaration.get("outputs"), declaration.get("components")
    if not isinstance(outputs, list) or not isinstance(components, list):
        return
    for output in outputs:
        makers = output.get("made_by")
        if isinstance(makers, list) and makers:
            places = [n for n, each in enumerate(components) if each.get("name") in makers]
            yield [Option(Act.LEAVE, "components", place, "") for place in places]
