"""Reads the YAML of a pack entry by entry, and collects every problem with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from clearslate.policy.dates import day_of
from clearslate.policy.documents import Node
from clearslate.policy.documents.scalars import shown
from clearslate.policy.errors import MOST, PackError, Problem, capped, did_you_mean


class Problems:
    """The problems found so far, in one pack."""

    def __init__(self) -> None:
        self.errors: list[Problem] = []
        self.count = 0

    def add(self, problem: Problem) -> None:
        """Note an error; beyond a bound it is only counted."""
        self.count += 1
        if len(self.errors) < MOST:
            self.errors.append(problem)

    def error(self) -> PackError:
        """The errors as one that can be raised."""
        return PackError(capped(self.errors, self.count - len(self.errors)))

    def hint(self, word: str, known: Iterable[str]) -> str:
        """What was probably meant, as long as somebody will read it."""
        return did_you_mean(word, known) if len(self.errors) < MOST else ""


class Entry:
    """One mapping of a pack file, read key by key; unknown keys are reported at the end."""

    def __init__(self, node: Node, file: str, path: str, problems: Problems) -> None:
        self.node = node
        self.file = file
        self.path = path
        self.problems = problems
        self._asked: set[str] = set()
        self._entries: dict[str, Node] = {}
        if node.kind == "mapping":
            self._entries = {str(key.value): value for key, value in node.pairs}
        else:
            self.error(node, "", "A group of keys is needed here.")

    @property
    def source(self) -> str:
        """`file:line`, for later messages about this entry."""
        return f"{self.file}:{self.node.line}"

    def error(self, node: Node | None, key: str, message: str, suggestion: str = "") -> None:
        """Report a problem at a node, or at this entry."""
        at = node or self.node
        path = ".".join(part for part in (self.path, key) if part)
        self.problems.add(Problem(message, self.file, at.line, at.column, path, suggestion))

    def node_at(self, key: str) -> Node | None:
        """The raw node of a key, or None."""
        self._asked.add(key)
        return self._entries.get(key)

    def text(self, key: str, *, required: bool = True) -> str:
        """A text; empty where it is missing."""
        node = self.node_at(key)
        if node is None:
            if required:
                self.error(None, key, "This text is missing.")
            return ""
        if node.kind != "scalar" or not isinstance(node.value, str) or not node.value.strip():
            self.error(node, key, "A text is needed here.")
            return ""
        return node.value.strip()

    def word(self, key: str, allowed: Iterable[str], *, default: str | None = None) -> str:
        """One of the allowed words."""
        known = tuple(allowed)
        node = self.node_at(key)
        if node is None and default is not None:
            return default
        text = self.text(key)
        if text and text not in known:
            self.error(
                node,
                key,
                f"“{shown(text)}” is not allowed here. Allowed are {', '.join(known) or 'none'}.",
                self.problems.hint(text, known),
            )
        return text

    def flag(self, key: str, *, default: bool = False) -> bool:
        """A yes or no."""
        return self.word(key, ("yes", "no"), default="yes" if default else "no") == "yes"

    def whole(self, key: str, low: int, high: int, *, default: int | None = None) -> int:
        """A whole number from `low` to `high`."""
        node = self.node_at(key)
        if node is None and default is not None:
            return default
        if node is None or node.kind != "scalar" or not isinstance(node.value, int):
            self.error(node, key, "A whole number is needed here.")
            return 0
        if not low <= node.value <= high:
            self.error(node, key, f"Found {node.value}; it lies between {low:,} and {high:,}.")
            return 0
        return node.value

    def day(self, key: str, *, required: bool = True) -> date | None:
        """A date."""
        text = self.text(key, required=required)
        if not text:
            return None
        day = day_of(text)
        if day is None:
            self.error(self.node_at(key), key, f"“{shown(text)}” is no date such as 2026-11-24.")
        return day

    def words(self, key: str) -> tuple[tuple[str, Node], ...]:
        """A list of words, each with its node; empty where the key is missing."""
        node = self.node_at(key)
        if node is None:
            return ()
        if node.kind != "sequence" or any(not isinstance(item.scalar, str) for item in node.items):
            self.error(node, key, "A list of words is needed here.")
            return ()
        return tuple((str(item.value), item) for item in node.items)

    def known_words(self, key: str, allowed: Iterable[str], what: str) -> tuple[str, ...]:
        """A list of words that must each be known."""
        known = dict.fromkeys(allowed)
        result: list[str] = []
        for word, node in self.words(key):
            if word in known:
                result.append(word)
            else:
                hint = self.problems.hint(word, known)
                self.error(node, key, f"There is no {what} “{shown(word)}”.", hint)
        return tuple(result)

    def entry(self, key: str) -> Entry | None:
        """A mapping under a key, or None."""
        node = self.node_at(key)
        if node is None:
            return None
        return Entry(node, self.file, f"{self.path}.{key}" if self.path else key, self.problems)

    def entries(self, key: str, *, label: str = "id") -> Iterator[Entry]:
        """The mappings of a list under a key, each named by its `label`."""
        node = self.node_at(key)
        if node is None:
            return
        if node.kind != "sequence":
            self.error(node, key, "A list is needed here.")
            return
        for index, item in enumerate(node.items):
            name = str(index)
            for each, value in item.pairs:
                if each.value == label and value.kind == "scalar":
                    name = str(value.value)
            yield Entry(
                item, self.file, f"{self.path and self.path + '.'}{key}[{name}]", self.problems
            )

    def pairs(self, key: str) -> Iterator[tuple[str, Node]]:
        """The keys and nodes of a mapping under a key, whatever the keys are."""
        node = self.node_at(key)
        if node is None:
            return
        if node.kind != "mapping":
            self.error(node, key, "A group of keys is needed here.")
            return
        for each, value in node.pairs:
            yield str(each.value), value

    def texts(self, key: str) -> dict[str, str]:
        """A mapping of words to texts."""
        result: dict[str, str] = {}
        for name, node in self.pairs(key):
            if node.kind == "scalar" and isinstance(node.value, str):
                result[name] = node.value
            else:
                self.error(node, f"{key}.{name}", "A text is needed here.")
        return result

    def done(self) -> None:
        """Report the keys that nothing asked for."""
        if self.node.kind != "mapping":
            return
        for key, _ in self.node.pairs:
            name = str(key.value)
            if name not in self._asked:
                known = sorted(self._asked)
                hint = self.problems.hint(name, known)
                self.error(key, name, "There is no such key here.", hint)
