"""The typed intermediate form of a condition.

A condition is parsed and type-checked once, when its pack is loaded, into this small tree. Every
engine is one visitor over it: the interpreter (the meaning), compiled Python (the live path) and
the encoding for proofs. Nothing here evaluates anything.

Values are normal: `yesno` is bool, `one` and `text` are str, `whole` is int, `seconds` is int
milliseconds, `date` is the proleptic ordinal (`datetime.date.toordinal`), `many` and `names` are
tuples of str. An unknown value, whether answered "not sure" or not answered, is None.
"""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

from clearslate.policy.immutable import immutable

Value: TypeAlias = bool | int | str
Kind: TypeAlias = OneOf["yesno", "one", "many", "names", "text", "whole", "seconds", "date"]
Comparison: TypeAlias = OneOf["==", "<", "<="]


@immutable
class Field:
    """One answer of one thing: `variable` is bound to an item of `part` (or is the part itself).

    `use`, `production` and `switch` are parts with one item, bound to the variable of that name.
    Inside a quantifier over a field that holds several values, `name` is empty and the field is
    the element itself.
    """

    variable: str
    part: str
    name: str
    kind: Kind
    vocabulary: str | None = None


@immutable
class Literal:
    """A constant, already normal."""

    value: Value


@immutable
class Today:
    """The date of the assessment, as an ordinal."""


Operand: TypeAlias = Field | Literal | Today


@immutable
class Constant:
    """True or False written out."""

    value: bool


@immutable
class Truth:
    """A yes/no field standing for itself."""

    field: Field


@immutable
class Compare:
    """Two operands of one kind. `!=`, `>` and `>=` are written with `Not` or swapped operands."""

    operator: Comparison
    left: Operand
    right: Operand


@immutable
class Member:
    """A field that holds one value is among the listed ones."""

    field: Field
    values: tuple[Value, ...]


@immutable
class Contains:
    """A field that holds several values (`many`, `names`) holds this one."""

    field: Field
    value: str


@immutable
class Not:
    """The negation."""

    part: Expression


@immutable
class And:
    """True when all parts are."""

    parts: tuple[Expression, ...]


@immutable
class Or:
    """True when one part is."""

    parts: tuple[Expression, ...]


@immutable
class Quantified:
    """`any(...)` or `all(...)` over a list of the declaration, or over a field of several values.

    With `over` None the items are those of the list `part`; otherwise the elements of `over`, and
    the bound variable is a `Field` with an empty name.
    """

    quantifier: OneOf["any", "all"]
    variable: str
    part: str
    over: Field | None
    body: Expression


Expression: TypeAlias = Constant | Truth | Compare | Member | Contains | Not | And | Or | Quantified
