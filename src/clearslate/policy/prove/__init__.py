"""Proofs about a policy pack: statements that hold for every case, or the smallest that breaks one.

A proof needs the solver, which is the extra `prove`; listing the statements does not.
"""

from __future__ import annotations

from clearslate.policy.prove.counterexample import Counterexample, counterexample
from clearslate.policy.prove.readings import Reading
from clearslate.policy.prove.report import Proof, Step, as_json, proofs, proved, subject_of
from clearslate.policy.prove.search import Subject, subject
from clearslate.policy.prove.solver import ProofError
from clearslate.policy.prove.statements import STATEMENTS
from clearslate.policy.prove.verdict import EVERY_CASE, Failure, Statement, Verdict

__all__ = [
    "EVERY_CASE",
    "STATEMENTS",
    "Counterexample",
    "Failure",
    "Proof",
    "ProofError",
    "Reading",
    "Statement",
    "Step",
    "Subject",
    "Verdict",
    "as_json",
    "counterexample",
    "proofs",
    "proved",
    "subject",
    "subject_of",
]
