"""A sample as a person reads it: a declaration, and what is assumed of the files beside it.

Derived facts are no answers, so the declaration cannot hold them. They are listed as assumed; the
case was confirmed with exactly these values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clearslate.policy.declaration.schema import UNKNOWN, FieldSpec, Part, Schema
from clearslate.policy.derived.registry import EVIDENCE, FACTS
from clearslate.policy.prove.sample import Resolved, Sample

FORMAT = "declaration/1"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A case that breaks a statement, in the format of a declaration file."""

    declaration: dict[str, Any]
    """The document, with the production's facts where they matter."""
    date: str
    switches: dict[str, str]
    assumed: dict[str, str]
    """Derived facts by their path: yes, no or unknown. Evidence that is not named is missing."""
    then: dict[str, Any]
    """Where the statement compares two cases: what the other one answers differently, by path."""

    def as_json(self) -> dict[str, Any]:
        """The counterexample for programs."""
        return {
            "declaration": self.declaration,
            "date": self.date,
            "switches": self.switches,
            "assumed": self.assumed,
            "then": self.then,
        }


def counterexample(sample: Sample, schema: Schema) -> Counterexample:
    """The documents of a sample."""
    switches = dict(sample.now["switch"])
    then = {
        **_answered(sample, schema),
        **_changed(_assumed(sample.now), _assumed(sample.then)),
        **_changed(
            {f"switch.{name}": value for name, value in switches.items()},
            {f"switch.{name}": value for name, value in sample.then["switch"].items()},
        ),
    }
    return Counterexample(
        _declaration(sample.now, schema, then),
        date.fromordinal(sample.now["today"]).isoformat(),
        switches,
        _assumed(sample.now),
        then,
    )


def _answered(sample: Sample, schema: Schema) -> dict[str, Any]:
    """What the second case answers and the first does not, or not so."""
    found: dict[str, Any] = {}
    for part in _parts(schema):
        now, then = sample.now[part.name], sample.then[part.name]
        if part.one:
            now, then = [now], [then]
        if then is None or now is None:
            if then is not None:
                found[part.name] = [_item(item, part, "", {}) for item in then]
            continue
        for index, (one, other) in enumerate(zip(now, then, strict=True)):
            path = part.name if part.one else f"{part.name}[{index}]"
            found |= {
                f"{path}.{name}": written(other[name], spec)
                for name, spec in part.fields.items()
                if other[name] != one[name] and other[name] is not None
            }
    return found


def _changed(now: Mapping[str, str], then: Mapping[str, str]) -> dict[str, str]:
    """What is different in the second case; evidence that is gone is missing there."""
    gone = {path: "no" for path in now if path not in then}
    return gone | {path: value for path, value in then.items() if now.get(path) != value}


def _parts(schema: Schema) -> tuple[Part, ...]:
    return (*schema.declared, schema.parts["production"])


def _declaration(case: Resolved, schema: Schema, later: Mapping[str, Any]) -> dict[str, Any]:
    """The document; what is answered only later is "not sure" in it, the rest is left out."""
    document: dict[str, Any] = {"clearslate": FORMAT}
    for part in schema.declared:
        items = case[part.name]
        if part.one:
            group = _item(items, part, part.name, later)
            if group:
                document[part.name] = group
        elif items is not None:
            document[part.name] = [
                _item(item, part, f"{part.name}[{index}]", later)
                for index, item in enumerate(items)
            ]
        elif part.name in later:
            document[part.name] = UNKNOWN
    production = _item(case["production"], schema.parts["production"], "production", later)
    if production:
        document["facts"] = {"production": production}
    return document


def _item(
    item: Mapping[str, Any], part: Part, path: str, later: Mapping[str, Any]
) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for name, spec in part.fields.items():
        if item[name] is None and f"{path}.{name}" not in later:
            continue
        value = UNKNOWN if item[name] is None else written(item[name], spec)
        namespace, dot, own = name.partition(".")
        if dot:
            document.setdefault(namespace, {})[own] = value
        else:
            document[name] = value
    return document


def written(value: Any, spec: FieldSpec) -> Any:
    """A normal value as a declaration writes it."""
    match spec.kind:
        case "yesno":
            return "yes" if value else "no"
        case "date":
            return date.fromordinal(value).isoformat()
        case "seconds":
            whole, thousandths = divmod(value, 1000)
            return f"{whole}.{thousandths:03}" if thousandths else whole
        case "many" | "names":
            return list(value)
    return value


def _assumed(case: Resolved) -> dict[str, str]:
    """The derived facts that a case rests on; evidence only where it is on file."""
    found: dict[str, str] = {}
    for part, value in case.items():
        items = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
        for index, item in enumerate(items):
            path = f"{part}[{index}]" if isinstance(value, list) else part
            found |= {f"{path}.{n}": "yes" for n in EVIDENCE.get(part, ()) if item.get(n)}
            known = ((n, item.get(n)) for n in FACTS.get(part, ()))
            found |= {f"{path}.{n}": "yes" if v else "no" for n, v in known if v is not None}
    return found
