"""What keeps a condition as it is: options of which at least one has to be carried out to end it.

A condition that holds does so because of some answers. As long as none of them changes, nothing
else can make it fail. So each way out has one of the options that change them, and a search that
tries those, one after the other, misses none. Where a condition holds for several reasons, one of
them is enough; the one with the fewest options is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, assert_never

from clearslate.policy.language.interpret import Binding, path_of, read, truth
from clearslate.policy.language.ir import (
    And,
    Compare,
    Constant,
    Contains,
    Expression,
    Field,
    Member,
    Not,
    Or,
    Quantified,
    Truth,
)
from clearslate.policy.language.logic import Truth3
from clearslate.policy.ways.changed import State
from clearslate.policy.ways.options import Act, Mask, Options, bits
from clearslate.policy.ways.plan import COMPUTED_FROM

Env = Mapping[str, Binding]
Leaf = Truth | Compare | Member | Contains


class Rail(Enum):
    """What a condition is, in as far as it is to be ended."""

    TRUE = "true"
    FALSE = "false"
    NOT_TRUE = "false or not known"
    NOT_FALSE = "true or not known"

    def has(self, value: Truth3) -> bool:
        """Whether a value is of this kind."""
        match self:
            case Rail.TRUE:
                return value is True
            case Rail.FALSE:
                return value is False
            case Rail.NOT_TRUE:
                return value is not True
            case Rail.NOT_FALSE:
                return value is not False
        assert_never(self)

    @property
    def opposite(self) -> Rail:
        """The same of the negation."""
        return _OPPOSITE[self]

    @property
    def upper(self) -> bool:
        """One true part of a disjunction is enough for it."""
        return self in (Rail.TRUE, Rail.NOT_FALSE)


_OPPOSITE = {
    Rail.TRUE: Rail.FALSE,
    Rail.FALSE: Rail.TRUE,
    Rail.NOT_TRUE: Rail.NOT_FALSE,
    Rail.NOT_FALSE: Rail.NOT_TRUE,
}


def fewest(masks: Iterable[Mask]) -> Mask:
    """The smallest of some sets of options; the first of equals."""
    return min(masks, key=int.bit_count)


class Certificates:
    """Finds the options that could end a condition in one case."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.behind = dict(_behind(options))
        """For each answer, all options that can change it."""
        self._leaves: dict[tuple[Leaf, str, Rail, Mask], Mask] = {}

    def ends(self, expression: Expression, rail: Rail, env: Env, state: State) -> Mask:
        """Options without one of which the condition stays what it is: of this rail."""
        match expression:
            case Constant():
                return 0
            case Truth() | Compare() | Member() | Contains():
                return self._leaf(expression, rail, env, state)
            case Not(part):
                return self.ends(part, rail.opposite, env, state)
            case And(parts):
                return self._parts(parts, rail, env, state, one=not rail.upper)
            case Or(parts):
                return self._parts(parts, rail, env, state, one=rail.upper)
            case Quantified():
                return self._loop(expression, rail, env, state)
        assert_never(expression)

    def _parts(
        self, parts: Iterable[Expression], rail: Rail, env: Env, state: State, *, one: bool
    ) -> Mask:
        if not one:
            return union(self.ends(part, rail, env, state) for part in parts)
        speaking = (part for part in parts if rail.has(truth(part, env, state.resolved)))
        return fewest(self.ends(part, rail, env, state) for part in speaking)

    def _loop(self, loop: Quantified, rail: Rail, env: Env, state: State) -> Mask:
        one = rail.upper == (loop.quantifier == "any")
        path = loop.part if loop.over is None else path_of(loop.over, env)
        items = self._items(loop, env, state)
        if items is None:
            # An open list can only become empty, an open answer can become any one value.
            return self.options.at.get(path, 0) if one or loop.over is not None else 0
        if one:
            return fewest(
                self.ends(loop.body, rail, {**env, loop.variable: item}, state) | goes
                for item, goes in items
                if rail.has(truth(loop.body, {**env, loop.variable: item}, state.resolved))
            )
        grows = self._acts(path, Act.ADD) if loop.over is not None else 0
        return grows | union(
            self.ends(loop.body, rail, {**env, loop.variable: item}, state) for item, _ in items
        )

    def _items(self, loop: Quantified, env: Env, state: State) -> list[tuple[Binding, Mask]] | None:
        """What a quantifier runs over, each with the options that take it away."""
        if loop.over is None:
            items = state.items(loop.part)
            if items is None:
                return None
            return [(item, self.options.at.get(item[1], 0)) for item in items]
        values = read(loop.over, env, state.resolved)
        if values is None:
            return None
        path = path_of(loop.over, env)
        return [(({"": value}, path), self._acts(path, Act.DROP, value)) for value in values]

    def _acts(self, path: str, act: Act, value: str | None = None) -> Mask:
        """The options at a path that do this to it."""
        return union(
            1 << number
            for number in bits(self.options.at.get(path, 0))
            if (option := self.options.all[number]).act is act and value in (None, option.value)
        )

    def concerns(self, expression: Expression, env: Env, state: State) -> Mask:
        """Every option that the condition can depend on at all. The state is the first one."""
        match expression:
            case Constant():
                return 0
            case Truth() | Compare() | Member() | Contains():
                paths = (path_of(field, env) for field in _fields(expression) if field.name)
                return union(self.behind.get(path, 0) for path in paths)
            case Not(part):
                return self.concerns(part, env, state)
            case And(parts) | Or(parts):
                return union(self.concerns(part, env, state) for part in parts)
            case Quantified():
                return self._loop_concerns(expression, env, state)
        assert_never(expression)

    def _loop_concerns(self, loop: Quantified, env: Env, state: State) -> Mask:
        if loop.over is not None:
            path = path_of(loop.over, env)
            inner = {**env, loop.variable: ({}, path)}
            return self.behind.get(path, 0) | self.concerns(loop.body, inner, state)
        found = self.options.at.get(loop.part, 0)
        for item in state.items(loop.part) or ():
            found |= self.options.at.get(item[1], 0)
            found |= self.concerns(loop.body, {**env, loop.variable: item}, state)
        return found

    # Single tests.

    def _leaf(self, leaf: Leaf, rail: Rail, env: Env, state: State) -> Mask:
        fields = [field for field in _fields(leaf) if field.name]
        behind = union(self.behind.get(path_of(field, env), 0) for field in fields)
        if not behind or len(fields) > 1 or len(_fields(leaf)) > 1:
            return behind
        path = env[fields[0].variable][1]
        key = (leaf, path, rail, state.mask & behind)
        if key not in self._leaves:
            self._leaves[key] = self._single(leaf, fields[0], rail, env, state)
        return self._leaves[key]

    def _single(self, leaf: Leaf, field: Field, rail: Rail, env: Env, state: State) -> Mask:
        """The options that end a test of one answer, alone or with others of the same item."""
        path = env[field.variable][1]
        own = self.options.at.get(f"{path}.{field.name}", 0)
        computed = self.behind[f"{path}.{field.name}"] & ~own
        index = _index(path)

        def reads_otherwise(item: Mapping[str, Any]) -> bool:
            bound = {**env, field.variable: (item, path)}
            return not rail.has(truth(leaf, bound, state.resolved))

        ending = union(
            1 << number
            for number in bits(own)
            if reads_otherwise(state.changes.item(field.part, index, 1 << number))
        )
        changes = state.changes
        if not computed or index is None or not changes.documented(field.part, index, field.name):
            return ending
        variants = changes.variants(field.part, index)
        sets = (mask for mask, item in variants if reads_otherwise(item))
        return ending | _beyond(state.mask & computed, sets)


