"""The quantifiers of a generated function: `any` over a list, or over an answer of several values.

Those over one list run in one loop, in the outermost place that what they depend on allows. One
that is asked for in a single place, to which not every case comes, is a function of its own
instead, called when a case does come there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Literal, Protocol, TypeAlias

from clearslate.policy.engine.canonical import Free, free, loops
from clearslate.policy.engine.scope import Block, Scope
from clearslate.policy.language.ir import Expression, Field, Quantified

Rail: TypeAlias = Literal["certain", "possible"]
#: Loops that can run as one: what they depend on, what they run over, and their level.
Group: TypeAlias = tuple[Free, str, Field | None, int]

#: How often each result of a quantifier is asked for: by the place of its loop, by the result, and
#: by whether not every case comes to where it is asked for.
Asked: TypeAlias = Counter[tuple[Hashable, Hashable, bool]]

_RAILS: tuple[Rail, Rail] = ("certain", "possible")


class Tests(Protocol):
    """What the loops need of the writer that they are part of."""

    def local(self, prefix: str) -> str:
        """A fresh local name."""

    def test(self, expression: Expression, rail: Rail, scope: Scope) -> str:
        """Source of one of the two tests of a condition."""

    def read(self, field: Field, scope: Scope) -> str:
        """Source of an answer."""

    def part(self, name: str) -> str:
        """Source of a part of the case."""


class Loops:
    """Writes the quantifiers that the conditions of one function hold."""

    def __init__(
        self, writer: Tests, conditions: Iterable[Expression], asked: Asked | None
    ) -> None:
        self.writer = writer
        self.asked: Asked = Counter()
        self.asked_before = asked
        self.groups: dict[Group, dict[Quantified, None]] = {}
        self.levels: dict[Quantified, int] = {}
        self.functions: Block = []
        for condition in conditions:
            for loop in loops(condition):
                self.groups.setdefault(self.group(loop), {})[loop] = None

    def group(self, loop: Quantified) -> Group:
        """The loops that this one can run with."""
        return free(loop), loop.part, loop.over, self.level(loop)

    def level(self, loop: Quantified) -> int:
        """How many loops must have run before this one, in the same place, can."""
        if loop not in self.levels:
            before = (each for each in loops(loop.body) if not _depends(each, loop.variable))
            self.levels[loop] = 1 + max(map(self.level, before), default=-1)
        return self.levels[loop]

    def result(self, loop: Quantified, rail: Rail, scope: Scope) -> str:
        """Source of the result of a quantifier on one rail."""
        owner = scope.owner(name for name, _ in free(loop))
        what = (rail, loop)
        self.asked[owner.key, what, scope is not owner] += 1
        if what not in owner.names:
            if self.is_late(loop, rail, owner):
                self.write_function(loop, rail, owner)
            else:
                self.write_loop(self.group(loop), owner)
        return owner.names[what]

    def is_late(self, loop: Quantified, rail: Rail, owner: Scope) -> bool:
        """Whether a quantifier over the case is asked for once, where not every case comes."""
        return not free(loop) and self.often(loop, rail, owner) == (0, 1)

    def often(self, loop: Quantified, rail: Rail, owner: Scope) -> tuple[int, int]:
        """How often a result is asked for where every case comes, and elsewhere.

        The first writing takes it for often.
        """
        if self.asked_before is None:
            return (2, 2)
        what = (rail, loop)
        return self.asked_before[owner.key, what, False], self.asked_before[owner.key, what, True]

    def write_function(self, loop: Quantified, rail: Rail, owner: Scope) -> None:
        """Write a quantifier as a function."""
        name = self.writer.local("any")
        items = self.items(loop, owner)
        item = self.writer.local("i")
        outer = Scope(owner.key, None, {})
        inner = Scope((*owner.key, self.group(loop)), outer, {loop.variable: item})
        inner.body.append(f"if {self.writer.test(loop.body, rail, inner)}:")
        inner.body.append(["return True"])
        outer.body += [f"if {items}:", [f"for {item} in {items}:", inner.lines]]
        outer.body.append(f"return {items} is None" if rail == "possible" else "return False")
        self.functions += [f"def {name}(case):", outer.lines]
        owner.names[rail, loop] = f"{name}(case)"

    def write_loop(self, group: Group, owner: Scope) -> None:
        """Write one loop for all quantifiers of a group."""
        members = self.groups[group]
        items = self.items(next(iter(members)), owner)
        item = self.writer.local("i")
        inner = Scope((*owner.key, group), owner, {loop.variable: item for loop in members})
        flags: dict[Rail, list[str]] = {"certain": [], "possible": []}
        for loop in members:
            own = self.flags(loop, owner)
            for rail, flag in own.items():
                flags[rail].append(flag)
            inner.body += self.raised(loop.body, own, inner)
        raised = [*flags["certain"], *flags["possible"]]
        if len(raised) == 1:
            inner.body[-1] = [f"{raised[0]} = True", "break"]
        owner.head.append(f"{' = '.join(raised)} = False")
        owner.head += [f"if {items}:", [f"for {item} in {items}:", inner.lines]]
        if flags["possible"]:
            owner.head += [f"elif {items} is None:", [f"{' = '.join(flags['possible'])} = True"]]

    def items(self, loop: Quantified, scope: Scope) -> str:
        """Source of what a quantifier runs over."""
        if loop.over is None:
            return self.writer.part(loop.part)
        return self.writer.read(loop.over, scope)

    def flags(self, loop: Quantified, owner: Scope) -> dict[Rail, str]:
        """The locals of those of a quantifier's two results that are asked for here."""
        found: dict[Rail, str] = {}
        for rail in _RAILS:
            what = (rail, loop)
            if any(self.often(loop, rail, owner)) and not self.is_late(loop, rail, owner):
                found[rail] = owner.names[what] = self.writer.local("q")
        return found

    def raised(self, body: Expression, flags: dict[Rail, str], scope: Scope) -> Block:
        """The lines that raise a quantifier's flags for one item."""
        test = self.writer.test
        match list(flags.items()):
            case []:
                return []
            case [(rail, flag)]:
                return [f"if {test(body, rail, scope)}:", [f"{flag} = True"]]
        raised: Block = [f"{flags['possible']} = True"]
        raised += [f"if {test(body, 'certain', scope)}:", [f"{flags['certain']} = True"]]
        return [f"if {test(body, 'possible', scope)}:", raised]


def _depends(loop: Quantified, variable: str) -> bool:
    return any(name == variable for name, _ in free(loop))
