"""Builds the tree from a stream of starts, ends and scalars, and collects what is wrong.

Both readers feed it, so depth, size, keys and paths have one meaning. It holds its own stack:
the depth of a document never becomes the depth of Python calls.
"""

from __future__ import annotations

from typing import Literal, NoReturn

from clearslate.policy.documents.limits import MAX_DEPTH, MAX_KEY, MAX_NODES, MAX_PROBLEMS, TOO_DEEP
from clearslate.policy.documents.nodes import Node, step_into
from clearslate.policy.documents.scalars import Refused, shown
from clearslate.policy.errors import DocumentError, Problem

_NAME_FORM = "A line is `name: value`; quotes make a text."


class _Open:
    """A mapping or sequence whose end has not been reached."""

    __slots__ = ("column", "is_mapping", "items", "key", "line", "pairs", "seen")

    def __init__(self, line: int, column: int, *, is_mapping: bool) -> None:
        self.is_mapping = is_mapping
        self.line = line
        self.column = column
        self.items: list[Node] = []
        self.pairs: list[tuple[Node, Node]] = []
        self.key: Node | None = None
        self.seen: dict[str, int] = {}


class Builder:
    """Takes the events of one document in order; `finish` gives the tree or raises."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._stack: list[_Open] = []
        self._top: _Open | None = None  # the last of the stack
        self._root: Node | None = None
        self._nodes = 0
        self._problems: list[Problem] = []
        self._unlisted = 0

    @property
    def inside(self) -> Literal["mapping", "sequence"] | None:
        """What the next event stands in; None at the outermost level."""
        if self._top is None:
            return None
        return "mapping" if self._top.is_mapping else "sequence"

    @property
    def has_root(self) -> bool:
        """Whether the outermost value is complete."""
        return self._root is not None

    @property
    def wants_key(self) -> bool:
        """Whether the next scalar is a key."""
        top = self._top
        return top is not None and top.is_mapping and top.key is None

    def start(self, kind: Literal["mapping", "sequence"], line: int, column: int) -> None:
        """A mapping or sequence begins."""
        if self.wants_key:
            what = "a group" if kind == "mapping" else "a list"
            message = f"Found {what} where a name is expected; a name is a text."
            self.stop(message, line, column, "Put text that begins with {, [ or - in quotes.")
        if len(self._stack) == MAX_DEPTH:
            self.stop(TOO_DEEP, line, column, "No form needs as many; check the brackets.")
        self._count(line, column)
        self._top = _Open(line, column, is_mapping=kind == "mapping")
        self._stack.append(self._top)

    def end(self) -> None:
        """The innermost mapping or sequence ends."""
        done = self._stack.pop()
        self._top = self._stack[-1] if self._stack else None
        if done.is_mapping:
            self._place(Node("mapping", tuple(done.pairs), done.line, done.column, plain=False))
        else:
            self._place(Node("sequence", tuple(done.items), done.line, done.column, plain=False))

    def scalar(self, value: str | int | Refused, line: int, column: int, *, plain: bool) -> None:
        """A key or a value that is not made of others."""
        self._count(line, column)
        top = self._top
        if top is not None and top.key is None and top.is_mapping:
            self._key(top, value, line, column, plain=plain)
            return
        if isinstance(value, Refused):
            message = f"Found {value.found}; {value.allowed}."
            self.report(message, line, column, value.suggestion)
            value = ""
        self._place(Node("scalar", value, line, column, plain))

    def report(self, message: str, line: int, column: int, suggestion: str = "") -> None:
        """Notes a problem at the current place; reading goes on."""
        if len(self._problems) < MAX_PROBLEMS:
            self._add(message, line, column, suggestion)
        else:
            self._unlisted += 1

    def stop(self, message: str, line: int, column: int, suggestion: str = "") -> NoReturn:
        """Raises with this problem and all noted before; nothing after it can be read."""
        self._add(message, line, column, suggestion)
        raise self._error()

    def finish(self) -> Node:
        """The tree; raises `DocumentError` when there were problems or there is no document."""
        if self._root is None and not self._problems:
            remedy = "A declaration begins with `clearslate: declaration/1`."
            empty = Problem("The document is empty.", self._file, suggestion=remedy)
            self._problems.append(empty)
        if self._root is None or self._problems:
            raise self._error(self._root)
        return self._root

    def _add(self, message: str, line: int, column: int, suggestion: str) -> None:
        self._problems.append(Problem(message, self._file, line, column, self._path(), suggestion))

    def _error(self, recovered: Node | None = None) -> DocumentError:
        if self._unlisted:
            rest = f"{self._unlisted:,} further problems are not listed."
            return DocumentError([*self._problems, Problem(rest, self._file)])
        return DocumentError(self._problems, recovered=recovered)

    def _count(self, line: int, column: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            message = f"The document holds more than {MAX_NODES:,} names and values."
            self.stop(message, line, column, "Split it into several documents.")

    def _place(self, node: Node) -> None:
        top = self._top
        if top is None:
            self._root = node
        elif top.key is None:
            top.items.append(node)
        else:
            top.pairs.append((top.key, node))
            top.key = None

    def _key(
        self, top: _Open, value: str | int | Refused, line: int, column: int, *, plain: bool
    ) -> None:
        if isinstance(value, str) and len(value) <= MAX_KEY:
            top.key = Node("scalar", value, line, column, plain)
            if value in top.seen:
                message = f"“{shown(value)}” stands here twice, first in line {top.seen[value]}."
                self.report(message, line, column, "Keep one of the two.")
            else:
                top.seen[value] = line
            return
        if isinstance(value, str):
            found = f"a name of {len(value):,} characters; at most {MAX_KEY} are allowed"
        else:
            what = value.found if isinstance(value, Refused) else f"the integer {value}"
            found = f"{what} where a name is expected; a name is a text"
        self.report(f"Found {found}.", line, column, _NAME_FORM)
        top.key = Node("scalar", "", line, column, plain)

    def _path(self) -> str:
        path = ""
        for level in self._stack:
            if not level.is_mapping:
                path = step_into(path, len(level.items))
            elif level.key is not None:
                path = step_into(path, str(level.key.value))
        return path