def _beyond(done: Mask, sets: Iterable[Mask]) -> Mask:
    """What the smallest of some sets hold beyond what is done already."""
    reachable = [mask for mask in sets if mask & done == done]
    return union(
        mask & ~done
        for mask in reachable
        if not any(other != mask and other & mask == other for other in reachable)
    )


def _behind(options: Options) -> Iterator[tuple[str, Mask]]:
    """For each answer, its own options and those of the answers it is computed from."""
    yield from options.at.items()
    for item, own in options.of_item.items():
        part = item.partition("[")[0]
        for name, sources in COMPUTED_FROM.items():
            of, _, field = name.partition(".")
            if of == part:
                mask = options.at.get(f"{item}.{field}", 0)
                for source in sources:
                    mask |= options.at.get(f"{item}.{source}", 0)
                if mask & own:
                    yield f"{item}.{field}", mask


def _fields(leaf: Leaf) -> tuple[Field, ...]:
    match leaf:
        case Truth(field) | Member(field) | Contains(field):
            return (field,)
        case Compare(_, left, right):
            return tuple(side for side in (left, right) if isinstance(side, Field))
    assert_never(leaf)


def _index(path: str) -> int | None:
    return int(path.partition("[")[2][:-1]) if "[" in path else None


def union(masks: Iterable[Mask]) -> Mask:
    """All options of some sets."""
    result = 0
    for mask in masks:
        result |= mask
    return result
