"""From the text of a condition to its typed form.

The text is Python's expression syntax, parsed by the standard library under caps, and every name,
value and comparison is checked against the schema. Nothing is evaluated.
The grammar and its meaning are in `docs/reference/language.md`.
"""

from __future__ import annotations

import ast
from typing import NoReturn

from clearslate.policy.dates import day_of
from clearslate.policy.documents.scalars import text_flaw
from clearslate.policy.errors import did_you_mean
from clearslate.policy.language.ir import (
    And,
    Compare,
    Constant,
    Contains,
    Expression,
    Field,
    Kind,
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
from clearslate.policy.language.scope import SINGLE, Scope
from clearslate.policy.language.syntax import DEEPEST, TOO_DEEP, cut, refused, shown, syntax

#: The most conditions in one, with definitions written out; a few that use each other grow fast.
LARGEST = 4096
#: The most quantifiers inside each other: an item of a list, and one of its values.
LOOPS = 2

_ORDERED: tuple[Kind, ...] = ("whole", "seconds", "date")
_OPERATORS = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


def parse(text: str, scope: Scope) -> Expression:
    """The typed form of a condition.

    Raises ExpressionError with the first problem of the text: its syntax, an unknown name, a value
    outside a vocabulary, or a comparison of unlike kinds.
    """
    return _Parser(scope).boolean(syntax(text), scope, 0)


def _fail(message: str, suggestion: str = "") -> NoReturn:
    raise refused(message, suggestion)


class _Parser:
    def __init__(self, scope: Scope) -> None:
        self.top = scope
        self.size = 0
        self.loops = 0

    # What a node means as a condition.

    def boolean(self, node: ast.expr, scope: Scope, depth: int) -> Expression:
        self.size += 1
        if depth > DEEPEST:
            _fail(TOO_DEEP)
        if self.size > LARGEST:
            _fail(
                f"With its definitions written out, it is made of more than {LARGEST} conditions."
            )
        match node:
            case ast.Constant(value=bool(value)):
                return Constant(value)
            case ast.BoolOp(op=op, values=values):
                parts = tuple(self.boolean(value, scope, depth + 1) for value in values)
                return And(parts) if isinstance(op, ast.And) else Or(parts)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.boolean(operand, scope, depth + 1))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self.comparison(left, op, right, scope)
            case ast.Compare():
                _fail("Comparisons cannot be chained. Join two of them with “and”.")
            case ast.Call():
                return self.quantifier(node, scope, depth)
            case ast.Attribute() | ast.Name():
                return self.named(node, scope, depth)
        _fail(f"“{shown(node)}” is no condition. See the language page for what is allowed.")

    def named(self, node: ast.expr, scope: Scope, depth: int) -> Expression:
        """A yes/no field standing for itself, or a definition of the pack."""
        variable, name = self.dotted(node, scope)
        part = scope.variables.get(variable)
        definition = scope.definitions.get(part, {}).get(name) if part else None
        if definition is not None and part is not None:
            return self.definition(definition.tree, definition.variable, variable, scope, depth)
        field = self.field(node, scope)
        if field.kind != "yesno":
            _fail(f"“{shown(node)}” is no yes/no field; compare it with a value.")
        return Truth(field)

    def definition(
        self, tree: ast.expr, own: str, variable: str, scope: Scope, depth: int
    ) -> Expression:
        if own != variable:
            tree = _Renamed(own, variable).visit(ast.parse(ast.unparse(tree), mode="eval")).body
        return self.boolean(tree, scope, depth + 1)

    def comparison(
        self, left: ast.expr, op: ast.cmpop, right: ast.expr, scope: Scope
    ) -> Expression:
        if isinstance(op, ast.In | ast.NotIn):
            inner = self.membership(left, right, scope)
            return Not(inner) if isinstance(op, ast.NotIn) else inner
        operator = _OPERATORS.get(type(op))
        if operator is None:
            _fail("Only == != < <= > >= in and not in compare two things.")
        one, two = self.operands(left, right, scope)
        if operator in ("!=", "=="):
            equal = Compare("==", one, two)
            return equal if operator == "==" else Not(equal)
        kind = self.kind_of(one) or self.kind_of(two)
        if kind not in _ORDERED:
            _fail(f"“{operator}” compares numbers, seconds and dates, not {shown(left)}.")
        if operator in (">", ">="):
            one, two = two, one
        return Compare("<" if operator in ("<", ">") else "<=", one, two)

    def membership(self, left: ast.expr, right: ast.expr, scope: Scope) -> Expression:
        if isinstance(right, ast.Tuple | ast.List | ast.Set):
            field = self.field(left, scope)
            if field.kind in ("many", "names"):
                _fail(f"“{shown(left)}” holds several values; write any(… for x in {shown(left)}).")
            values = tuple(self.literal(item, field) for item in right.elts)
            if not values:
                _fail("“in ()” is never true; name the values.")
            return Member(field, values)
        field = self.field(right, scope)
        if field.kind not in ("many", "names"):
            _fail(f"“{shown(right)}” holds one value; write {shown(right)} == … instead.")
        value = self.literal(left, field)
        return Contains(field, str(value))

    # Operands and their kinds.

    def operands(self, left: ast.expr, right: ast.expr, scope: Scope) -> tuple[Operand, Operand]:
        one = self.operand(left, scope)
        two = self.operand(right, scope)
        if one is None and two is None:
            _fail("A comparison needs a field on one side.")
        if one is None:
            return self.literal_for(left, two), two  # type: ignore[return-value]
        if two is None:
            return one, self.literal_for(right, one)
        kinds = self.kind_of(one), self.kind_of(two)
        if kinds[0] != kinds[1]:
            _fail(f"“{shown(left)}” ({kinds[0]}) and “{shown(right)}” ({kinds[1]}) are unlike.")
        if isinstance(one, Field) and isinstance(two, Field) and one.vocabulary != two.vocabulary:
            _fail(f"“{shown(left)}” and “{shown(right)}” have different vocabularies.")
        return one, two

    def operand(self, node: ast.expr, scope: Scope) -> Operand | None:
        """A field, today, or None for a literal, which needs the other side's type."""
        match node:
            case ast.Name(id="today"):
                return Today()
            case ast.Attribute() | ast.Name():
                field = self.field(node, scope)
                if field.kind in ("many", "names"):
                    name = shown(node)
                    _fail(f'“{name}” holds several values; write "…" in {name}.')
                return field
            case ast.Call(func=ast.Name(id="date")) | ast.Constant():
                return None
        _fail(f"“{shown(node)}” cannot be compared; use a field, a value, today or date(…).")

    def kind_of(self, operand: Operand) -> Kind | None:
        if isinstance(operand, Field):
            return operand.kind
        return "date" if isinstance(operand, Today) else None

    def literal_for(self, node: ast.expr, other: Operand | None) -> Literal:
        if isinstance(other, Field):
            return Literal(self.literal(node, other))
        return Literal(self.day(node))

    def literal(self, node: ast.expr, field: Field) -> Value:
        """A constant that fits a field, in its normal form."""
        name = f"{field.variable}.{field.name}" if field.name else field.variable
        if field.kind == "date":
            return self.day(node)
        if not isinstance(node, ast.Constant):
            _fail(f"“{shown(node)}” is no value; write it out, in quotes where it is a word.")
        value = node.value
        if field.kind == "yesno":
            if isinstance(value, bool):
                return value
            _fail(f"“{name}” is yes or no: write it alone, or with “not”, without comparing.")
        if field.kind in ("whole", "seconds"):
            if type(value) is int and abs(value) < 2**50:
                return value * 1000 if field.kind == "seconds" else value
            _fail(f"“{name}” is a number; {shown(node)} is none.")
        if not isinstance(value, str):
            _fail(f"“{name}” is compared with a word in quotes; {shown(node)} is none.")
        if flaw := text_flaw(value):
            _fail(f"Found {flaw.found} in a text; {flaw.allowed}.")
        self.check_word(value, field, name)
        return value

    def check_word(self, value: str, field: Field, name: str) -> None:
        if field.part == "switch":
            known: tuple[str, ...] = self.top.switches[field.name]
        elif field.vocabulary is not None:
            known = tuple(self.top.schema.vocabularies[field.vocabulary])
        else:
            return
        if value not in known:
            message = f"“{cut(value)}” is no value of {name}. Allowed are {', '.join(known)}."
            _fail(message, did_you_mean(value, known))

    def day(self, node: ast.expr) -> int:
        match node:
            case ast.Call(func=ast.Name(id="date"), args=[ast.Constant(value=str(text))]):
                day = day_of(text)
                if day is None:
                    _fail(f"“{cut(text)}” is no date such as 2026-11-24.")
                return day.toordinal()
        _fail(f'“{shown(node)}” is no date; write date("2026-11-24") or today.')

    # Names.

    def field(self, node: ast.expr, scope: Scope) -> Field:
        variable, name = self.dotted(node, scope)
        if variable in scope.elements and not name:
            return scope.elements[variable]
        if variable == "switch":
            if name in scope.switches:
                return Field("switch", "switch", name, "one")
            _fail(f"There is no switch “{name}”.", did_you_mean(name, scope.switches))
        if variable not in scope.variables:
            known = (*scope.variables, *scope.elements, "switch", "today")
            _fail(f"There is no “{variable}” here.", did_you_mean(variable, known))
        field = scope.field(variable, name) if name else None
        if field is None:
            hint = did_you_mean(name, scope.names(variable))
            _fail(f"“{variable}” has no field “{name}”.", hint)
        return field

    def dotted(self, node: ast.expr, scope: Scope) -> tuple[str, str]:
        """The variable and the field name, which may carry a namespace."""
        names: list[str] = []
        while isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or len(names) > 2:
            _fail(f"“{shown(node)}” is no field.")
        return node.id, ".".join(reversed(names))

    # Quantifiers.

    def quantifier(self, node: ast.Call, scope: Scope, depth: int) -> Expression:
        match node:
            case ast.Call(
                func=ast.Name(id=("any" | "all") as quantifier),
                args=[ast.GeneratorExp(elt=body, generators=[loop])],
                keywords=[],
            ):
                return self.loop(quantifier, body, loop, scope, depth)
        _fail(f"“{shown(node)}” cannot be called; only any(… for x in …) and all(…) can.")

    def loop(
        self, quantifier: str, body: ast.expr, loop: ast.comprehension, scope: Scope, depth: int
    ) -> Expression:
        if loop.ifs or loop.is_async or not isinstance(loop.target, ast.Name):
            _fail("Write any(condition for x in list), with “and” instead of “if”.")
        variable = loop.target.id
        if scope.taken(variable):
            _fail(f"“{variable}” is taken; choose another name for the loop.")
        part, over = self.iterated(loop.iter, scope)
        inner = scope.bind_element(variable, over) if over else scope.bind(variable, part)
        self.loops += 1
        if self.loops > LOOPS:
            _fail(f"At most {LOOPS} of any and all can stand inside each other.")
        condition = self.boolean(body, inner, depth + 1)
        self.loops -= 1
        return Quantified("any" if quantifier == "any" else "all", variable, part, over, condition)

    def iterated(self, node: ast.expr, scope: Scope) -> tuple[str, Field | None]:
        if isinstance(node, ast.Name):
            lists = [part.name for part in scope.schema.declared if not part.one]
            if node.id in lists:
                return node.id, None
            if node.id in (*SINGLE, *scope.variables):
                _fail(f"“{node.id}” is one thing, not a list; any and all need a list.")
            _fail(f"There is no list “{node.id}”.", did_you_mean(node.id, lists))
        field = self.field(node, scope)
        if field.kind not in ("many", "names"):
            _fail(f"“{shown(node)}” holds one value, not several; any and all need a list.")
        return field.part, field


class _Renamed(ast.NodeTransformer):
    """A definition's own variable, replaced by the one it is used on."""

    def __init__(self, own: str, variable: str) -> None:
        self.own = own
        self.variable = variable

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.variable, node.ctx) if node.id == self.own else node
