"""Proofs about a policy pack: statements that hold for every case, or the smallest that breaks one.

Needs the solver, the extra `prove`; nothing else of Clearslate imports this package.
"""

from __future__ import annotations

from clearslate.policy.prove.readings import Reading, readings
from clearslate.policy.prove.search import ProofError, Subject, subject
from clearslate.policy.prove.statements import STATEMENTS
from clearslate.policy.prove.verdict import Failure, Statement, Verdict

__all__ = [
    "STATEMENTS",
    "Failure",
    "ProofError",
    "Reading",
    "Statement",
    "Subject",
    "Verdict",
    "readings",
    "subject",
]
