"""What can be kept out of the frame: a short vocabulary, with how a declaration says so."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from clearslate import packs
from clearslate.envelopes.answers import condition
from clearslate.policy.documents import plain, read_text
from clearslate.policy.language.ir import Expression


@dataclass(frozen=True)
class KeptOut:
    """Something that must not be in frame."""

    id: str
    title: str
    text: str
    """What whoever registers a shot says of it."""
    declared: Expression | None
    """Certain where a declaration says so; None where no answer can."""


@functools.cache
def vocabulary() -> dict[str, KeptOut]:
    """Everything that can be kept out, by its word."""
    raw = plain(read_text(packs.read("envelopes/in_frame.yaml"), name="in_frame.yaml"))
    return {
        word: KeptOut(
            word,
            each["title"],
            each["text"],
            condition(each["declared"]) if "declared" in each else None,
        )
        for word, each in raw["kept_out"].items()
    }
