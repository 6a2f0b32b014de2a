"""One question as the page shows it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from clearslate.policy.declaration.schema import UNKNOWN
from clearslate.policy.interview import Asked, Interview, State, Step
from clearslate.ui.forms.answers import (
    NONE,
    NOT_SURE,
    Fields,
    digest,
    fields_of,
    is_choice,
    is_several,
    line_items,
    named,
    offered_tools,
)

NATURES = {"choice": "your choice", "fact": "a fact", "evidence": "evidence"}
#: From so many options on, one is chosen from a menu.
_MENU = 9
#: Options stand side by side where they are few and short.
_SIDE_BY_SIDE, _SHORT = 4, 24
_TEMPLATES = {"area": "text", "date": "text", "radios": "choices", "checks": "choices"}
#: A text that may be longer than this has several lines.
_ONE_LINE = 200


class Choice(NamedTuple):
    """One box to tick."""

    id: str
    value: str
    words: str
    checked: bool


class Item(NamedTuple):
    """One thing of a list that is there: its name is an answer of its own."""

    path: str
    remove: str
    name: str
    """Empty where it has none, or nobody is sure."""
    unsure: bool
    was: str
    id: str
    number: int


class ChecklistLine(NamedTuple):
    """One line of a checklist, with what its things are called."""

    id: str
    value: str
    words: str
    checked: bool
    doubt: bool
    called: str


@dataclass
class Line:
    """One question, ready to be written."""

    asked: Asked
    step: Step
    number: str
    id: str
    widget: str
    was: str
    version: str
    first: str
    """The id of what takes the focus."""
    text: str = ""
    choices: Sequence[Choice] = ()
    unsure: bool = False
    none: bool = False
    takes_none: bool = False
    items: Sequence[Item] = ()
    lines: Sequence[ChecklistLine] = ()
    longest: int = 0
    suggested: str = ""
    effect: str = ""
    late: str = ""
    errors: Sequence[str] = ()
    collisions: Sequence[Any] = ()
    proposals: Sequence[Any] = ()
    has: Sequence[str] = ()
    kept: bool = False
    """Whether the page has it already."""

    @property
    def nature(self) -> str:
        """Whether one may change it, or it is a fact, or evidence."""
        return NATURES[self.asked.question.nature]

    @property
    def why(self) -> str:
        """The reason, to stand after “Asked because”."""
        text = self.asked.question.why
        return text[:1].lower() + text[1:] if not text[1:2].isupper() else text

    @property
    def who(self) -> str:
        """Who would know, to begin a sentence with."""
        return self.asked.question.who[:1].upper() + self.asked.question.who[1:]

    @property
    def template(self) -> str:
        """The template of its fields."""
        return f"declare/w_{_TEMPLATES.get(self.widget, self.widget)}.html"

    @property
    def side_by_side(self) -> bool:
        """Whether its options are few and short."""
        short = all(len(each.words) <= _SHORT for each in self.choices)
        return short and len(self.choices) <= _SIDE_BY_SIDE

    @property
    def simple(self) -> bool:
        """Whether the browser shows the answer by itself, once it is kept."""
        return self.widget not in ("list", "checklist")

    @property
    def group(self) -> bool:
        """Whether several boxes answer it."""
        return self.widget in ("radios", "checks", "list", "checklist")


def html_id(path: str) -> str:
    """An id made of a path: `inputs[0].owner` is `q-inputs-0-owner`."""
    return "q-" + path.replace("[", "-").replace("]", "").replace(".", "-")


def line_of(
    asked: Asked,
    step: Step,
    interview: Interview,
    *,
    number: str,
    sent: Fields | None = None,
    errors: Sequence[str] = (),
    notes: Mapping[str, Any] | None = None,
    known: frozenset[str] = frozenset(),
) -> Line:
    """A question with its answer, or with what was sent where that was refused.

    Of one that the page has already, in a version that is `known`, only that is told.
    """
    fields = fields_of(asked, step.card, interview)
    filled = fields if sent is None else sent
    path, own = asked.path, html_id(asked.path)
    told = notes or {}
    version = _version(asked, fields, errors, told)
    widget = _widget(asked, step, interview)
    if version in known:
        return Line(asked, step, number, own, widget, "", version, own, kept=True)
    line = Line(
        asked=asked,
        step=step,
        number=number,
        id=own,
        widget=widget,
        was=digest(fields),
        version=version,
        first=f"{own}-0" if widget in ("radios", "checks", "checklist") else own,
        text=filled.get(path, ("",))[0],
        longest=_longest(asked, interview),
        errors=errors,
        effect=_effect(asked) if asked.answer == UNKNOWN else "",
        collisions=told.get("collisions", ()),
        proposals=told.get("proposals", ()),
        late=told.get("late", ""),
        suggested=told.get("suggested", ""),
    )
    special = filled.get(f"{path}:is", ("",))[0]
    line.unsure, line.none = special == NOT_SURE, special == NONE
    line.takes_none = (asked.kind is None and not asked.needs_one) or asked.kind in (
        "names",
        "many",
    )
    if asked.options:
        line.choices = tuple(_choices(asked, filled.get(path, ())))
    if asked.kind is None:
        _fill_list(line, asked, step, interview, filled)
    return line


def _widget(asked: Asked, step: Step, interview: Interview) -> str:
    if asked.on_file:
        return "on_file"
    if asked.kind is None:
        return "checklist" if step.card.checklist else "list"
    if is_several(asked):
        return "checks"
    if is_choice(asked):
        return "menu" if len(asked.options) >= _MENU else "radios"
    if asked.kind == "names" or _longest(asked, interview) > _ONE_LINE:
        return "area"
    return {"date": "date"}.get(str(asked.kind), "text")


def _longest(asked: Asked, interview: Interview) -> int:
    spec = interview.schema.parts[asked.question.part].fields.get(asked.question.field)
    return spec.max if spec and asked.kind == "text" else 0


def _choices(asked: Asked, values: Sequence[str]) -> Iterator[Choice]:
    own = html_id(asked.path)
    options = [(option.value, option.words) for option in asked.options]
    if is_choice(asked):
        none = "None of these, or not sure" if asked.kind == "text" else "Not sure"
        options.append((NOT_SURE, none))
    for index, (value, words) in enumerate(options):
        yield Choice(f"{own}-{index}", value, words, value in values)


def _fill_list(line: Line, asked: Asked, step: Step, interview: Interview, filled: Fields) -> None:
    path, items = asked.path, named(asked)
    name = interview.schema.parts[path].name_field or ""
    if step.card.checklist:
        line.lines = tuple(_checklist(asked, step, interview, filled))
        return
    line.has = filled.get(f"{path}:has", ())
    offered = offered_tools(asked, interview)
    ticked = filled.get(f"{path}:tool", ())
    line.choices = tuple(
        Choice(f"{line.id}-{index}", value, words, value in ticked)
        for index, (value, words) in enumerate(offered.items())
    )
    line.items = tuple(
        _item(path, index, name, item.get(name, "")) for index, item in enumerate(items)
    )
    line.text = filled.get(f"{path}:add", ("",))[0]


def _item(path: str, index: int, field: str, name: str) -> Item:
    own = f"{path}[{index}].{field}"
    unsure = name == UNKNOWN
    fields: Fields = {f"{own}:is": (UNKNOWN,)} if unsure else {own: (name,)} if name else {}
    text = "" if unsure else name
    return Item(own, f"{path}[{index}]", text, unsure, digest(fields), html_id(own), index + 1)


def _checklist(
    asked: Asked, step: Step, interview: Interview, filled: Fields
) -> Iterator[ChecklistLine]:
    path, items = asked.path, named(asked)
    for index, (value, words) in enumerate(interview.lines(step.card)):
        names, _ = line_items(items, step.card, interview, value)
        called = filled.get(f"{path}:called.{value}", ("; ".join(names),))[0]
        yield ChecklistLine(
            f"{html_id(path)}-{index}",
            value,
            words,
            value in filled.get(f"{path}:line", ()),
            value in filled.get(f"{path}:doubt", ()),
            called,
        )


def _effect(asked: Asked) -> str:
    """What “not sure” does."""
    if asked.question.for_notice and not asked.settles:
        return "Noted as not sure. The notice will say so."
    if asked.question.nature == "evidence":
        return "Not sure counts as not on file. You can submit it all the same."
    return "Not sure is never read as a yes: it keeps the use with a person who decides."


def _version(asked: Asked, fields: Fields, errors: Sequence[str], notes: Mapping[str, Any]) -> str:
    told = [
        asked.path,
        sorted(fields.items()),
        [option.value for option in asked.options],
        asked.on_file,
        asked.state is State.ANSWERED,
        list(errors),
        repr(sorted((key, repr(value)) for key, value in notes.items())),
    ]
    if asked.kind is None:
        told.append(str(asked.answer))
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]
