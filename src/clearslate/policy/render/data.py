"""A rulebook and a rules card for programs: the same as the reading views, as plain values.

A program gets every field by its name, conditions as the pack's language writes them with their
definitions in place, and sentences as templates. Keys stand in one order; nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from clearslate.policy.language.ir import Expression
from clearslate.policy.language.walk import fields
from clearslate.policy.language.written import name_of, written
from clearslate.policy.pack.limits import CraftList
from clearslate.policy.pack.load import Loaded
from clearslate.policy.pack.model import Card, Duty, Named, Pack, Question, Rule, Switch
from clearslate.policy.pack.papers import GROUPS, read_papers
from clearslate.policy.render.outline import Item, Outline

#: One object of a JSON document.
Data = dict[str, Any]


def rulebook_data(loaded: Loaded) -> Data:
    """Everything in a rulebook, its base's rules included, as one object."""
    pack = loaded.pack
    return {
        **_metadata(pack),
        "sources": [
            {"title": each.title, "date": each.date, "grade": each.grade, "note": each.note}
            for each in pack.sources
        ],
        "rows": [{"id": row.id, "title": row.title} for row in pack.rows],
        "principles": _named(pack.principles),
        "areas": [
            {"id": each.id, "title": each.title, "reviewer": each.reviewer, "days": each.days}
            for each in pack.areas
        ],
        "switches": [_switch(switch) for switch in pack.switches],
        "conditions": [
            {
                "id": each.id,
                "title": each.title,
                "text": each.text,
                "line": each.line,
                "human_input": each.human_input,
            }
            for each in pack.conditions
        ],
        "evidence": [
            {"field": each.field, "title": each.title, "who": each.who} for each in pack.evidence
        ],
        "not_a_use": {"when": _written(pack.gate), "because": pack.gate_because},
        "rules": [_rule(rule, loaded) for rule in pack.rules],
        "duties": [_duty(duty, loaded) for duty in pack.duties],
        "cards": [_card(card, loaded) for card in pack.cards],
        "reasons": [
            {
                "id": each.id,
                "title": each.title,
                "for": list(each.for_),
                "areas": list(each.areas),
                "source": each.source,
            }
            for each in pack.reasons
        ],
        "standing_limits": [
            {
                "id": each.id,
                "title": each.title,
                "for_each": _variable(each.for_each, loaded),
                "when": _written(each.when),
                "source": each.source,
            }
            for each in pack.standing_limits
        ],
        "craft_list": None if pack.craft_list is None else _craft_list(pack.craft_list),
        **_papers(loaded),
        "warnings": list(pack.warnings),
    }


def card_data(outline: Outline, loaded: Loaded, department: str) -> Data:
    """A department's card: its columns, each with what stands in it."""
    pack = loaded.pack
    return {
        "department": department,
        "title": outline.title,
        "pack": {"urn": pack.urn, "version": pack.version, "sha256": pack.sha256},
        "columns": [
            {
                "outcome": section.name,
                "title": section.title,
                "intro": section.intro,
                "items": [_item(item) for item in section.items],
            }
            for section in outline.sections
        ],
        "note": outline.made_by,
    }


def _metadata(pack: Pack) -> Data:
    return {
        "urn": pack.urn,
        "title": pack.title,
        "publisher": pack.publisher,
        "version": pack.version,
        "sha256": pack.sha256,
        "in_force": {"from": _day(pack.from_), "to": _day(pack.to)},
        "reaches": pack.reaches,
        "licence": pack.licence,
        "languages": list(pack.languages),
        "extends": pack.extends,
    }


def _named(several: Iterable[Named]) -> list[Data]:
    return [{"id": each.id, "title": each.title, "text": each.text} for each in several]


def _switch(switch: Switch) -> Data:
    gives_up = dict(switch.gives_up)
    return {
        "id": switch.id,
        "title": switch.title,
        "why": switch.why,
        "default": switch.default,
        "readings": [
            {"reading": value, "text": text, "gives_up": list(gives_up.get(value, ()))}
            for value, text in switch.values
        ],
    }


