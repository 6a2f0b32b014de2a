"""Everything that can go wrong in the policy core, and how it is said.

PolicyError
├── DocumentError      the text is no readable YAML or JSON of the accepted kind
├── DeclarationError   a declaration, facts or case document does not fit its schema
├── PackError          a policy pack is wrong
├── ExpressionError    one condition is wrong (collected into a PackError by the loader)
└── CaseError          the parts of a case do not fit together (an unknown switch, a missing pack)

Each holds problems. A problem says where, what was found, what is allowed, and, for a near miss,
what was probably meant. All problems of a document are reported at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clearslate.policy.documents.nodes import Node


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with its place and its remedy."""

    message: str
    """What was found and what is allowed, as one or two sentences."""
    file: str = ""
    line: int | None = None
    column: int | None = None
    path: str = ""
    """Where in the document, for example `outputs[0].destination`."""
    suggestion: str = ""
    """What was probably meant, as a sentence; empty where nothing is near."""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        head = " ".join(part for part in (place and f"{place}:", self.path) if part)
        body = f"{head}: {self.message}" if self.path else f"{head} {self.message}".strip()
        return f"{body} {self.suggestion}".strip()

    def as_json(self) -> dict[str, object]:
        """The problem for programs; keys without a value are left out."""
        pairs = {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "message": self.message,
            "suggestion": self.suggestion,
        }
        return {key: value for key, value in pairs.items() if value not in ("", None)}


class PolicyError(Exception):
    """The base of all errors of the policy core; `problems` is never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DocumentError(PolicyError):
    """The text cannot be read as a document.

    `recovered` is the tree of a document in which only single values are wrong, with empty texts
    in their place, so that whoever checks it further can report everything at once.
    """

    def __init__(self, problems: Iterable[Problem], *, recovered: Node | None = None) -> None:
        super().__init__(problems)
        self.recovered = recovered


class DeclarationError(PolicyError):
    """The document does not fit the declaration, facts or case schema."""


class PackError(PolicyError):
    """The policy pack has errors; it is not loaded."""


class ExpressionError(PolicyError):
    """A condition has errors."""


class CaseError(PolicyError):
    """The parts of a case do not fit together."""


#: The most problems listed for one document; whoever made more reads the first ones first.
MOST = 100
#: No name that is known is longer; comparing longer ones takes long and suggests nothing.
_LONGEST_NAME = 120


def capped(problems: Sequence[Problem], unlisted: int = 0) -> Sequence[Problem]:
    """The first problems, and one that says how many more there are.

    `unlisted` counts those that were not kept in the first place.
    """
    more = max(len(problems) - MOST, 0) + unlisted
    if not more:
        return problems
    last = problems[:MOST][-1]
    rest = f"{more:,} further problems are not listed."
    return (*problems[:MOST], Problem(rest, last.file, last.line, last.column))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that suggests the nearest known word, whatever its case, or an empty string."""
    if len(word) > _LONGEST_NAME:
        return ""
    import difflib  # seldom needed, and no quick import

    folded = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return f"Did you mean “{folded[near[0]]}”?" if near else ""
