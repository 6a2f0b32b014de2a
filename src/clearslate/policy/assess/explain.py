"""From a hit to a finding: the reason in words, the answers behind it, what is open or missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clearslate.policy.assess.assessment import Answer, Finding, Missing, Unknown
from clearslate.policy.assess.lexicon import Lexicon
from clearslate.policy.assess.words import (
    answer_words,
    field_title,
    fill,
    is_derived,
    small,
    subject_name,
)
from clearslate.policy.declaration.schema import UNKNOWN, Part
from clearslate.policy.engine.hits import Hit, subject_path
from clearslate.policy.language.interpret import Binding, environment, traced, unknowns
from clearslate.policy.language.ir import Field
from clearslate.policy.pack.model import Outcome, Rule

_WORDS = {outcome: outcome.word for outcome in Outcome}


class Explainer:
    """Explains the hits on one resolved case."""

    def __init__(
        self, lexicon: Lexicon, declaration: Mapping[str, Any], resolved: dict[str, Any]
    ) -> None:
        self.lexicon = lexicon
        self.declaration = declaration
        self.resolved = resolved
        self.env = environment(resolved)

    def finding(self, hit: Hit) -> Finding:
        """The finding of a hit."""
        rule = self.lexicon.pack.rules[hit.rule]
        env = self.bound(rule.for_each, rule.variable, hit.index)
        worst = Outcome.HOLD if hit.missing else rule.outcome
        acts = worst if hit.truth else min(worst, Outcome.APPROVAL)
        behind = self.behind(rule, hit, env)
        subject = self.subject(rule.for_each, hit.index)
        known = hit.index is not None or rule.for_each is None
        return Finding(
            rule=rule.id,
            pack=rule.pack,
            title=rule.title,
            area=rule.area,
            principle=rule.principle,
            subject=subject,
            path=subject_path(rule.for_each, hit.index),
            certain=hit.truth is True,
            outcome=_WORDS[acts],
            at_worst=_WORDS[worst],
            because=self.because(rule, hit, env),
            fix=self.sentence(rule.fix, rule.for_each, rule.variable, hit.index),
            answers=self.answers(behind) if hit.truth else (),
            unknown=self.unknown(self.open_paths(rule, hit, env, behind)),
            missing=tuple(
                self.missing(rule.needs[place].evidence, subject) for place in hit.missing
            )
            if known
            else (),
            on_file=tuple(
                self.lexicon.evidence[f"{field.variable}.{field.name}"].title
                for field in (*(need.evidence for need in rule.needs), *rule.shows)
                if known and env[field.variable][0][field.name] is True
            ),
            conditions=rule.conditions,
            duties=rule.duties,
            switches=tuple(
                (name, self.resolved["switch"][name]) for name in self.lexicon.switches[hit.rule]
            ),
            basis=rule.basis,
            cite=rule.cite,
        )

    def bound(
        self, list_name: str | None, variable: str | None, index: int | None
    ) -> dict[str, Binding]:
        """The bindings for one subject."""
        if list_name is None or variable is None or index is None:
            return self.env
        return {**self.env, variable: (self.resolved[list_name][index], f"{list_name}[{index}]")}

    def subject(self, list_name: str | None, index: int | None) -> str:
        """The name of a subject; empty for the use as a whole or a list that is not known."""
        if list_name is None or index is None:
            return ""
        part = self.lexicon.schema.parts[list_name]
        return subject_name(part, index, self.resolved[list_name][index])

    def because(self, rule: Rule, hit: Hit, env: Mapping[str, Binding]) -> str:
        """The reason in words; a list that is not known has no subject to name."""
        if rule.for_each is not None and hit.index is None:
            part = self.lexicon.schema.parts[rule.for_each]
            unsure = self.state(part, None, "") == "not_sure"
            silence = "answered “not sure”" if unsure else "not answered"
            start = f"“{part.title}” is {silence}, so this cannot be ruled out:"
            return f"{start} {small(rule.title)}."
        template = rule.because if hit.truth else rule.unsure
        return self.sentence(template, rule.for_each, rule.variable, hit.index)

    def sentence(
        self, template: str, list_name: str | None, variable: str | None, index: int | None
    ) -> str:
        """A template of the pack, filled for one subject."""
        parts = self.lexicon.schema.parts
        bound: dict[str, tuple[Part, Mapping[str, Any], str]] = {
            "use": (parts["use"], self.resolved["use"], "the use"),
            "production": (parts["production"], self.resolved["production"], "the production"),
        }
        if list_name is not None and variable is not None:
            part = parts[list_name]
            item = {} if index is None else self.resolved[list_name][index]
            name = f"an {part.singular}" if part.singular[0] in "aeiou" else f"a {part.singular}"
            fallback = name if index is None else subject_name(part, index, item)
            bound[variable] = (part, item, fallback)
        return fill(template, bound, self.lexicon.schema)

    def behind(self, rule: Rule, hit: Hit, env: Mapping[str, Binding]) -> list[str]:
        """The answers that make a finding certain, or keep it open."""
        if rule.for_each is not None and hit.index is None:
            return [rule.for_each]
        return traced(rule.when, env, self.resolved)[1]

    def open_paths(
        self, rule: Rule, hit: Hit, env: Mapping[str, Binding], behind: list[str]
    ) -> list[str]:
        """The answers that keep a finding, or an exception to it, open."""
        paths = [] if hit.truth else list(behind)
        for place in hit.liftable:
            unless = rule.needs[place].unless
            if unless is not None and (hit.index is not None or rule.for_each is None):
                paths += unknowns(unless, env, self.resolved)
        return paths

    def answers(self, paths: Iterable[str]) -> tuple[Answer, ...]:
        """The answers at the paths, in words, each once."""
        found: list[Answer] = []
        for path in dict.fromkeys(paths):
            place = self.place(path)
            if place is None:
                continue
            part, index, name = place
            if not name:
                items = self.resolved[part.name]
                found.append(Answer(path, part.title, str(len(items)) if items else "none"))
                continue
            words = answer_words(part, name, self.item(part, index)[name], self.lexicon.schema)
            found.append(Answer(path, self.title(part, name), words))
        return tuple(found)

    def unknown(self, paths: Iterable[str]) -> tuple[Unknown, ...]:
        """The unknown answers at the paths, each once, with who would know."""
        found: list[Unknown] = []
        for path in dict.fromkeys(paths):
            place = self.place(path)
            if place is None:
                continue
            part, index, name = place
            question = self.lexicon.questions.get(f"{part.name}.{name}" if name else part.name)
            title = self.title(part, name)
            state = self.state(part, index, name)
            found.append(Unknown(path, state, title, question.who if question else ""))
        return tuple(found)

    def title(self, part: Part, name: str) -> str:
        """What an answer, or a whole list, is called."""
        return field_title(part, name, self.lexicon.titles) if name else part.title

    def missing(self, field: Field, subject: str) -> Missing:
        """A document that is not on file."""
        name = f"{field.variable}.{field.name}"
        text = self.lexicon.evidence[name]
        return Missing(name, text.title, subject, text.who)

    def state(self, part: Part, index: int | None, name: str) -> str:
        """Why an answer is unknown."""
        if name and is_derived(part.name, name):
            return "not_settled"
        raw: Any = self.declaration.get(part.name)
        if index is not None and isinstance(raw, list):
            raw = raw[index]
        if name and isinstance(raw, dict):
            namespace, dot, own = name.partition(".")
            raw = raw.get(namespace, {}).get(own) if dot else raw.get(name)
        elif name:
            raw = None
        if raw is None:
            return "not_answered"
        if raw == UNKNOWN:
            return "not_sure"
        # Only a list that needs an item is open although it is empty; an answer is never empty.
        return "in_doubt" if raw else "empty"

    def place(self, path: str) -> tuple[Part, int | None, str] | None:
        """The part, index and field of a path; None for a switch."""
        head, _, name = path.partition(".")
        list_name, bracket, index = head.partition("[")
        if list_name == "switch":
            return None
        return self.lexicon.schema.parts[list_name], int(index[:-1]) if bracket else None, name

    def item(self, part: Part, index: int | None) -> Mapping[str, Any]:
        """The item at a place."""
        items: Any = self.resolved[part.name]
        item: Mapping[str, Any] = items if index is None else items[index]
        return item
