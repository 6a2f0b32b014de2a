"""What names a condition may use: variables, fields, derived facts, definitions and switches."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from clearslate.policy.declaration.schema import Schema
from clearslate.policy.language.ir import Field, Kind

#: Parts with one item, always bound to the variable of the same name.
SINGLE = ("use", "production")


@dataclass(frozen=True, slots=True)
class Definition:
    """A named condition of a pack, for example `output.is_final`."""

    variable: str
    tree: ast.expr
    text: str


@dataclass(frozen=True, slots=True)
class Scope:
    """The names in reach of one condition.

    `variables` binds each variable to the part whose item it is; `elements` binds a variable of a
    quantifier over a field of several values to that field.
    """

    schema: Schema
    derived: Mapping[str, Mapping[str, Kind]]
    """For each part, its derived fields and their kind."""
    definitions: Mapping[str, Mapping[str, Definition]]
    """For each part, its named conditions."""
    switches: Mapping[str, tuple[str, ...]]
    variables: Mapping[str, str]
    elements: Mapping[str, Field]

    def bind(self, variable: str, part: str) -> Scope:
        """This scope with one more variable bound to the items of a list."""
        return replace(self, variables={**self.variables, variable: part})

    def bind_element(self, variable: str, over: Field) -> Scope:
        """This scope with a variable bound to the elements of a field of several values."""
        element = Field(variable, f"{over.part}.{over.name}", "", "text", over.vocabulary)
        if over.kind == "many":
            element = replace(element, kind="one")
        return replace(self, elements={**self.elements, variable: element})

    def taken(self, variable: str) -> bool:
        """Whether a name is in use and may not be bound again."""
        reserved = {"today", "date", "switch", "any", "all", *SINGLE, *self.schema.parts}
        return variable in reserved or variable in self.variables or variable in self.elements

    def field(self, variable: str, name: str) -> Field | None:
        """A field of a bound variable, or None where there is no such field."""
        part = self.variables[variable]
        spec = self.schema.parts[part].fields.get(name)
        if spec is not None:
            return Field(variable, part, name, spec.kind, spec.vocabulary)
        kind = self.derived.get(part, {}).get(name)
        return Field(variable, part, name, kind) if kind else None

    def names(self, variable: str) -> tuple[str, ...]:
        """Everything that may follow `variable.`, for suggestions."""
        part = self.variables[variable]
        return (
            *self.schema.parts[part].fields,
            *self.derived.get(part, {}),
            *self.definitions.get(part, {}),
        )
