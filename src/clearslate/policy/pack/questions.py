"""`questions.yaml`: the cards of the interview, and the guards that mandatory answers bring."""

from __future__ import annotations

from clearslate.policy.declaration.schema import Part
from clearslate.policy.errors import did_you_mean
from clearslate.policy.pack.model import Card, Guard, Question
from clearslate.policy.pack.names import Names
from clearslate.policy.pack.reading import Entry

_NATURES = ("choice", "fact", "evidence")


def read_card(entry: Entry, names: Names, pack: str) -> tuple[Card, list[Guard]]:
    """One card and the guards of its mandatory questions; problems are reported in the entry."""
    card = entry.text("card")
    lists = entry.text("lists", required=False)
    part = names.schema.parts.get(lists) if lists else None
    known = [each.name for each in names.schema.declared if not each.one]
    if lists and lists not in known:
        hint = did_you_mean(lists, known)
        entry.error(entry.node_at("lists"), "lists", f"There is no list “{lists}”.", hint)
    checklist = entry.text("checklist", required=False)
    if checklist and (part is None or checklist not in part.fields):
        entry.error(entry.node_at("checklist"), "checklist", "This is no field of the card's list.")
    questions: list[Question] = []
    guards: list[Guard] = []
    for each in entry.entries("questions", label="field"):
        question, nonempty = _question(each, names, pack, card)
        if question is None:
            continue
        questions.append(question)
        if question.mandatory:
            guards.append(
                Guard(
                    question.part,
                    question.variable,
                    question.field or None,
                    question.when,
                    nonempty,
                    question.id,
                )
            )
    result = Card(
        id=card,
        pack=pack,
        title=entry.text("title"),
        intro=entry.text("intro", required=False),
        lists=lists or None,
        checklist=checklist or None,
        questions=tuple(questions),
        source=entry.source,
    )
    entry.done()
    return result, guards


def _question(entry: Entry, names: Names, pack: str, card: str) -> tuple[Question | None, bool]:
    text = entry.text("field")
    part, name = _asked(entry, names, text)
    nonempty = entry.flag("nonempty")
    when = names.condition(entry, "when", part if name else None)
    question = Question(
        id=text,
        pack=pack,
        card=card,
        part=part.name if part else "",
        field=name,
        ask=entry.text("ask"),
        help=entry.text("help", required=False),
        why=entry.text("why"),
        who=entry.text("who"),
        nature=entry.word("nature", _NATURES),
        when=when,
        variable=None if part is None or part.one or not name else part.variable,
        mandatory=entry.flag("mandatory"),
        for_notice=entry.word("for", ("notice",), default="") == "notice",
        source=entry.source,
    )
    entry.done()
    return (question if part else None), nonempty


def _asked(entry: Entry, names: Names, text: str) -> tuple[Part | None, str]:
    """The part and field a question is about: `input.owner`, `use.title`, or a list by its name."""
    lists = {part.name: part for part in names.schema.declared if not part.one}
    if text in lists:
        return lists[text], ""
    variable, _, name = text.partition(".")
    parts = {part.variable: part for part in names.schema.declared}
    part = parts.get(variable)
    if part is None or name not in part.fields:
        fields = [f"{each.variable}.{field}" for each in parts.values() for field in each.fields]
        hint = did_you_mean(text, (*lists, *fields))
        entry.error(entry.node_at("field"), "field", f"“{text}” is no field to ask for.", hint)
        return None, ""
    return part, name
