"""The assessment: the immutable result of assessing one case.

Every value here goes into the canonical bytes; the JSON Schema is published in `docs/reference`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from clearslate.policy.immutable import immutable
from clearslate.record import canonical_bytes, sha256_hex

FORMAT = "assessment/1"
#: Raised when the same case may give another assessment; a golden corpus holds it in place.
SEMANTICS = 2
#: Every assessment says so.
MADE_BY = "Made by rule, not by a lawyer."

#: Why an answer is not known. The first two are the declarant's; `empty` is a list that needs an
#: item and has none; `in_doubt` is an answer that another one or the register contradicts, or that
#: the register no longer vouches for; `not_settled` is a derived fact whose records leave it open.
STATES = ("not_sure", "not_answered", "empty", "in_doubt", "not_settled")


@immutable
class Answer:
    """An answer that a finding rests on: where it stands, what it is called, what it says."""

    path: str
    title: str
    words: str


@immutable
class Unknown:
    """An answer that is not known, with its state, one of `STATES`."""

    path: str
    state: str
    title: str
    who: str


@immutable
class Missing:
    """Evidence that is not on file: what it is, for whom or what, and who would have it."""

    evidence: str
    title: str
    subject: str
    who: str


@immutable
class Finding:
    """One fired rule on one subject, with its reason and its citation."""

    rule: str
    pack: str
    title: str
    area: str
    principle: str | None
    subject: str
    """The name of the subject; empty for the use as a whole."""
    path: str
    """Where the subject stands, for example `outputs[0]`; `use` for the use as a whole."""
    certain: bool
    outcome: str
    at_worst: str
    because: str
    fix: str
    answers: tuple[Answer, ...]
    unknown: tuple[Unknown, ...]
    missing: tuple[Missing, ...]
    on_file: tuple[str, ...]
    conditions: tuple[str, ...]
    duties: tuple[str, ...]
    switches: tuple[tuple[str, str], ...]
    basis: str
    cite: tuple[str, ...]


@immutable
class PrincipleState:
    """One principle: `met`, `not_met` or `not_sure`, and the rules behind it."""

    id: str
    title: str
    state: str
    rules: tuple[str, ...]


@immutable
class Condition:
    """What an approval must carry, and for which subjects."""

    id: str
    title: str
    text: str
    subjects: tuple[str, ...]


@immutable
class Reviewer:
    """Who decides in one area, within how many working days, and on which rules."""

    area: str
    title: str
    reviewer: str
    days: int
    rules: tuple[str, ...]


@immutable
class DutyDue:
    """Something somebody must do, and by when; not certain while its cause is not settled."""

    id: str
    text: str
    owner: str
    due: str | None
    words: str
    subject: str
    path: str
    """Where the subject stands; the name of the list alone while the list is not known."""
    certain: bool
    cite: tuple[str, ...]


@immutable
class PackUsed:
    """A pack as it was applied."""

    urn: str
    title: str
    version: str
    sha256: str
    standing: str


@immutable
class Dependency:
    """A record of the facts that the assessment rests on."""

    kind: str
    id: str
    sha256: str


@dataclass(frozen=True)
class Assessment:
    """The result for one case. `outcome` is None when this is no use of generative AI at all."""

    case: str
    date: str
    title: str
    packs: tuple[PackUsed, ...]
    switches: tuple[tuple[str, str], ...]
    outcome: str | None
    not_a_use: str
    interval: tuple[str, str]
    principles: tuple[PrincipleState, ...]
    findings: tuple[Finding, ...]
    unanswered: tuple[Unknown, ...]
    conditions: tuple[Condition, ...]
    reviewers: tuple[Reviewer, ...]
    duties: tuple[DutyDue, ...]
    dependencies: tuple[Dependency, ...]
    holds_until: str | None
    semantics: int = SEMANTICS
    """The meaning the engine gave the rules; one that was kept has that of its day."""

    def as_json(self) -> dict[str, Any]:
        """The assessment as a document."""
        document: dict[str, Any] = {"clearslate": FORMAT}
        for name in self.__dataclass_fields__:
            document[name] = _plain(getattr(self, name))
        document["switches"] = dict(self.switches)
        document["made_by"] = MADE_BY
        for finding in document["findings"]:
            finding["switches"] = dict(finding["switches"])
        return document

    @functools.cached_property
    def canonical(self) -> bytes:
        """The canonical bytes: the same case gives the same bytes."""
        return canonical_bytes(self.as_json())

    @functools.cached_property
    def sha256(self) -> str:
        """The hash of the canonical bytes."""
        return sha256_hex(self.as_json())

    @property
    def missing(self) -> tuple[Missing, ...]:
        """All evidence that is not on file, each once."""
        return tuple(
            dict.fromkeys(
                missing
                for finding in self.findings
                if finding.certain
                for missing in finding.missing
            )
        )

    def as_text(self) -> str:
        """The assessment as a person reads it in a terminal, without colour."""
        from clearslate.policy.render.terminal import render

        return render(self)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
