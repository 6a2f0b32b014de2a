"""A change of a draft as a value: one answer, or one act on a list.

It comes from a form, a program or a colleague's link, is kept where it collides, and is carried out
by the interview, so that every entrance changes a declaration in one way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from clearslate.policy.interview import Interview
from clearslate.uses.errors import UsesError

Act = Literal["answer", "not_sure", "none", "items", "add", "remove", "take_back"]
_ACTS: tuple[str, ...] = get_args(Act)


@dataclass(frozen=True)
class Change:
    """What is done at a path: `value` is an answer, the items of a list, or one item."""

    act: Act
    path: str
    value: Any = None

    def on(self, interview: Interview, document: Mapping[str, Any]) -> dict[str, Any]:
        """The declaration with this change. Raises `DeclarationError` where it does not fit."""
        match self.act:
            case "answer":
                return interview.answer(document, self.path, self.value)
            case "not_sure":
                return interview.not_sure(document, self.path)
            case "none":
                return interview.none_of_these(document, self.path)
            case "items":
                return interview.set_items(document, self.path, self.value)
            case "add":
                return interview.add_item(document, self.path, self.value)
            case "remove":
                return interview.remove_item(document, self.path)
            case "take_back":
                return interview.take_back(document, self.path)

    def as_json(self) -> dict[str, Any]:
        """The change as it is kept."""
        return {"act": self.act, "path": self.path, "value": self.value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Change:
        """A change that was kept. Raises `UsesError` for one that no version wrote."""
        if kept.get("act") not in _ACTS:
            raise UsesError(f"There is no act “{kept.get('act')}”.")
        return cls(cast("Act", kept["act"]), str(kept["path"]), kept.get("value"))

    @property
    def claims(self) -> str:
        """The path whose answer it replaces: a whole list for what moves its items."""
        if self.act in ("items", "add", "remove", "none"):
            return self.path.partition("[")[0]
        return self.path


def overlap(one: str, other: str) -> bool:
    """Whether two paths speak of one answer: they are the same, or one is the list of the other."""
    short, long = sorted((one, other), key=len)
    return one == other or long.startswith((f"{short}[", f"{short}."))
