"""Changes in words a person acts on."""

from __future__ import annotations

from datetime import date
from typing import Any

from clearslate.policy.assess.explain import Explainer
from clearslate.policy.assess.lexicon import Lexicon
from clearslate.policy.assess.words import answer_words, field_title, inside, subject_name
from clearslate.policy.declaration.schema import UNKNOWN, Part
from clearslate.policy.derived.normal import normal_value
from clearslate.policy.ways.document import Change
from clearslate.policy.ways.options import KINDS, Act, Option

#: Why an answer is open, as the value it has now.
_OPEN = {
    "not_sure": "not sure",
    "not_answered": "not answered",
    "empty": "none",
    "in_doubt": "in doubt",
}


class Wording:
    """Words the options of one case."""

    def __init__(self, lexicons: list[Lexicon], explainer: Explainer) -> None:
        self.explainer = explainer
        self.schema = explainer.lexicon.schema
        self.evidence = {
            name: text.title for each in lexicons for name, text in each.evidence.items()
        }

    def change(self, option: Option) -> Change:
        """One option as a change."""
        part = self.schema.parts[option.part]
        title = field_title(part, option.field, self.evidence) if option.field else part.title
        before, after = self._values(part, option)
        return Change(
            path=option.path,
            kind=KINDS[option.act],
            title=title,
            subject=self._subject(part, option),
            before=before,
            after=after,
            also=option.also,
            words=self._words(part, option, title),
        )

    def _subject(self, part: Part, option: Option) -> str:
        if option.index is None:
            return ""
        items = self.explainer.resolved[part.name]
        return subject_name(part, option.index, items[option.index])

    def _values(self, part: Part, option: Option) -> tuple[Any, Any]:
        match option.act:
            case Act.FILE:
                return "not_on_file", "on_file"
            case Act.NONE:
                open_ = self.explainer.state(part, None, "")
                return None if open_ == "not_answered" else UNKNOWN, []
            case Act.ADD:
                return None, option.value
            case Act.DROP:
                return option.value, None
            case Act.LEAVE:
                return self._subject(part, option), None
        after = [option.value] if option.act is Act.ONE else option.value
        return self._now(part, option), after

    def _now(self, part: Part, option: Option) -> Any:
        """An answer that holds one value, as a file has it."""
        value = self.explainer.item(part, option.index)[option.field]
        if value is None:
            open_ = self.explainer.state(part, option.index, option.field)
            return None if open_ == "not_answered" else UNKNOWN
        if isinstance(value, bool):
            return "yes" if value else "no"
        return date.fromordinal(value).isoformat() if isinstance(value, int) else value

    def _words(self, part: Part, option: Option, title: str) -> str:
        subject = self._subject(part, option)
        about = f", for {subject}" if subject else ""
        match option.act:
            case Act.FILE:
                return f"Put on file: {inside(title)}{about}"
            case Act.NONE:
                return f"{title}: {self._open(part, option)} → none"
            case Act.LEAVE:
                return f"Do without this {part.singular}: {subject}"
        value = self._value_words(part, option, option.value)
        if option.act is Act.ADD:
            return f"{title}{about}: add {value}"
        if option.act is Act.DROP:
            return f"{title}{about}: without {value}"
        value = f"{value} {option.reach}".rstrip()
        to = ", or ".join([value, *(self._value_words(part, option, each) for each in option.also)])
        return f"{title}{about}: {self._from(part, option)} → {to}"

    def _value_words(self, part: Part, option: Option, value: str) -> str:
        spec = part.fields[option.field]
        normal: Any = (value,) if spec.kind == "many" else normal_value(value, spec)
        return self._said(part, option, normal)

    def _said(self, part: Part, option: Option, value: Any) -> str:
        """A value in the words of its vocabulary, which may hold commas, in quotes."""
        words = answer_words(part, option.field, value, self.schema)
        return f"“{words}”" if part.fields[option.field].kind in ("one", "many") else words

    def _from(self, part: Part, option: Option) -> str:
        value = self.explainer.item(part, option.index)[option.field]
        if value is None:
            return self._open(part, option)
        return self._said(part, option, value)

    def _open(self, part: Part, option: Option) -> str:
        return _OPEN[self.explainer.state(part, option.index, option.field)]
