"""Why something does not fit an envelope, in plain sentences that name the answer."""

from __future__ import annotations

from dataclasses import dataclass

from clearslate.envelopes.answers import Answers


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what stands in the way, the answer it is about, and whether it is only doubt."""

    text: str
    path: str = ""
    doubt: bool = False


def unknown(answers: Answers, path: str) -> Reason:
    """An answer that is not known; nothing covers it."""
    return Reason(
        f"{answers.name(path)} is not known, and nothing that is not known is covered.",
        path,
        doubt=True,
    )


def other(answers: Answers, path: str, covered: str) -> Reason:
    """An answer that is another than what is covered."""
    return Reason(f"{answers.name(path)} is {answers.says(path)}; {covered}.", path)
