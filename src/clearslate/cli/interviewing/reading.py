"""From what a person types to an answer as a file has it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clearslate.policy.errors import did_you_mean
from clearslate.policy.interview import Asked, Option

#: What is typed for “none of these”; in quotes it is a name.
NONE = ("0", "none", "none of these", "no", "n", "nobody", "no one", "nothing")
#: What is typed for “not sure”; in quotes it is an answer.
NOT_SURE = ("u", "unknown", "not sure")
_YES = ("y", "yes")
_SPLIT = re.compile(r"[,;]\s*|\s+")


class MisreadError(Exception):
    """What was typed is no answer to this question; the message says what is."""


def read_answer(asked: Asked, text: str) -> str | int | list[str]:
    """The answer in a line of text, as a file would have it.

    Raises MisreadError. Lengths, dates and numbers are checked when the answer is recorded.
    """
    if asked.kind == "many":
        return _several(asked.options, text)
    if asked.kind == "names":
        return [] if text.lower() in NONE else separated(text)
    if asked.options:
        return one_of(asked.options, text)
    if asked.kind in ("whole", "seconds") and re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    return unquoted(text)


def one_of(options: Sequence[Option], text: str) -> str:
    """The one option that a number, a word or the beginning of its words names."""
    if text.isdecimal() and len(text) < 4:
        if 0 < int(text) <= len(options):
            return options[int(text) - 1].value
        raise MisreadError(f"There is no choice {text}. Type a number from 1 to {len(options)}.")
    wanted = unquoted(text).casefold()
    exact = [each for each in options if wanted in (each.value.casefold(), each.words.casefold())]
    begun = [each for each in options if each.words.casefold().startswith(wanted)]
    found = exact or begun
    if len(found) == 1:
        return found[0].value
    if found:
        several = ", ".join(f"“{each.words}”" for each in found)
        raise MisreadError(f"“{text}” could be {several}. Type its number.")
    hint = did_you_mean(wanted, (each.value for each in options))
    message = f"“{text}” is no choice here. Type a number from 1 to {len(options)}."
    raise MisreadError(f"{message} {hint}".strip())


def lines_of(options: Sequence[Option], text: str) -> list[tuple[str, bool]]:
    """The ticked lines of a checklist, each with whether it is sure: `1, 3, u5`."""
    if text.lower() in NONE:
        return []
    found: dict[str, bool] = {}
    for word in (each for each in _SPLIT.split(text) if each):
        doubt = re.fullmatch(r"u(\d{1,3})", word.lower())
        found[one_of(options, doubt[1] if doubt else word)] = doubt is None
    if not found:
        raise MisreadError("Type the numbers of the lines, or 0 for none of these.")
    return list(found.items())


def separated(text: str) -> list[str]:
    """Names with semicolons between them; commas belong to a name.

    Raises MisreadError for a bare yes, which names nobody and nothing.
    """
    if text.lower() in _YES:
        raise MisreadError("Type the names, with “;” between them, or 0 for none.")
    names = [unquoted(name.strip()) for name in text.split(";")]
    return list(dict.fromkeys(name for name in names if name))


def unquoted(text: str) -> str:
    """The text without the quotes around it, which set it apart from a command."""
    pairs = ('""', "''", "“”", "„“", "«»")
    if len(text) > 2 and text[0] + text[-1] in pairs:
        return text[1:-1]
    return text


def _several(options: Sequence[Option], text: str) -> list[str]:
    if text.lower() in NONE:
        return []
    words = [word for word in _SPLIT.split(text) if word]
    return list(dict.fromkeys(one_of(options, word) for word in words))
