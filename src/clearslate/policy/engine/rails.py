"""Two-valued tests for three-valued conditions, written as Python source.

A condition that can be unknown becomes two ordinary tests: *certain* (it is true whatever the
unknown answers turn out to be, as far as Kleene logic sees) and *possible* (it is not certainly
false). `not` swaps the two, `and` and `or` keep them, so no three-valued value is ever made.

The writer knows which loop an expression depends on. It reads each answer once, computes what
several rules share once, in the outermost loop that allows it, and runs equal lists in one loop.
Nothing of a pack's text becomes source but constants, through `repr`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Literal as OneOf
from typing import TypeAlias, assert_never

from clearslate.policy.engine.canonical import ITEM, Free, free, loops
from clearslate.policy.language.ir import (
    And,
    Compare,
    Constant,
    Contains,
    Expression,
    Field,
    Literal,
    Member,
    Not,
    Operand,
    Or,
    Quantified,
    Today,
    Truth,
    Value,
)

Rail: TypeAlias = OneOf["certain", "possible"]
#: Lines of source; a list among them is an indented block.
Block: TypeAlias = "list[str | Block]"

_OTHER: dict[Rail, Rail] = {"certain": "possible", "possible": "certain"}
#: Loops that can run as one: what they depend on, what they run over, and their level.
Group = tuple[Free, str, Field | None, int]


class Scope:
    """The body of a function or of one loop in it.

    `head` is computed before `body`. `bound` names the local that holds the item of each variable.
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

    def owner(self, variables: Iterable[str]) -> Scope:
        """The outermost scope in which all these variables are bound."""
        wanted = set(variables)
        scope = self
        while scope.parent is not None and not wanted & scope.bound.keys():
            scope = scope.parent
        return scope


