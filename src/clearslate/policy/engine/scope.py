"""Where a line of generated source stands: in a function, in a loop of it, or in a branch."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeAlias

#: Lines of source; a list among them is an indented block.
Block: TypeAlias = "list[str | Block]"


class Scope:
    """The body of a function or of one loop in it.

    `head` runs before `body`. `bound` names the local that holds the item of each variable, and
    `names` the source of each result that is computed at the head.
    """

    def __init__(self, key: tuple[Hashable, ...], parent: Scope | None, bound: dict[str, str]):
        self.key = key
        self.parent = parent
        self.bound = bound
        self.head: Block = []
        self.body: Block = []
        self.names: dict[Hashable, str] = {}
        self.uses_index = False

    @property
    def index(self) -> str:
        """Source of the index of the item; None where the use itself is the subject."""
        self.uses_index = self.parent is not None
        return "n" if self.uses_index else "None"

    @property
    def lines(self) -> Block:
        """All lines, in their order."""
        return [*self.head, *self.body]

    def aside(self) -> Scope:
        """A place in this scope to which not every case comes."""
        return Scope(self.key, self, {})

    def owner(self, variables: Iterable[str]) -> Scope:
        """The outermost loop or function in which all these variables are bound."""
        wanted = set(variables)
        scope = self
        while scope.parent is not None and not wanted & scope.bound.keys():
            scope = scope.parent
        return scope


def render(block: Block, indent: int = 0) -> str:
    """The text of a block."""
    return "".join(
        render(line, indent + 1) if isinstance(line, list) else f"{' ' * indent}{line}\n"
        for line in block
    )
