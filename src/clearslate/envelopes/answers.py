"""The answers of a case in their normal form, each with the words to name it in a sentence.

They are the answers that rules are evaluated on: what the register or another answer contradicts
is not known.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clearslate.policy.assess.assess import Assessor
from clearslate.policy.assess.words import answer_words, field_title, subject_name
from clearslate.policy.case import Case
from clearslate.policy.declaration.schema import Part, Schema, core_schema
from clearslate.policy.derived import KINDS
from clearslate.policy.language.interpret import environment, traced
from clearslate.policy.language.ir import Expression
from clearslate.policy.language.parse import parse
from clearslate.policy.language.scope import SINGLE, Scope


@dataclass(frozen=True)
class Answers:
    """The answers of one case, resolved once for every envelope they are held against."""

    case: Case
    assessor: Assessor

    @functools.cached_property
    def resolved(self) -> dict[str, Any]:
        """Every answer in its normal form; None is not known."""
        return self.assessor.resolve(self.case)

    @property
    def schema(self) -> Schema:
        """The fields that the case was made with."""
        return self.assessor.schema

    def one(self, part: str, name: str) -> Any:
        """An answer of a part that is no list."""
        return self.resolved[part][name]

    def each(self, part: str, name: str) -> Iterator[tuple[str, Any]]:
        """An answer of every item of a list, with where it stands."""
        for index, item in enumerate(self.resolved[part] or ()):
            yield f"{part}[{index}].{name}", item[name]

    def items(self, part: str) -> list[Mapping[str, Any]] | None:
        """The items of a list; None where it is not known."""
        found: list[Mapping[str, Any]] | None = self.resolved[part]
        return found

    def name(self, path: str) -> str:
        """What an answer is called, and of what: “Contains personal data” of “Prompt”."""
        part, index, name = self._place(path)
        title = f"“{field_title(part, name, {}) if name else part.title}”"
        if index is None:
            return title
        return f"{title} of “{subject_name(part, index, self.resolved[part.name][index])}”"

    def says(self, path: str) -> str:
        """What an answer says, in words: “yes”, or a word of a vocabulary in quotes."""
        part, index, name = self._place(path)
        items = self.resolved[part.name]
        if not name:
            return str(len(items)) if items else "none"
        item = items if index is None else items[index]
        words = answer_words(part, name, item[name], self.schema)
        spec = part.fields.get(name)
        return words if spec is None or spec.kind in ("yesno", "date") else f"“{words}”"

    def holds(
        self, condition: Expression, variable: str | None = None, path: str = ""
    ) -> tuple[bool | None, list[str]]:
        """Whether a condition is certain, and the answers behind that.

        Of an item of a list, such as `inputs[0]`, where a variable stands for it.
        """
        env = environment(self.resolved)
        if variable is not None:
            part, index, _ = self._place(path)
            env[variable] = (self.resolved[part.name][index], path)
        return traced(condition, env, self.resolved)

    def _place(self, path: str) -> tuple[Part, int | None, str]:
        head, _, name = path.partition(".")
        listed, bracket, index = head.partition("[")
        return self.schema.parts[listed], int(index[:-1]) if bracket else None, name


def condition(text: str) -> Expression:
    """A condition on the core fields. Raises `ExpressionError` for what cannot be one."""
    bound = {name: name for name in SINGLE}
    return parse(text, Scope(core_schema(), KINDS, {}, {}, bound, {}))
