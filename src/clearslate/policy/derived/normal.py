"""Answers in their normal form, the one that conditions are evaluated on.

See `policy.language.ir` for the forms. Unknown, whether answered "not sure" or not answered, is
None; which of the two it was, the explanation reads from the declaration itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clearslate.policy.declaration.schema import UNKNOWN, FieldSpec, Part

#: A mapping of field names to normal values; None is unknown.
Item = dict[str, Any]


def normal_value(value: Any, spec: FieldSpec) -> Any:
    """One answer in its normal form."""
    if value is None or value == UNKNOWN:
        return None
    match spec.kind:
        case "yesno":
            return value == "yes"
        case "date":
            return date.fromisoformat(value).toordinal()
        case "seconds":
            return _milliseconds(str(value))
        case "many" | "names":
            return tuple(value)
    return value


def _milliseconds(text: str) -> int:
    """Seconds as a whole or decimal number with at most three places, in milliseconds."""
    whole, _, places = text.partition(".")
    return int(f"{whole}{places:0<3}")


def normal_item(raw: Mapping[str, Any], part: Part) -> Item:
    """One item with every field of its part, unknown ones as None.

    A field that no rulebook in force has is left out; whoever reads a file has refused it before.
    """
    item: Item = dict.fromkeys(part.fields)
    for key, value in raw.items():
        spec = part.fields.get(key)
        if spec is not None:
            item[key] = normal_value(value, spec)
        elif isinstance(value, dict):
            for own, inner in value.items():
                name = f"{key}.{own}"
                if name in part.fields:
                    item[name] = normal_value(inner, part.fields[name])
    return item


def normal_list(raw: Any, part: Part) -> list[Item] | None:
    """The items of a list; None where the list is missing or "not sure"."""
    if raw is None or raw == UNKNOWN:
        return None
    return [normal_item(item, part) for item in raw]
