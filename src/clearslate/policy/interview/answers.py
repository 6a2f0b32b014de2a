"""Answers as operations: each takes a declaration and returns a new one.

A declaration is the plain document as it stands in the file. A key that is missing has not been
asked; `unknown` was answered “not sure”; an empty list is an answer. Keys keep the order of the
schema, so that the same answers in any order make the same file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from clearslate.policy.declaration.check import DECLARATION
from clearslate.policy.declaration.schema import UNKNOWN, FieldSpec, Part, Schema
from clearslate.policy.declaration.values import check_value
from clearslate.policy.declaration.window import WINDOW, window_flaw
from clearslate.policy.documents import Node
from clearslate.policy.documents.scalars import text_flaw
from clearslate.policy.errors import DeclarationError, Problem
from clearslate.policy.interview.paths import answer_place, list_part, parse_path, refuse

#: A declaration as plain values, in the order and spelling of the file.
Document = Mapping[str, Any]


def blank() -> dict[str, Any]:
    """A declaration in which nothing has been asked yet."""
    return {"clearslate": DECLARATION}


def answer(document: Document, path: str, value: Any, *, schema: Schema) -> dict[str, Any]:
    """The declaration with one more answer, or with an earlier one revised.

    The value is written as in a file: `yes`, a word of the vocabulary, a text, a list of them, an
    integer. Raises DeclarationError where the path or the value is wrong.
    """
    place, spec = answer_place(schema, path)
    _check(value, spec, schema, path)
    part = schema.parts[place.part]
    if part.one:
        item = _set(document.get(part.name, {}), place.field, value, part)
        if flaw := window_flaw(item) if place.field in WINDOW else "":
            refuse(path, flaw)
        return _ordered({**document, part.name: item}, schema)
    items = _items(document, part, path, place.index)
    index = place.index or 0
    items[index] = _set(items[index], place.field, value, part)
    return _ordered({**document, part.name: items}, schema)


def not_sure(document: Document, path: str, *, schema: Schema) -> dict[str, Any]:
    """The declaration with “not sure” for one answer, or for a whole list."""
    if path in schema.parts:
        return _ordered({**document, list_part(schema, path).name: UNKNOWN}, schema)
    return answer(document, path, UNKNOWN, schema=schema)


def none_of_these(document: Document, name: str, *, schema: Schema) -> dict[str, Any]:
    """The declaration with an empty list: “none of these” is an answer."""
    return _ordered({**document, list_part(schema, name).name: []}, schema)


def add_item(
    document: Document, name: str, answers: Mapping[str, Any], *, schema: Schema
) -> dict[str, Any]:
    """The declaration with one more item in a list, with its first answers.

    An absent list and one that was “not sure” begin with this item. Raises DeclarationError where
    the list is full or an answer is wrong.
    """
    part = list_part(schema, name)
    known = document.get(part.name)
    items = list(known) if isinstance(known, list) else []
    if len(items) >= part.max:
        refuse(name, f"The list holds {len(items)} entries; at most {part.max} are allowed.")
    item: dict[str, Any] = {}
    for field, value in answers.items():
        path = f"{name}[{len(items)}].{field}"
        _, spec = answer_place(schema, path)
        _check(value, spec, schema, path)
        item = _set(item, field, value, part)
    return _ordered({**document, part.name: [*items, item]}, schema)


def set_items(
    document: Document, name: str, wanted: Sequence[Mapping[str, Any]], *, schema: Schema
) -> dict[str, Any]:
    """The declaration with exactly these items in a list, each told by its first answers.

    An item that is there already keeps all its other answers. Raises DeclarationError where there
    are too many or an answer is wrong.
    """
    known = document.get(name)
    left = list(known) if isinstance(known, list) else []
    result: dict[str, Any] = {**document, list_part(schema, name).name: []}
    for item in wanted:
        same = next((each for each in left if _holds(each, item)), None)
        if same is None:
            result = add_item(result, name, item, schema=schema)
        else:
            left.remove(same)
            result[name] = [*result[name], same]
    return _ordered(_makers_known(result) if name == "components" else result, schema)


def remove_item(document: Document, path: str, *, schema: Schema) -> dict[str, Any]:
    """The declaration without one item, named like `inputs[0]`; the last one leaves `[]`.

    A component that goes is no longer named among those that make an output.
    """
    place = parse_path(path)
    if place is None or place.index is None or place.field:
        refuse(path, "This names no item of a list. Write it like inputs[0].")
    part = list_part(schema, place.part)
    items = _items(document, part, path, place.index)
    del items[place.index]
    result = {**document, part.name: items}
    return _ordered(_makers_known(result) if part.name == "components" else result, schema)


def take_back(document: Document, path: str, *, schema: Schema) -> dict[str, Any]:
    """The declaration without one answer or one list, as if it had not been asked."""
    if path in schema.parts:
        return {key: value for key, value in document.items() if key != path}
    place, _ = answer_place(schema, path)
    part = schema.parts[place.part]
    if part.one:
        item = _unset(document.get(part.name, {}), place.field)
        rest = {key: value for key, value in document.items() if key != part.name}
        return _ordered({**rest, part.name: item} if item else rest, schema)
    items = _items(document, part, path, place.index)
    index = place.index or 0
    items[index] = _unset(items[index], place.field)
    return _ordered({**document, part.name: items}, schema)


def given(document: Document, path: str) -> Any:
    """The answer at a path as the file has it, or None where there is none yet."""
    place = parse_path(path)
    if place is None:
        return None
    value: Any = document.get(place.part)
    if place.index is not None:
        within = isinstance(value, list) and place.index < len(value)
        value = value[place.index] if within else None
    for key in place.field.split(".") if place.field else ():
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _items(document: Document, part: Part, path: str, index: int | None) -> list[Any]:
    known = document.get(part.name)
    items = list(known) if isinstance(known, list) else []
    if index is None or index >= len(items):
        count = len(items) or "no"
        refuse(path, f"The list {part.name} holds {count} entries; there is none at this place.")
    return items


def _set(item: Mapping[str, Any], field: str, value: Any, part: Part) -> dict[str, Any]:
    namespace, dot, own = field.partition(".")
    added = {**item.get(namespace, {}), own: value} if dot else value
    changed = {**item, namespace: added}
    order = dict.fromkeys(name.partition(".")[0] for name in part.fields)
    return {name: changed[name] for name in order if name in changed}


def _unset(item: Mapping[str, Any], field: str) -> dict[str, Any]:
    namespace, dot, own = field.partition(".")
    rest = {key: value for key, value in item.items() if key != namespace}
    if dot:
        left = {key: value for key, value in item.get(namespace, {}).items() if key != own}
        return {**rest, namespace: left} if left else rest
    return rest


def _holds(item: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    return all(item.get(name) == value for name, value in answers.items())


def _makers_known(document: dict[str, Any]) -> dict[str, Any]:
    """The outputs without the makers that are no longer among the components."""
    outputs = document.get("outputs")
    if not isinstance(outputs, list):
        return document
    names = {item.get("name") for item in document["components"]}
    return {**document, "outputs": [_made_by_known(output, names) for output in outputs]}


def _made_by_known(output: Mapping[str, Any], names: set[Any]) -> Mapping[str, Any]:
    makers = output.get("made_by")
    if not isinstance(makers, list):
        return output
    return {**output, "made_by": [maker for maker in makers if maker in names]}


def _ordered(document: Document, schema: Schema) -> dict[str, Any]:
    """The keys in the order of the schema; what else the file holds, such as facts, after them."""
    order = ["clearslate", *(part.name for part in schema.declared)]
    order += [key for key in document if key not in order]
    return {key: document[key] for key in order if key in document}


def _check(value: Any, spec: FieldSpec, schema: Schema, path: str) -> None:
    problems: list[Problem] = []

    def report(_: Node, place: str, message: str, suggestion: str) -> None:
        problems.append(Problem(message, path=place, suggestion=suggestion))

    check_value(_node(value), spec, schema, path, report)
    for text in value if isinstance(value, list | tuple) else (value,):
        flaw = text_flaw(text) if isinstance(text, str) else None
        if flaw is not None:
            message = f"Found {flaw.found}; {flaw.allowed}."
            problems.append(Problem(message, path=path, suggestion=flaw.suggestion))
    if problems:
        raise DeclarationError(problems)


def _node(value: Any) -> Node:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return Node("sequence", tuple(_node(item) for item in value), 1, 1, plain=True)
    return Node("scalar", value, 1, 1, plain=True)
