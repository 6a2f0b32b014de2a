"""Who gave which answer of a version, and when, so that whoever decides knows whom to ask.

A draft knows it until it is submitted, and its version from then on. An answer that is taken over
from an earlier version stays that of whoever gave it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clearslate.accounts.models import User
from clearslate.policy.interview import given
from clearslate.uses.models import Draft, Use, UseVersion

Answerers = dict[str, list[str]]
"""The path of an answer → the id of a person, and an instant."""


@dataclass(frozen=True)
class Answerer:
    """Who gave an answer, and when."""

    name: str
    at: datetime


def answered_in(draft: Draft, declaration: Mapping[str, Any]) -> Answerers:
    """Who answered what in a draft that is about to be submitted as this declaration."""
    found = {
        path: [str(stamp["user"]), str(stamp["at"])] for path, stamp in sorted(draft.stamps.items())
    }
    before = _version(draft.use)
    if before is None or not before.answered:
        return found
    data = bytes(before.case)
    if hashlib.sha256(data).hexdigest() != before.case_sha256:
        return found
    earlier = json.loads(data)["declaration"]
    kept = {
        path: who
        for path, who in before.answered.items()
        if path not in found and given(earlier, path) == given(declaration, path)
    }
    return {**kept, **found}


def answered_before(use: Use) -> Answerers:
    """Who answered what in the newest version of a use that is kept."""
    before = _version(use)
    return {} if before is None else dict(before.answered)


def answerers(version: UseVersion) -> dict[str, Answerer]:
    """Who gave each answer of a version; an answer without one came with whoever submitted it."""
    people = User.objects.in_bulk({who for who, _ in version.answered.values()})
    return {
        path: Answerer(str(people[who]), datetime.fromisoformat(at))
        for path, (who, at) in version.answered.items()
        if who in people
    }


def who_answered(known: Mapping[str, Answerer], path: str) -> Answerer | None:
    """Who gave the answer at a path: that very one, or with the item or the list it lies in."""
    head, _, _ = path.partition(".")
    found = (known.get(each) for each in (path, head, head.partition("[")[0]))
    return next((each for each in found if each is not None), None)


def _version(use: Use | None) -> UseVersion | None:
    if use is None or use._state.adding:
        return None
    rows = use.versions.only("case", "case_sha256", "answered").order_by("-number")
    found: UseVersion | None = rows.first()
    return found
