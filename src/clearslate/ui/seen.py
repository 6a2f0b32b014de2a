"""Text of others such that a reader sees all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from clearslate.policy.render.escape import one_line


def seen(value: Any) -> Any:
    """A value in which every character of a text that has no shape is written out.

    Such characters could hide a part of a text or turn it around; no escaping for HTML does.
    """
    if isinstance(value, str):
        return value if value.isprintable() else "\n".join(map(one_line, value.split("\n")))
    if isinstance(value, Mapping):
        return {name: seen(each) for name, each in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(seen, value))
    if isinstance(value, tuple | list):
        return type(value)(map(seen, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: seen(getattr(value, each.name)) for each in fields(value)}
        )
    return value
