"""Paths of answers as people say them: which question, about whom or what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.declaration.schema import Part, Schema


class Places:
    """Names the places of one declaration."""

    def __init__(
        self, assessment: Assessment, schema: Schema, declaration: Mapping[str, Any] | None
    ) -> None:
        self.schema = schema
        self.declaration = declaration or {}
        self.named = {
            finding.path: finding.subject for finding in assessment.findings if finding.subject
        }

    def subject(self, path: str) -> str:
        """The name of the item that a path lies in; empty for the use and for a list itself."""
        head = path.partition(".")[0]
        if head in self.named:
            return self.named[head]
        name, bracket, index = head.partition("[")
        part = self.schema.parts.get(name)
        if part is None or not bracket:
            return ""
        items = self.declaration.get(name)
        place = int(index[:-1])
        if isinstance(items, list) and part.name_field and place < len(items):
            written = items[place].get(part.name_field)
            if isinstance(written, str) and written != "unknown":
                return written
        return f"{part.singular} {place + 1}"

    def title(self, path: str) -> str:
        """What the answer at a path is called."""
        head, _, field = path.partition(".")
        part = self.schema.parts.get(head.partition("[")[0])
        if part is None:
            return field.replace("_", " ") or head
        if not field:
            return part.title
        spec = part.fields.get(field)
        return spec.title if spec else field.replace("_", " ")

    def part(self, path: str) -> Part | None:
        """The list or group that a path lies in."""
        return self.schema.parts.get(path.partition(".")[0].partition("[")[0])
