"""Checks one answer against its field: what a file may say for each type.

A value is kept as it is written. `unknown` ("not sure") is allowed for every field.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from clearslate.policy.dates import day_of
from clearslate.policy.declaration.schema import HASH, UNKNOWN, FieldSpec, Schema
from clearslate.policy.documents import Node
from clearslate.policy.errors import did_you_mean

_SECONDS = re.compile(r"(0|[1-9][0-9]{0,6})(\.[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

#: Reports a problem at a node: (node, path, message, suggestion).
Report = Callable[[Node, str, str, str], None]


def check_value(node: Node, spec: FieldSpec, schema: Schema, path: str, report: Report) -> None:
    """Report whatever is wrong with one answer."""
    if node.kind == "scalar" and node.value == UNKNOWN:
        return
    if spec.kind in ("many", "names"):
        _check_several(node, spec, schema, path, report)
    else:
        _check_single(node, spec, schema, path, report)


def found(node: Node) -> str:
    """What stands at a node, in words short enough for a message."""
    if node.kind == "mapping":
        return "a group of keys"
    if node.kind == "sequence":
        return "a list"
    value = node.value
    if isinstance(value, int):
        return f"the number {value}"
    text = str(value)
    return f"“{text if len(text) <= 60 else text[:57] + '…'}”"


def not_sure(node: Node) -> str:
    """A suggestion where somebody may have meant that they are not sure."""
    return did_you_mean(str(node.value), (UNKNOWN,)) if node.kind == "scalar" else ""


def choices(schema: Schema, vocabulary: str) -> str:
    """The allowed words of a vocabulary, for a message."""
    return ", ".join((*schema.vocabularies[vocabulary], UNKNOWN))


def _check_several(node: Node, spec: FieldSpec, schema: Schema, path: str, report: Report) -> None:
    if node.kind != "sequence":
        example = "[]" if spec.kind == "names" else "[a, b]"
        message = f"Found {found(node)}; a list such as {example}, or unknown."
        report(node, path, message, not_sure(node))
        return
    items = node.items
    if len(items) > spec.max:
        report(node, path, f"Found {len(items)} entries; at most {spec.max} are allowed.", "")
    seen: set[object] = set()
    for index, item in enumerate(items[: spec.max]):
        place = f"{path}[{index}]"
        if spec.kind == "names" and item.value == UNKNOWN:
            message = "Found “unknown” among names; “not sure” is about the whole answer."
            report(item, place, message, "Write unknown in place of the list.")
        elif spec.kind == "names":
            _check_text(item, 120, place, report)
        else:
            _check_choice(item, spec, schema, place, report)
        if item.kind == "scalar" and item.value in seen:
            report(item, place, f"Found {found(item)} twice; name it once.", "")
        if item.kind == "scalar":
            seen.add(item.value)


def _check_single(node: Node, spec: FieldSpec, schema: Schema, path: str, report: Report) -> None:
    if node.kind != "scalar":
        report(node, path, f"Found {found(node)}; {_expected(spec, schema)} is allowed.", "")
    elif spec.kind == "text" and spec.is_hash:
        _check_hash(node, path, report)
    elif spec.kind == "text":
        _check_text(node, spec.max, path, report)
    elif spec.kind in ("one", "yesno"):
        _check_choice(node, spec, schema, path, report)
    elif spec.kind == "whole":
        if not isinstance(node.value, int):
            message = f"Found {found(node)}; a whole number or unknown is allowed."
            report(node, path, message, not_sure(node))
    elif spec.kind == "seconds":
        if not _SECONDS.fullmatch(str(node.value)):
            message = f"Found {found(node)}; {_expected(spec, schema)} is allowed."
            report(node, path, message, not_sure(node))
    else:
        _check_date(node, path, report)


def _check_text(node: Node, longest: int, path: str, report: Report) -> None:
    if node.kind != "scalar" or not isinstance(node.value, str):
        hint = "Put it in quotes." if isinstance(node.value, int) else ""
        report(node, path, f"Found {found(node)}; text is allowed.", hint)
    elif not node.value.strip():
        report(node, path, "Found empty text; write it, or unknown, or leave the key out.", "")
    elif len(node.value) > longest:
        report(
            node, path, f"Found {len(node.value)} characters; at most {longest} are allowed.", ""
        )


def _check_hash(node: Node, path: str, report: Report) -> None:
    text = str(node.value)
    if not re.fullmatch(HASH, text):
        hint = "Write it in small letters." if re.fullmatch(HASH, text.lower()) else ""
        message = f"Found {found(node)}; a SHA-256 has 64 digits from 0 to 9 and a to f."
        report(node, path, message, hint)


def _check_choice(node: Node, spec: FieldSpec, schema: Schema, path: str, report: Report) -> None:
    allowed = ("yes", "no") if spec.vocabulary is None else schema.vocabularies[spec.vocabulary]
    if node.kind == "scalar" and isinstance(node.value, str):
        if node.value in allowed or (node.value == UNKNOWN and spec.kind != "many"):
            return
        hint = did_you_mean(node.value, (*allowed, UNKNOWN))
    else:
        hint = ""
    listed = ", ".join((*allowed, *(() if spec.kind == "many" else (UNKNOWN,))))
    report(node, path, f"Found {found(node)}; allowed are {listed}.", hint)


def _check_date(node: Node, path: str, report: Report) -> None:
    text = str(node.value)
    if _DATE.fullmatch(text) and text >= "1900":
        if day_of(text) is None:
            report(node, path, f"Found {found(node)}; there is no such day.", "")
        return
    message = f"Found {found(node)}; a date such as 2026-11-24, or unknown."
    report(node, path, message, not_sure(node))


def _expected(spec: FieldSpec, schema: Schema) -> str:
    if spec.kind == "seconds":
        return 'a number of seconds such as 4 or "2.5", or unknown,'
    if spec.kind in ("one", "yesno"):
        return (
            f"one of {choices(schema, spec.vocabulary) if spec.vocabulary else 'yes, no, unknown'}"
        )
    return {"text": "text", "whole": "a whole number", "date": "a date"}[spec.kind]
