"""All proofs of one pack, in order, and what they say together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from clearslate.policy.pack.load import Loaded
from clearslate.policy.prove.counterexample import counterexample
from clearslate.policy.prove.readings import Reading, readings
from clearslate.policy.prove.search import Subject, subject
from clearslate.policy.prove.statements import STATEMENTS
from clearslate.policy.prove.verdict import Failure, Statement, Verdict


@dataclass(frozen=True, slots=True)
class Proof:
    """One statement and its verdict."""

    statement: Statement
    verdict: Verdict


Step: TypeAlias = Proof | Reading


def subject_of(loaded: Loaded) -> Subject:
    """What is proved about a loaded pack: its rules in force, its fields, and what it extends."""
    return subject(loaded.pack, loaded.schema, loaded.base.pack if loaded.base else None)


def proofs(about: Subject, statements: Sequence[Statement] = STATEMENTS) -> Iterator[Step]:
    """Each statement the pack sets out to satisfy, then each reading of each switch.

    Raises ProofError where a proof could not be carried out.
    """
    failed: list[str] = []
    for statement in statements:
        if statement.concerns(about.pack):
            verdict = statement.check(about)
            if not verdict.holds:
                failed.append(statement.id)
            yield Proof(statement, verdict)
    yield from readings(about, statements, failed)


def proved(step: Step) -> bool:
    """Whether the statement holds, or the reading gives up exactly what the pack says."""
    return step.verdict.holds if isinstance(step, Proof) else step.exact


def as_json(step: Step, about: Subject) -> dict[str, Any]:
    """One result for programs."""
    if isinstance(step, Proof):
        return {
            "statement": step.statement.id,
            "title": step.statement.title,
            "holds": step.verdict.holds,
            "how": step.verdict.how,
            "failures": [_failure(each, about) for each in step.verdict.failures],
            "warnings": list(step.verdict.warnings),
        }
    return {
        "switch": step.switch,
        "reading": step.value,
        "declared": list(step.declared),
        "gives_up": [statement.id for statement, _ in step.lost],
        "exact": step.exact,
        "failures": {
            statement.id: [_failure(each, about) for each in verdict.failures]
            for statement, verdict in step.lost
        },
    }


def _failure(failure: Failure, about: Subject) -> dict[str, Any]:
    shown = None
    if failure.sample is not None:
        shown = counterexample(failure.sample, about.schema).as_json()
    return {"about": failure.about, "message": failure.message, "counterexample": shown}
