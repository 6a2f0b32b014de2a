"""Conditions drawn from bytes: right in their syntax, and nearly always in their types."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clearslate.policy.declaration.schema import FieldSpec
from clearslate.policy.derived import KINDS
from clearslate.policy.pack.names import Names
from fuzz.edits import Bytes

_COMPARED = ("==", "!=", "<", "<=", ">", ">=")
_DAYS = ("today", 'date("2026-07-01")', 'date("2026-11-24")', 'date("9999-12-31")')


@dataclass(frozen=True)
class Reach:
    """The variables in reach with their parts, and the elements with the words they can be."""

    variables: tuple[tuple[str, str], ...]
    elements: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Grammar:
    """Draws a condition about the use, or about an item of a list."""

    def __init__(self, source: Bytes, names: Names) -> None:
        self.source = source
        self.names = names
        self.bound = 0

    def condition(self, reach: Reach) -> str:
        """A condition; simple ones once the bytes are used up."""
        choice = self.source.below(16) if self.source.left > 0 else 15
        match choice:
            case 0 | 1:
                word = self.source.of((" and ", " or "))
                parts = 2 + self.source.below(2)
                return f"({word.join(self.condition(reach) for _ in range(parts))})"
            case 2:
                return f"not {self.condition(reach)}"
            case 3 | 4:
                return self.loop(reach)
            case 5 if reach.elements:
                name, words = self.source.of(reach.elements)
                return f'{name} {self.source.of(("==", "!="))} "{self.source.of(words or ("x",))}"'
            case 6:
                name = self.source.of(tuple(self.names.switches))
                return f'switch.{name} == "{self.source.of(self.names.switches[name])}"'
            case 7:
                return self.definition(reach)
            case 8:
                return str(self.source.of((True, False)))
        return self.about(reach)

    def loop(self, reach: Reach) -> str:
        """A quantifier over a list, or over a field of several values."""
        self.bound += 1
        name, word = f"v{self.bound}", self.source.of(("any", "all"))
        several = [
            (f"{variable}.{spec.name}", spec)
            for variable, part in reach.variables
            for spec in self.specs(part)
            if spec.kind in ("many", "names")
        ]
        if several and self.source.below(2):
            over, spec = self.source.of(several)
            inner = replace(reach, elements=(*reach.elements, (name, self.words(spec))))
        else:
            over = self.source.of(
                [part.name for part in self.names.schema.declared if not part.one]
            )
            inner = replace(reach, variables=(*reach.variables, (name, over)))
        return f"{word}({self.condition(inner)} for {name} in {over})"

    def definition(self, reach: Reach) -> str:
        """A named condition of the pack, where there is one for a variable in reach."""
        known = [
            f"{variable}.{name}"
            for variable, part in reach.variables
            for name in self.names.definitions.get(part, ())
        ]
        return self.source.of(known) if known else "use.begun"

    def about(self, reach: Reach) -> str:
        """A test of one field; now and then against another field."""
        variable, part = self.source.of(reach.variables)
        spec = self.source.of(self.specs(part))
        name = f"{variable}.{spec.name}"
        word = f'"{self.source.of(self.words(spec) or ("x", "", "Mara"))}"'
        match spec.kind:
            case "yesno":
                return name
            case "many" | "names":
                return f"{word} {self.source.of(('in', 'not in'))} {name}"
            case "date":
                return f"{name} {self.source.of(_COMPARED)} {self.source.of(_DAYS)}"
            case "whole" | "seconds":
                return f"{name} {self.source.of(_COMPARED)} {self.source.below(9)}"
        if self.source.below(8) == 0:
            like = [each.name for each in self.specs(part) if each.vocabulary == spec.vocabulary]
            return f"{name} == {variable}.{self.source.of(like)}"
        return f"{name} in ({word}, )" if self.source.below(2) else f"{name} == {word}"

    def specs(self, part: str) -> list[FieldSpec]:
        """The fields of a part, derived ones included."""
        derived = [FieldSpec(name, kind, name) for name, kind in KINDS.get(part, {}).items()]
        return [*self.names.schema.parts[part].fields.values(), *derived]

    def words(self, spec: FieldSpec) -> tuple[str, ...]:
        """The words of a field's vocabulary."""
        return tuple(self.names.schema.vocabularies[spec.vocabulary]) if spec.vocabulary else ()
