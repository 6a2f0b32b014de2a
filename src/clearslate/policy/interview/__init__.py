"""The interview: which question comes next, why it is asked, and what is certain already.

Pure: a partial declaration goes in, a journey comes out. It drives a terminal, a page or a
program alike, and has no input or output of its own.
"""

from clearslate.policy.interview.answers import blank, given
from clearslate.policy.interview.interview import Interview
from clearslate.policy.interview.model import (
    Asked,
    Certainty,
    Journey,
    Option,
    PrincipleSoFar,
    SoFar,
    State,
    Step,
)

__all__ = [
    "Asked",
    "Certainty",
    "Interview",
    "Journey",
    "Option",
    "PrincipleSoFar",
    "SoFar",
    "State",
    "Step",
    "blank",
    "given",
]
