"""The sentences of a pack for somebody who reads its rules: places named, not filled."""

from __future__ import annotations

import re

from clearslate.policy.assess.words import small
from clearslate.policy.declaration.schema import Schema
from clearslate.policy.pack.model import EvidenceText, Pack
from clearslate.policy.pack.templates import PLACE


def readable(template: str, schema: Schema, pack: Pack) -> str:
    """A template with its places in words: `{output.name}` is [the output]."""

    def place(found: re.Match[str]) -> str:
        return f"[{place_words(found[1], schema, pack)}]"

    return PLACE.sub(place, template)


def place_words(place: str, schema: Schema, pack: Pack) -> str:
    """What stands at a place of a sentence, or what a field says, in words."""
    variable, _, name = place.partition(".")
    part = schema.by_variable(variable)
    if part is None:
        return place
    if name == part.name_field:
        return f"the {part.singular}"
    spec = part.fields.get(name)
    if spec is not None:
        return small(spec.title)
    text = evidence_of(place, pack)
    return small(text.title) if text else name.replace("_", " ")


def evidence_of(field: str, pack: Pack) -> EvidenceText | None:
    """The pack's words for evidence such as `person.use_consent`."""
    return next((text for text in pack.evidence if text.field == field), None)
