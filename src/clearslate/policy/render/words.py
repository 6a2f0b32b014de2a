"""The words and shapes of verdicts and answers, the same in every medium.

Round may pass, a diamond waits for a person, a square is stopped. Answers are bare marks, so that
nobody reads them as verdicts. Word and shape always stand together; colour is only added.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from clearslate.policy.assess.words import day_words


class Sign:
    """One verdict or answer: its name, its word, and its shape as characters."""

    __slots__ = ("character", "name", "plain", "word")

    def __init__(self, name: str, word: str, character: str, plain: str) -> None:
        self.name = name
        self.word = word
        self.character = character
        self.plain = plain
        """The shape for a terminal that has only ASCII."""


SIGNS: dict[str, Sign] = {
    sign.name: sign
    for sign in (
        Sign("notify", "notify", "◎", "(o)"),
        Sign("approval", "needs approval", "◇", "<>"),
        Sign("hold", "on hold", "■!", "[!]"),
        Sign("not_a_use", "not a use", "—", "-"),
        Sign("met", "met", "✓", "v"),
        Sign("not_met", "not met", "✗", "x"),
        Sign("not_sure", "not sure", "?", "?"),
        Sign("error", "not read", "✗", "x"),
    )
}

#: The outcome as a headline.
HEADLINES = {
    "notify": "Notify",
    "approval": "Needs approval",
    "hold": "On hold: evidence missing",
    "not_a_use": "Not a use of generative AI",
}

#: The order of outcomes, lowest first.
ORDER = ("notify", "approval", "hold")

#: Why an answer is unknown, in words.
STATES = {
    "not_sure": "answered “not sure”",
    "not_answered": "not answered",
    "empty": "answered “none”, and there must be one",
    "in_doubt": "in doubt: another answer or a record says otherwise, or no longer holds",
    "not_settled": "left open by the records on file",
}

BASES = {
    "report": "the press report of the guidance",
    "page": "the platform's own page",
    "ours": "this rulebook, not the guidance itself",
}


_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def words_of(name: str) -> str:
    """An id as words: `final_output` is “final output”."""
    return name.replace("_", " ")


def day(text: str | None) -> str:
    """A date of a document as people write it; empty for none."""
    return day_words(date.fromisoformat(text)) if text else ""


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: “1 document”, “2 documents”."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun as a heading has it: “Five principles”."""
    head = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{head} {singular if number == 1 else plural or singular + 's'}"


def listed(words: Iterable[str]) -> str:
    """Words as an enumeration: “a, b and c”."""
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last
