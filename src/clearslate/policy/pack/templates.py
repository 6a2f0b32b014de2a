"""The sentences of a pack: templates whose places are fields of the subject.

`{output.destination}` is filled with the answer in the words of its vocabulary. A place that names
no field is an error when the pack is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from clearslate.policy.declaration.schema import Part
from clearslate.policy.errors import did_you_mean
from clearslate.policy.pack.names import Names
from clearslate.policy.pack.reading import Entry

PLACE = re.compile(r"\{([^{}]*)\}")
_FIELD = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,2}")


def places(template: str) -> Iterator[str]:
    """The places of a template, for example `output.name`."""
    return (match.group(1) for match in PLACE.finditer(template))


def sentence(
    entry: Entry, key: str, names: Names, part: Part | None, *, more: Collection[str] = ()
) -> str:
    """A template under a key; places that are no fields, and none of `more`, are reported."""
    text = entry.text(key)
    scope = names.scope(part)
    for place in places(text):
        if place in more:
            continue
        node = entry.node_at(key)
        variable, _, field = place.partition(".")
        if not _FIELD.fullmatch(place) or variable not in scope.variables:
            allowed = ", ".join(
                [*(f"{{{name}.…}}" for name in scope.variables), *(f"{{{name}}}" for name in more)]
            )
            entry.error(node, key, f"“{{{place}}}” is no place here. Allowed are {allowed}.")
        elif scope.field(variable, field) is None:
            hint = did_you_mean(field, scope.names(variable))
            entry.error(node, key, f"“{variable}” has no field “{field}”.", hint)
    if PLACE.sub("", text).count("{") or PLACE.sub("", text).count("}"):
        entry.error(entry.node_at(key), key, "A brace has no partner in this sentence.")
    return text
