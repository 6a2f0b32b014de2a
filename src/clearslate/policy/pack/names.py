"""The names that the parts of a pack may use, gathered before rules and questions are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from clearslate.policy.declaration.schema import Part, Schema
from clearslate.policy.derived import EVIDENCE, KINDS
from clearslate.policy.documents import Node
from clearslate.policy.errors import ExpressionError, did_you_mean
from clearslate.policy.language.ir import Expression, Field
from clearslate.policy.language.parse import parse
from clearslate.policy.language.scope import SINGLE, Definition, Scope
from clearslate.policy.pack.reading import Entry


@dataclass(slots=True)
class Names:
    """Schema, definitions and the ids of everything that rules, duties and questions refer to."""

    schema: Schema
    definitions: dict[str, dict[str, Definition]] = field(default_factory=dict)
    switches: dict[str, tuple[str, ...]] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    def scope(self, part: Part | None = None) -> Scope:
        """The scope of a condition about the use, or about one item of a list."""
        variables = dict.fromkeys(SINGLE)
        bound = {name: name for name in variables}
        if part is not None and not part.one:
            bound[part.variable] = part.name
        return Scope(self.schema, KINDS, self.definitions, self.switches, bound, {})

    def part(self, entry: Entry, key: str) -> Part | None:
        """The list named by its variable under a key, or None for the use as a whole."""
        node = entry.node_at(key)
        if node is None:
            return None
        name = entry.text(key)
        lists = {part.variable: part for part in self.schema.declared if not part.one}
        if name and name not in lists:
            message = f"There is no list of “{name}”. Allowed are {', '.join(lists)}."
            entry.error(node, key, message, did_you_mean(name, lists))
        return lists.get(name)

    def condition(self, entry: Entry, key: str, part: Part | None) -> Expression | None:
        """A condition under a key, or None where it is missing or wrong (which is reported)."""
        node = entry.node_at(key)
        if node is None:
            return None
        return self.expression(entry, key, entry.text(key), node, part)

    def expression(
        self, entry: Entry, key: str, text: str, node: Node, part: Part | None
    ) -> Expression | None:
        """The typed form of a condition's text; its problems are reported at the node."""
        if not text:
            return None
        try:
            return parse(text, self.scope(part))
        except ExpressionError as error:
            for problem in error.problems:
                entry.error(node, key, problem.message, problem.suggestion)
            return None

    def evidence_field(
        self, entry: Entry, key: str, text: str, node: Node, part: Part | None
    ) -> Field | None:
        """A derived evidence field such as `person.use_consent`."""
        if text not in self.evidence:
            entry.error(
                node,
                key,
                f"“{text}” is no evidence of this pack. Allowed are {', '.join(self.evidence)}.",
                did_you_mean(text, self.evidence),
            )
            return None
        variable, _, name = text.partition(".")
        scope = self.scope(part)
        if variable not in scope.variables:
            entry.error(node, key, f"“{text}” is about a {variable}, and this rule is not.")
            return None
        return scope.field(variable, name)


def core_names(schema: Schema) -> Names:
    """The names every pack starts from: the core fields and all derived evidence."""
    evidence = (
        f"{schema.parts[part].variable}.{name}"
        for part, names in EVIDENCE.items()
        for name in names
    )
    return Names(schema=schema, evidence=tuple(evidence))
