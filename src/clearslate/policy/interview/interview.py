"""The interview over a set of rulebooks: the journey, and answers with their consequences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from clearslate.policy.assess.assess import schema_of
from clearslate.policy.case import Rulebook, make_case
from clearslate.policy.declaration.schema import UNKNOWN
from clearslate.policy.derived import resolve
from clearslate.policy.engine.compiled import Compiled
from clearslate.policy.engine.hits import Engine
from clearslate.policy.errors import did_you_mean
from clearslate.policy.interview import answers
from clearslate.policy.interview.answers import Document, blank, given
from clearslate.policy.interview.deck import Deck
from clearslate.policy.interview.matters import Heard, collect
from clearslate.policy.interview.model import (
    Journey,
    Option,
    State,
    Step,
)
from clearslate.policy.interview.options import Choices, entries, is_register
from clearslate.policy.interview.order import PATIENCE, next_step
from clearslate.policy.interview.paths import Place, parse_path, refuse
from clearslate.policy.interview.so_far import so_far
from clearslate.policy.interview.steps import Table
from clearslate.policy.pack.model import Card, Pack, Question

#: What a component takes over from the terms it is chosen by.
_TAKEN_OVER = (("tool", "name"), ("version", "version"), ("tier", "tier"), ("plugins", "plugins"))


class Interview:
    """Asks about one use under the rulebooks of a production; keep it for many declarations.

    It holds no answers. A declaration goes in, a journey or another declaration comes out. Facts
    on file, switches and the date are those of the case that the declaration will become. An
    advisory rulebook asks nothing. Raises CaseError where the parts do not fit together.
    """

    def __init__(
        self,
        rulebooks: Sequence[Rulebook],
        *,
        on: date,
        facts: Mapping[str, Any] | None = None,
        switches: Mapping[str, str] | None = None,
        engine: Callable[[Pack], Engine] = Compiled,
        patience: float = PATIENCE,
    ) -> None:
        case = make_case(blank(), rulebooks=rulebooks, on=on, facts=facts, switches=switches)
        self.schema = schema_of(rulebooks)
        self.facts = case.facts
        self.switches = case.switches
        self.date = on
        self.patience = patience
        self._packs = [each.loaded.pack for each in rulebooks if each.adopted]
        self._engines = [engine(pack) for pack in self._packs]
        self._deck = Deck.of(self._packs)
        self._choices = Choices(self.schema)

    def journey(self, document: Document) -> Journey:
        """Every card with its state, the next one, and what is certain already."""
        facts = self._all_facts(document)
        resolved = self._resolve(document, facts)
        table = Table(self._deck, self._choices, facts, document, resolved)
        matters = table.matters
        case = matters.open_case()
        heard = [
            Heard.of(pack, engine, resolved, case)
            for pack, engine in zip(self._packs, self._engines, strict=True)
        ]
        collect(heard, matters, case)
        table.gated = any(each.gate is True for each in heard)
        table.open_blockers()
        steps = table.steps()
        following = next_step(steps, self.patience)
        waiting = [step for step in steps if step.state is State.WAITING]
        sure = [step for step in waiting if self._will_come(step)]
        return Journey(
            steps=steps,
            next=following,
            finished=following is None,
            remaining=sum(step.state is State.OPEN for step in steps) + len(sure),
            possible=len(waiting) - len(sure),
            so_far=so_far(heard, self.schema, case),
        )

    def answer(self, document: Document, path: str, value: Any) -> dict[str, Any]:
        """The declaration with one more answer, or with an earlier one revised.

        Answers that are no longer asked after it are taken back, and lists that are not asked
        become empty. Raises DeclarationError where path or value is wrong.
        """
        place = parse_path(path)
        if place is not None and is_register(place) and value != UNKNOWN:
            self._known_record(place, path, value, document)
        return self._followed(document, answers.answer(document, path, value, schema=self.schema))

    def not_sure(self, document: Document, path: str) -> dict[str, Any]:
        """The declaration with “not sure” for one answer, or for a whole list."""
        return self._followed(document, answers.not_sure(document, path, schema=self.schema))

    def none_of_these(self, document: Document, name: str) -> dict[str, Any]:
        """The declaration with an empty list."""
        return self._followed(document, answers.none_of_these(document, name, schema=self.schema))

    def add_item(self, document: Document, name: str, item: Mapping[str, Any]) -> dict[str, Any]:
        """The declaration with one more item in a list."""
        after = answers.add_item(document, name, item, schema=self.schema)
        return self._followed(document, after)

    def set_items(
        self, document: Document, name: str, wanted: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """The declaration with exactly these items in a list, each told by its first answers.

        An item that is there already keeps all its other answers.
        """
        after = answers.set_items(document, name, wanted, schema=self.schema)
        return self._followed(document, after)

    def tool_item(self, document: Document, record: str) -> dict[str, Any]:
        """The first answers of a component whose terms are on file.

        Choosing the record says that exactly this version, tier and set of plug-ins is used.
        Raises DeclarationError where there is no such record.
        """
        self._known_record(Place("components", field="terms"), "components", record, document)
        terms = entries(self._all_facts(document), "terms")
        entry = next(each for each in terms if each.get("id") == record)
        told = {own: entry[theirs] for theirs, own in _TAKEN_OVER if theirs in entry}
        return {**{key: value for key, value in told.items() if value != UNKNOWN}, "terms": record}

    def doubt_item(self, card: Card, value: str) -> dict[str, Any]:
        """The first answers of an item for a line of a checklist that somebody is not sure about.

        It is named by the line, and every other question of the card is “not sure”: whether there
        is such a thing at all is not settled, so neither is anything about it.
        """
        part = self.schema.parts[card.lists or ""]
        kind = part.fields[card.checklist or ""]
        item: dict[str, Any] = {part.name_field or "": self.schema.words(kind, value)}
        for question in card.questions:
            if question.part == part.name and question.field not in ("", part.name_field):
                item[question.field] = UNKNOWN
        return item

    def remove_item(self, document: Document, path: str) -> dict[str, Any]:
        """The declaration without one item, named like `inputs[0]`."""
        return self._followed(document, answers.remove_item(document, path, schema=self.schema))

    def take_back(self, document: Document, path: str) -> dict[str, Any]:
        """The declaration without one answer or list, as if it had not been asked."""
        return self._followed(document, answers.take_back(document, path, schema=self.schema))

    def tools(self, document: Document) -> tuple[Option, ...]:
        """The tools whose terms are on file."""
        return self._choices.records("terms", self._all_facts(document))

    def lines(self, card: Card) -> tuple[Option, ...]:
        """The lines of a checklist; none for another card."""
        if card.lists is None or card.checklist is None:
            return ()
        place = Place(card.lists, field=card.checklist)
        return self._choices.options(place, {}, {})

    @property
    def rule_titles(self) -> dict[str, str]:
        """The title of each rule, by its id."""
        return {rule.id: rule.title for pack in self._packs for rule in pack.rules}

    def taken_back(self, before: Document, after: Document) -> tuple[str, ...]:
        """The titles of the answers that a later answer took back."""
        found: dict[str, None] = {}
        for part in self.schema.declared:
            for old, new in zip(
                *(_listed(each, part.name) for each in (before, after)), strict=False
            ):
                for name, spec in part.fields.items():
                    key = name.partition(".")[0]
                    if key in old and key not in new:
                        found[spec.title] = None
        return tuple(found)

    def _known_record(self, place: Place, path: str, value: Any, document: Document) -> None:
        options = self._choices.options(place, self._all_facts(document), document)
        known = [option.value for option in options]
        if value not in known:
            message = f"Nothing on file has the id “{value}”. On file are"
            hint = did_you_mean(str(value), known)
            refuse(path, f"{message} {', '.join(known) or 'none'}.", hint)

    def _followed(self, before: Document, after: dict[str, Any]) -> dict[str, Any]:
        """The declaration after an answer, with what follows from it.

        Repeated while something follows: an answer that is taken back can rule out another.
        """
        was = self._table(before)
        for _ in range(len(self._deck.cards)):
            now = self._table(after)
            following = self._follow(was, now, after)
            if following == after:
                break
            after = following
        return after

    def _follow(self, was: Table, now: Table, after: dict[str, Any]) -> dict[str, Any]:
        for card in self._deck.cards:
            for question in card.questions:
                if question.when is None:
                    continue
                if question.field:
                    after = self._without_ruled_out(question, was, now, after)
                else:
                    after = self._list_as_asked(question, was, now, after)
        return after

    def _without_ruled_out(
        self, question: Question, was: Table, now: Table, after: dict[str, Any]
    ) -> dict[str, Any]:
        part = self.schema.parts[question.part]
        count = None if part.one else len(now.resolved[part.name] or ())
        for index in [None] if count is None else range(count):
            path = str(Place(part.name, index, question.field))
            if given(after, path) is None or now.applies(question, index) is not False:
                continue
            if _there(was, part.name, index) and was.applies(question, index) is not False:
                after = answers.take_back(after, path, schema=self.schema)
        return after

    def _list_as_asked(
        self, question: Question, was: Table, now: Table, after: dict[str, Any]
    ) -> dict[str, Any]:
        """A list that is certainly not asked for is empty; one that is asked again is open."""
        name = question.part
        asked = now.applies(question, None) is not False
        if not asked and after.get(name) != []:
            if after.get(name) is None or was.applies(question, None) is not False:
                return answers.none_of_these(after, name, schema=self.schema)
        elif asked and after.get(name) == [] and was.applies(question, None) is False:
            return answers.take_back(after, name, schema=self.schema)
        return after

    def _table(self, document: Document) -> Table:
        facts = self._all_facts(document)
        return Table(self._deck, self._choices, facts, document, self._resolve(document, facts))

    def _all_facts(self, document: Document) -> dict[str, Any]:
        inline = document.get("facts", {})
        return {**inline, **self.facts}

    def _resolve(self, document: Document, facts: Mapping[str, Any]) -> dict[str, Any]:
        return resolve(document, facts, schema=self.schema, switches=self.switches, on=self.date)

    def _will_come(self, step: Step) -> bool:
        """Whether a waiting card is asked as soon as a list that cannot stay empty is given."""
        lists = {question.part for question in step.card.questions}
        return not step.questions and step.card.lists is None and lists <= self._deck.needs_one


def _listed(document: Document, name: str) -> list[Mapping[str, Any]]:
    """The items of a part, where the two documents can be compared one by one."""
    value = document.get(name)
    return value if isinstance(value, list) else [value] if isinstance(value, Mapping) else []


def _there(table: Table, part: str, index: int | None) -> bool:
    return index is None or index < len(table.resolved[part] or ())