def _rule(rule: Rule, loaded: Loaded) -> Data:
    return {
        "id": rule.id,
        "pack": rule.pack,
        "title": rule.title,
        "area": rule.area,
        "principle": rule.principle,
        "for_each": _variable(rule.for_each, loaded),
        "when": _written(rule.when),
        "reads": _reads(rule.when),
        "outcome": rule.outcome.word,
        "needs": [
            {"evidence": name_of(need.evidence), "unless": _written(need.unless)}
            for need in rule.needs
        ],
        "shows": [name_of(field) for field in rule.shows],
        "because": rule.because,
        "unsure": rule.unsure,
        "fix": rule.fix,
        "conditions": list(rule.conditions),
        "duties": list(rule.duties),
        "overlaps": [{"rule": each.rule, "reason": each.reason} for each in rule.overlaps],
        "basis": rule.basis,
        "cite": list(rule.cite),
        "source": rule.source,
    }


def _duty(duty: Duty, loaded: Loaded) -> Data:
    due = duty.due
    return {
        "id": duty.id,
        "pack": duty.pack,
        "text": duty.text,
        "owner": duty.owner,
        "for_each": _variable(duty.for_each, loaded),
        "when": _written(duty.when),
        "due": {
            "on": "today" if due.on is None else name_of(due.on),
            "days": due.days,
            "words": due.words,
        },
        "cite": list(duty.cite),
        "line": duty.line,
        "kind": duty.kind,
        "source": duty.source,
    }


def _papers(loaded: Loaded) -> Data:
    papers = read_papers(loaded)
    return {
        "rules_card": {
            card.department: {
                group: [
                    {"text": line.text, "cite": list(line.cite), "source": line.source}
                    for line in getattr(card, group)
                ]
                for group in GROUPS
            }
            for card in papers.cards
        },
        "notices": [
            {
                "id": each.id,
                "title": each.title,
                "duty": each.duty,
                "guild": each.guild,
                "unions": list(each.unions),
                "agreement": {"from": _day(each.from_), "to": _day(each.to)},
                "due": each.due,
                "body": each.body,
                "check": each.check,
                "rests_on": each.rests_on,
                "grade": each.grade,
                "source": each.source,
            }
            for each in papers.notices
        ],
    }


def _craft_list(craft: CraftList) -> Data:
    return {
        "title": craft.title,
        "text": craft.text,
        "when": _written(craft.when),
        "source": craft.source,
    }


def _card(card: Card, loaded: Loaded) -> Data:
    return {
        "id": card.id,
        "pack": card.pack,
        "title": card.title,
        "intro": card.intro,
        "lists": card.lists,
        "checklist": card.checklist,
        "questions": [_question(question, loaded) for question in card.questions],
        "source": card.source,
    }


def _question(question: Question, loaded: Loaded) -> Data:
    part = loaded.schema.parts[question.part]
    spec = part.fields.get(question.field)
    words: Mapping[str, str] = {}
    if spec is not None and spec.vocabulary is not None:
        words = loaded.schema.vocabularies[spec.vocabulary]
    return {
        "field": question.id,
        "type": "list" if spec is None else spec.kind,
        "words": dict(words),
        "ask": question.ask,
        "help": question.help,
        "why": question.why,
        "who": question.who,
        "nature": question.nature,
        "when": _written(question.when),
        "mandatory": question.mandatory,
        "nonempty": any(
            guard.nonempty and guard.question == question.id for guard in loaded.pack.guards
        ),
        "for_notice": question.for_notice,
        "source": question.source,
    }


def _item(item: Item) -> Data:
    return {
        "text": item.text,
        "group": item.group,
        "notes": [{"label": note.label, "text": note.text} for note in item.notes],
    }


def _variable(part: str | None, loaded: Loaded) -> str | None:
    """What the pack's file says after `for_each`: one item of the list."""
    return None if part is None else loaded.schema.parts[part].variable


def _written(condition: Expression | None) -> str | None:
    return None if condition is None else written(condition)


def _reads(condition: Expression) -> list[str]:
    """The answers and switches that a condition depends on, each once."""
    return list(dict.fromkeys(name_of(field) for field in fields(condition) if field.name))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
