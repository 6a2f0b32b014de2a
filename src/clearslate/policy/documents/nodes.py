"""A document as a tree of values that know where they stood."""

from __future__ import annotations

import json
import re
from typing import Any, Literal, NamedTuple

_SIMPLE_KEY = re.compile(r"[^\W\d][\w-]*").fullmatch


class Node(NamedTuple):
    """One value of a document, with its place in the text (both count from 1).

    A named tuple, since a rulebook makes thousands of them whenever a command starts.

    `value` depends on `kind`: for a mapping pairs of key and value in the order written, for a
    sequence its items, for a scalar a text or an integer. `plain` says that a scalar was written
    without quotes; the meaning never depends on it.
    """

    kind: Literal["mapping", "sequence", "scalar"]
    value: str | int | tuple[Node, ...] | tuple[tuple[Node, Node], ...]
    line: int
    column: int
    plain: bool

    @property
    def pairs(self) -> tuple[tuple[Node, Node], ...]:
        """Keys and values of a mapping; empty for anything else. Every key is a text."""
        return self.value if self.kind == "mapping" else ()  # type: ignore[return-value]

    @property
    def items(self) -> tuple[Node, ...]:
        """The items of a sequence; empty for anything else."""
        return self.value if self.kind == "sequence" else ()  # type: ignore[return-value]

    @property
    def scalar(self) -> str | int | None:
        """The text or integer; None for a mapping or sequence."""
        return self.value if self.kind == "scalar" else None  # type: ignore[return-value]


def plain(node: Node) -> Any:
    """The value alone: dict, list, str and int, in the order written."""
    if node.kind == "mapping":
        return {key.value: plain(value) for key, value in node.pairs}
    if node.kind == "sequence":
        return [plain(item) for item in node.items]
    return node.value


def step_into(path: str, step: str | int) -> str:
    """The path one step further in: a key or the index of an item.

    `step_into("outputs[0]", "destination")` is `outputs[0].destination`. A key that is no plain
    word is quoted: `set["outputs[0].seconds"]`.
    """
    if isinstance(step, int):
        return f"{path}[{step}]"
    if not _SIMPLE_KEY(step):
        return f"{path}[{json.dumps(step, ensure_ascii=not step.isprintable())}]"
    return f"{path}.{step}" if path else step
