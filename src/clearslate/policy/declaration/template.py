"""The template that a person fills in: every field with its question, its words and an example.

Every answer is a comment, so that the template itself is a valid, blank declaration. Explanations
begin with `##`, answers with `# `: taking `# ` away from every line gives a full declaration, and
leaves the explanations comments.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clearslate import packs
from clearslate.policy.declaration.check import DECLARATION
from clearslate.policy.declaration.schema import UNKNOWN, FieldSpec, Part, Schema
from clearslate.policy.documents import plain, read_text, to_yaml
from clearslate.policy.errors import CaseError, Problem, did_you_mean
from clearslate.policy.pack.model import Pack, Question

_WIDTH = 96

_HEAD = f"""\
# yaml-language-server: $schema=declaration.schema.json
## The line above gives completion in an editor. Make its file with:
##   clearslate schema declaration > declaration.schema.json
##
## A declaration: what is to be done with generative AI, and where it ends up.
##
## Take the "# " away from the lines below that you answer, and write your answer in place of the
## example.
## A group such as "use:" and the dash of a list item come with their first answer.
## - Not sure? Write unknown. It is always allowed, and never read as a yes.
## - A list that has nothing in it is []: "people: []" says that nobody is shown.
## - A line left out is not yet answered.
## Then: clearslate assess this-file.yaml

clearslate: {DECLARATION}
"""

_FACTS = """\
## ---------------------------------------------------------------------------------------------
## facts: what is on file, if it is not in a file of its own (assess --facts facts.yaml)
##
## A consent, licence or agreement counts once its hash and its dates are here. "yes" is no paper.
"""


def template(schema: Schema, rulebooks: Sequence[Pack], *, department: str = "") -> str:
    """The template as YAML, with the packs' questions; a department can be filled in.

    Raises CaseError where there is no such department.
    """
    known = schema.vocabularies["department"]
    if department and department not in known:
        message = f"There is no department “{department}”. There are {', '.join(known)}."
        hint = did_you_mean(department, known)
        raise CaseError([Problem(message, suggestion=hint)])
    example = plain(read_text(packs.read("declaration/example.yaml"), name="example.yaml"))
    questions = {
        f"{question.part}.{question.field}" if question.field else question.part: question
        for pack in rulebooks
        for card in pack.cards
        for question in card.questions
    }
    writer = _Writer(schema, questions, department)
    lines = [_HEAD]
    for part in schema.declared:
        lines += writer.part(part, example.get(part.name), indent=0)
    lines.append(_FACTS.rstrip("\n"))
    lines.append("# facts:")
    for part in schema.facts:
        lines += writer.part(part, example["facts"].get(part.name), indent=2)
    return "\n".join(lines).rstrip("\n") + "\n"


class _Writer:
    def __init__(self, schema: Schema, questions: Mapping[str, Question], department: str) -> None:
        self.schema = schema
        self.questions = questions
        self.department = department

    def part(self, part: Part, example: Any, *, indent: int) -> Iterator[str]:
        """The lines of one part, its fields in their order."""
        yield f"## {'-' * (_WIDTH - 3)}" if not part.is_fact else "##"
        bound = "" if part.one else f" (at most {part.max}; [] for none)"
        yield f"## {part.name}: {part.title}{bound}"
        yield from self._explained(self.questions.get(part.name))
        space = " " * indent
        filled = part.name == "use" and bool(self.department)
        yield f"{'' if filled else '# '}{space}{part.name}:"
        item = example if part.one else (example or [{}])[0]
        namespaces: set[str] = set()
        for number, (name, spec) in enumerate(part.fields.items()):
            dash = "" if part.one else ("- " if number == 0 else "  ")
            namespace, dot, _ = name.partition(".")
            if dot and namespace not in namespaces:
                namespaces.add(namespace)
                yield "##"
                yield f"# {space}  {dash}{namespace}:"
            lead = f"{space}  {dash}{'  ' if dot else ''}"
            yield from self._field(part, spec, f"{part.name}.{name}", item.get(name), lead)
        yield ""

    def _field(
        self, part: Part, spec: FieldSpec, path: str, example: Any, lead: str
    ) -> Iterator[str]:
        """The question of one field, its allowed words, and its line."""
        if not part.is_fact:
            yield "##"
            yield from self._explained(self.questions.get(path), spec.title)
            yield from self._allowed(spec)
        if path == "use.department" and self.department:
            yield f"{lead}{spec.name}: {self.department}"
            return
        value = to_yaml({spec.name: UNKNOWN if example is None else example}).rstrip("\n")
        for line in value.split("\n"):
            yield f"# {lead}{line}"

    def _explained(self, question: Question | None, title: str = "") -> Iterator[str]:
        if question is None:
            if title:
                yield f"## {title}"
            return
        yield from _comment(question.ask)
        yield from _comment(" ".join(text for text in (question.help, question.why) if text))
        yield from _comment(f"Who would know: {question.who}.")

    def _allowed(self, spec: FieldSpec) -> Iterator[str]:
        """What the field may say."""
        if spec.kind == "yesno":
            yield "## yes, no or unknown"
        elif spec.vocabulary is not None:
            several = spec.kind == "many"
            yield "## several of these, [] for none, or unknown:" if several else "## one of:"
            for word, text in self.schema.vocabularies[spec.vocabulary].items():
                yield from _comment(f"{word}: {text}", indent="  ")
            if not several:
                yield "##   unknown: Not sure"


def _comment(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=f"## {indent}", subsequent_indent=f"##   {indent}"
    )