class Writer:
    """Writes the source of one function.

    It is used twice: once to count how often each test and each answer is asked for, and once,
    given those counts, to write what is kept.
    """

    def __init__(self, conditions: Iterable[Expression], counts: Counter[Hashable] | None) -> None:
        self.top = Scope((), None, {})
        self.known = counts
        self.counts: Counter[Hashable] = Counter()
        self.groups: dict[Group, dict[Quantified, None]] = {}
        self.numbers: Counter[str] = Counter()
        self.levels: dict[Quantified, int] = {}
        for condition in conditions:
            for loop in loops(condition):
                self.groups.setdefault(self.group(loop), {})[loop] = None

    def item_scope(self, part: str) -> Scope:
        """The body of a loop over a list, for what runs over its items."""
        return Scope((part,), self.top, {ITEM: self.local("i")})

    # What is shared.

    def asked(self, key: Hashable) -> int:
        """How often something is asked for; the first pass takes it for often."""
        self.counts[key] += 1
        return 2 if self.known is None else self.known[key]

    def local(self, prefix: str) -> str:
        """A fresh local name."""
        self.numbers[prefix] += 1
        return f"{prefix}{self.numbers[prefix]}"

    def keep(self, scope: Scope, key: Hashable, prefix: str, text: str) -> str:
        """Compute something once, at the head of a scope."""
        name = scope.names[key] = self.local(prefix)
        scope.head.append(f"{name} = {text}")
        return name

    # Tests.

    def certain(self, expression: Expression, scope: Scope) -> str:
        """Source that is true when the condition certainly holds."""
        return self.test(expression, "certain", scope)

    def possible(self, expression: Expression, scope: Scope) -> str:
        """Source that is true unless the condition certainly fails."""
        return self.test(expression, "possible", scope)

    def test(self, expression: Expression, rail: Rail, scope: Scope) -> str:
        """Source of one of the two tests of a condition."""
        match expression:
            case Constant(value):
                return repr(value)
            case Not(part):
                return f"not {self.test(part, _OTHER[rail], scope)}"
            case And(parts) | Or(parts):
                owner = scope.owner(name for name, _ in free(expression))
                key = (owner.key, rail, expression)
                often = self.asked(key) > 1
                if key in owner.names:
                    return owner.names[key]
                word = " and " if isinstance(expression, And) else " or "
                text = word.join(self.test(part, rail, scope) for part in parts)
                return self.keep(owner, key, "t", text) if often else f"({text})"
            case Quantified():
                return self.loop_result(expression, rail, scope)
            case Compare():
                return self.comparison(expression, rail, scope)
            case Truth() | Member() | Contains():
                return self.atom(expression, rail, scope)
        assert_never(expression)

    def atom(self, expression: Truth | Member | Contains, rail: Rail, scope: Scope) -> str:
        """A test of one answer against constants."""
        answer = self.read(expression.field, scope)
        match expression:
            case Truth():
                return answer if rail == "certain" else f"({answer} is not False)"
            case Member(_, values):
                return self.among(answer, values, rail)
            case Contains(_, value):
                answer = self.read(expression.field, scope)
                if rail == "certain":
                    return f"({answer} is not None and {value!r} in {answer})"
                return f"({answer} is None or {value!r} in {answer})"
        assert_never(expression)

    def among(self, answer: str, values: Iterable[Value], rail: Rail) -> str:
        """A test for some constants; with None among them an unknown answer passes."""
        constants = list(dict.fromkeys(map(repr, values)))
        if rail == "possible":
            constants.append("None")
        return f"({answer} in {{{', '.join(constants)}}})"

    def comparison(self, expression: Compare, rail: Rail, scope: Scope) -> str:
        """A test of two operands; neither side is read when it is unknown."""
        sides = (expression.left, expression.right)
        constants = [side.value for side in sides if isinstance(side, Literal)]
        fields = [side for side in sides if isinstance(side, Field)]
        if expression.operator == "==" and len(constants) == len(fields) == 1:
            if rail == "possible":
                return self.among(self.read(fields[0], scope), constants, rail)
            return f"({self.read(fields[0], scope)} == {constants[0]!r})"
        left, right = (self.operand(side, scope) for side in sides)
        test = f"{left} {expression.operator} {right}"
        answers = dict.fromkeys(self.read(field, scope) for field in fields)
        if rail == "certain":
            return f"({' and '.join([*(f'{each} is not None' for each in answers), test])})"
        return f"({' or '.join([*(f'{each} is None' for each in answers), test])})"

    # Answers.

    def operand(self, operand: Operand, scope: Scope) -> str:
        """Source of a value."""
        match operand:
            case Literal(value):
                return repr(value)
            case Today():
                return self.part("today")
            case Field():
                return self.read(operand, scope)
        assert_never(operand)

    def read(self, field: Field, scope: Scope) -> str:
        """Source of an answer: a local where it is asked for often."""
        owner = scope.owner((field.variable,))
        item = owner.bound.get(field.variable) or self.part(field.part)
        if not field.name:
            return item
        key = (owner.key, item, field.name)
        often = self.asked(key) > 1
        if key in owner.names:
            return owner.names[key]
        text = f"{item}[{field.name!r}]"
        return self.keep(owner, key, "f", text) if often else text

    def part(self, name: str) -> str:
        """A local that holds a part of the case: the use, a list, the date."""
        top = self.top
        return top.names.get(name) or self.keep(top, name, "p", f"case[{name!r}]")

    # Quantifiers.

    def group(self, loop: Quantified) -> Group:
        """The loops that this one can run with."""
        return free(loop), loop.part, loop.over, self.level(loop)

    def level(self, loop: Quantified) -> int:
        """How many loops must have run before this one, in the same place, can."""
        if loop not in self.levels:
            before = (each for each in loops(loop.body) if not _depends(each, loop.variable))
            self.levels[loop] = 1 + max(map(self.level, before), default=-1)
        return self.levels[loop]

    def loop_result(self, loop: Quantified, rail: Rail, scope: Scope) -> str:
        """A local that holds the result of `any`; the loop runs where it depends on least."""
        owner = scope.owner(name for name, _ in free(loop))
        key = (owner.key, rail, loop)
        self.asked(key)
        if key not in owner.names:
            self.run_loops(self.group(loop), owner)
        return owner.names[key]

    def run_loops(self, group: Group, owner: Scope) -> None:
        """Write one loop for all quantifiers of a group."""
        _, part, over, _ = group
        members = self.groups[group]
        items = self.part(part) if over is None else self.read(over, owner)
        item = self.local("i")
        inner = Scope((*owner.key, group), owner, {loop.variable: item for loop in members})
        known: list[str] = []
        unknown: list[str] = []
        for loop in members:
            flags = self.flags(loop, owner)
            if "certain" in flags:
                known.append(flags["certain"])
            if "possible" in flags:
                unknown.append(flags["possible"])
            inner.body += self.raised(loop.body, flags, inner)
        if not inner.body:
            return
        owner.head.append(f"{' = '.join([*known, *unknown])} = False")
        if unknown:
            settled = f"{' = '.join(unknown)} = True"
            owner.head += [f"if {items} is None:", [settled], "else:"]
        else:
            owner.head.append(f"if {items} is not None:")
        owner.head.append([f"for {item} in {items}:", inner.lines])

    def flags(self, loop: Quantified, owner: Scope) -> dict[Rail, str]:
        """The locals of those of a quantifier's two results that are asked for."""
        found: dict[Rail, str] = {}
        rails: tuple[Rail, Rail] = ("certain", "possible")
        for rail in rails:
            key = (owner.key, rail, loop)
            if self.known is None or self.known[key]:
                found[rail] = owner.names[key] = self.local("q")
        return found

    def raised(self, body: Expression, flags: dict[Rail, str], scope: Scope) -> Block:
        """The lines that raise a quantifier's flags for one item."""
        if not flags:
            return []
        if len(flags) == 1:
            ((rail, flag),) = flags.items()
            return [f"if {self.test(body, rail, scope)}:", [f"{flag} = True"]]
        raised: Block = [f"{flags['possible']} = True"]
        raised += [f"if {self.certain(body, scope)}:", [f"{flags['certain']} = True"]]
        return [f"if {self.possible(body, scope)}:", raised]


def _depends(loop: Quantified, variable: str) -> bool:
    return any(name == variable for name, _ in free(loop))


def render(block: Block, indent: int = 0) -> str:
    """The text of a block."""
    return "".join(
        render(line, indent + 1) if isinstance(line, list) else f"{' ' * indent}{line}\n"
        for line in block
    )
