"""Derived facts: what dated records say about a declaration.

Does this consent cover this use, has this agreement lapsed, is this model reused? Each is one
small function over records in the facts; a declarant's own “covered” never stands in for one.
Evidence is two-valued: certainly on file, or not. Facts are three-valued.

To the conditions and the engines a derived fact is a field like any other; to the proofs it is an
answer that can be anything.
"""

from clearslate.policy.derived.doubt import DOUBTED, cut_ends
from clearslate.policy.derived.registry import EVIDENCE, KINDS, READS, WINDOW, is_evidence
from clearslate.policy.derived.relevant import Dated, Names, names_in, relevant
from clearslate.policy.derived.resolve import holds_until, resolve

__all__ = [
    "DOUBTED",
    "EVIDENCE",
    "KINDS",
    "READS",
    "WINDOW",
    "Dated",
    "Names",
    "cut_ends",
    "holds_until",
    "is_evidence",
    "names_in",
    "relevant",
    "resolve",
]
