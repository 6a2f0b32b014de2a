"""What somebody says of a piece of evidence, as a record of the facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clearslate.policy.assess.assess import schema_of
from clearslate.policy.declaration.check import FACTS
from clearslate.policy.declaration.schema import Schema
from clearslate.policy.errors import DeclarationError, DocumentError, Problem
from clearslate.policy.intake import read_facts
from clearslate.uses.desk import desk_for
from clearslate.uses.errors import AttachmentError
from clearslate.uses.models import Attachment, Draft

RECORD_FIELDS = ("kind", "subject", "acts", "aspects", "shots", "parties", "from", "to")
"""What somebody says of a piece of evidence; the rest of its record follows from the file."""

_MOST_EVIDENCE = 200


def record_of(
    row: Attachment, draft: Draft, given: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """The record of evidence as the facts have it, checked against the schema in force."""
    desk = desk_for(draft.production, at, draft=draft)
    said = {name: given[name] for name in RECORD_FIELDS if given.get(name) not in (None, "", [])}
    record = {
        "id": f"file-{row.id[:12]}",
        **said,
        "productions": [draft.production.slug],
        "sha256": row.file.sha256,
    }
    _check(record, schema_of(desk.rulebooks))
    own = [each for each in desk.facts.get("evidence", ()) if isinstance(each, Mapping)]
    if len([each for each in own if each.get("id") != record["id"]]) >= _MOST_EVIDENCE:
        raise AttachmentError(f"{_MOST_EVIDENCE} pieces of evidence are on file, and no more fit.")
    return record


def _check(record: Mapping[str, Any], schema: Schema) -> None:
    problems = [
        Problem("Say what it is, and whom or what it is about.", path=name)
        for name in ("kind", "subject")
        if name not in record
    ]
    try:
        read_facts({"clearslate": FACTS, "evidence": [record]}, "evidence", schema)
    except (DeclarationError, DocumentError) as error:
        problems += [
            Problem(
                each.message,
                path=each.path.removeprefix("evidence[0]").lstrip("."),
                suggestion=each.suggestion,
            )
            for each in error.problems
        ]
    if "from" in record and "to" in record and not problems and record["to"] <= record["from"]:
        problems.append(Problem("It ends before it begins. Correct one of the dates.", path="to"))
    if problems:
        raise DeclarationError(problems)
