"""The records on file that an assessment rests on, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case
from clearslate.policy.declaration.schema import UNKNOWN, Part, core_schema
from clearslate.policy.render.words import day


class Record(NamedTuple):
    """One record: what it is, of whom or what, until when it holds, and its document's hash."""

    kind: str
    name: str
    about: str
    until: str
    sha256: str


def records(case: Case, assessment: Assessment) -> tuple[Record, ...]:
    """Every record that the assessment names as a dependency, but the production itself."""
    return tuple(_records(case, assessment))


def _records(case: Case, assessment: Assessment) -> Iterator[Record]:
    schema = core_schema()
    for each in assessment.dependencies:
        part = schema.parts.get(each.kind)
        if part is None or part.one:
            continue
        raw = _found(case.facts.get(each.kind), each.id)
        kind = raw.get("kind")
        spec = part.fields.get("kind")
        words = schema.words(spec, str(kind)) if spec and kind and kind != UNKNOWN else ""
        yield Record(
            words or _capital(part),
            each.id,
            _about(raw),
            _until(raw.get("to")),
            str(raw.get("sha256", "")),
        )


def _found(entries: Any, record: str) -> Mapping[str, Any]:
    listed = entries if isinstance(entries, list) else []
    return next((each for each in listed if str(each.get("id", "")) == record), {})


def _about(raw: Mapping[str, Any]) -> str:
    """Whom or what a record speaks of."""
    for name in ("subject", "tool", "party", "performer"):
        if raw.get(name) not in (None, UNKNOWN, ""):
            return str(raw[name])
    return ""


def _until(value: Any) -> str:
    return day(value) if isinstance(value, str) and value != UNKNOWN else ""


def _capital(part: Part) -> str:
    return part.singular[:1].upper() + part.singular[1:]
