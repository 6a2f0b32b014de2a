"""The values that an answer of each kind can have, as small bit-vectors.

Everything is finite, so the solver always decides. Chosen values are numbered in the order of
their vocabulary. Texts are only ever compared for equality, so a number stands for each: those
the pack writes out come first, and there are far more numbers than answers in any proof.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from clearslate.policy.language.ir import Kind, Value
from clearslate.policy.prove.solver import Term, z3

#: Days a date can be: those of the declaration format, 1900-01-01 to 9999-12-31.
FIRST_DAY, LAST_DAY = 693_596, 3_652_059
#: The most milliseconds that "seconds" can be.
LONGEST = 9_999_999_999
#: Whole numbers beyond any constant a condition can hold (2**50) order like those below.
WIDEST = 2**52


@dataclass(slots=True)
class Texts:
    """The numbers that stand for the texts of one proof."""

    known: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """The number of a text that the pack writes out."""
        return self.known.setdefault(text, len(self.known))

    def text(self, number: int) -> str:
        """The text that a number stands for; one that nobody wrote out gets a plain name."""
        for text, own in self.known.items():
            if own == number:
                return text
        text = f"Text {len(self.known) + 1}"
        self.known[text] = number
        return text


@dataclass(frozen=True, slots=True)
class Domain:
    """The values of one field: how wide, between which numbers, and what each number means."""

    kind: Kind
    bits: int
    low: int
    high: int
    words: tuple[str, ...] = ()

    def variable(self, name: str) -> Term:
        """A fresh unknown of this domain."""
        return z3.Bool(name) if self.kind == "yesno" else z3.BitVec(name, self.bits)

    def bounds(self, term: Term) -> Term:
        """What restricts a variable to the domain."""
        if self.kind == "yesno" or (self.low == 0 and self.high == 2**self.bits - 1):
            return z3.BoolVal(True)
        if self.low == 0:
            return z3.ULE(term, self.high)
        return z3.And(term >= self.low, term <= self.high)

    def constant(self, value: Value, texts: Texts) -> Term:
        """A value written out in a condition."""
        if self.kind == "yesno":
            return z3.BoolVal(bool(value))
        return z3.BitVecVal(self.number(value, texts), self.bits)

    def number(self, value: Value, texts: Texts) -> int:
        """The number that stands for a value."""
        if isinstance(value, str):
            return self.words.index(value) if self.words else texts.number(value)
        return int(value)

    def value(self, number: int, texts: Texts) -> Value:
        """The value that a number stands for."""
        if self.words:
            return self.words[number]
        if self.kind in ("text", "names"):
            return texts.text(number)
        # The solver reads bit-vectors back without their sign.
        return number - 2**self.bits if number > self.high else number


def domain(kind: Kind, words: tuple[str, ...] = ()) -> Domain:
    """The domain of a field of this kind; `words` are the values of its vocabulary.

    For `many` and `names` it is the domain of one element.
    """
    match kind:
        case "yesno":
            return Domain(kind, 1, 0, 1)
        case "one" | "many":
            return Domain(kind, max(1, (len(words) - 1).bit_length()), 0, len(words) - 1, words)
        case "text" | "names":
            return Domain(kind, 16, 0, 2**16 - 1)
        case "date":
            return Domain(kind, 24, FIRST_DAY, LAST_DAY)
        case "seconds":
            return Domain(kind, 64, 0, LONGEST)
        case "whole":
            return Domain(kind, 64, -WIDEST, WIDEST)
