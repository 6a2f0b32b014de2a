"""`rules/*.yaml` and `duties.yaml`: what a pack requires, and what somebody must then do."""

from __future__ import annotations

from clearslate.policy.declaration.schema import Part
from clearslate.policy.errors import did_you_mean
from clearslate.policy.language.ir import Constant, Field
from clearslate.policy.pack.model import (
    DUTY_KINDS,
    DUTY_LINES,
    Due,
    Duty,
    Need,
    Outcome,
    Overlap,
    Rule,
)
from clearslate.policy.pack.names import Names
from clearslate.policy.pack.reading import Entry
from clearslate.policy.pack.templates import sentence

_OUTCOMES = {outcome.word: outcome for outcome in Outcome}
_BASES = ("report", "page", "ours")
#: How many days before or after its date a duty may fall due.
FARTHEST = 3660


def read_rule(entry: Entry, names: Names, pack: str) -> Rule:
    """One rule; its problems are reported in the entry."""
    part = names.part(entry, "for_each")
    when = names.condition(entry, "when", part)
    if entry.node_at("when") is None:
        entry.error(None, "when", "A rule says when it holds; this key is missing.")
    cite = entry.known_words("cite", names.rows, "row")
    if not cite:
        entry.error(entry.node_at("cite"), "cite", "A rule cites at least one row it carries out.")
    area = entry.word("area", names.areas)
    principle = entry.word("principle", (*names.principles, "none"), default="none")
    rule = Rule(
        id=entry.text("id"),
        pack=pack,
        title=entry.text("title"),
        area=area,
        principle=None if principle == "none" else principle,
        for_each=part.name if part else None,
        variable=part.variable if part else None,
        when=when or Constant(value=False),
        outcome=_OUTCOMES.get(entry.word("outcome", _OUTCOMES), Outcome.APPROVAL),
        because=sentence(entry, "because", names, part),
        unsure=sentence(entry, "unsure", names, part),
        fix=sentence(entry, "fix", names, part),
        needs=tuple(_needs(entry, names, part)),
        shows=tuple(_shows(entry, names, part)),
        conditions=entry.known_words("conditions", names.conditions, "condition"),
        duties=entry.known_words("duties", names.duties, "duty"),
        overlaps=tuple(_overlaps(entry)),
        basis=entry.word("basis", _BASES),
        cite=cite,
        source=entry.source,
    )
    entry.done()
    return rule


def _needs(entry: Entry, names: Names, part: Part | None) -> list[Need]:
    found: list[Need] = []
    for each in entry.entries("needs", label="evidence"):
        text = each.text("evidence")
        node = each.node_at("evidence")
        unless = names.condition(each, "unless", part)
        each.done()
        if text and node is not None:
            evidence = names.evidence_field(each, "evidence", text, node, part)
            if evidence is not None:
                found.append(Need(evidence, unless))
    return found


def _shows(entry: Entry, names: Names, part: Part | None) -> list[Field]:
    found = (
        names.evidence_field(entry, "shows", text, node, part)
        for text, node in entry.words("shows")
    )
    return [field for field in found if field is not None]


def _overlaps(entry: Entry) -> list[Overlap]:
    found: list[Overlap] = []
    for each in entry.entries("overlaps", label="rule"):
        found.append(Overlap(each.text("rule"), each.text("reason")))
        each.done()
    return found


def read_duty(entry: Entry, names: Names, pack: str) -> Duty:
    """One duty; its problems are reported in the entry."""
    part = names.part(entry, "for_each")
    duty = Duty(
        id=entry.text("id"),
        pack=pack,
        text=sentence(entry, "text", names, part),
        owner=entry.text("owner"),
        due=_due(entry, names, part),
        for_each=part.name if part else None,
        variable=part.variable if part else None,
        when=names.condition(entry, "when", part),
        cite=entry.known_words("cite", names.rows, "row"),
        source=entry.source,
        line=entry.word("line", DUTY_LINES, default="") or None,
        kind=entry.word("kind", DUTY_KINDS, default="other"),
    )
    entry.done()
    return duty


def _due(entry: Entry, names: Names, part: Part | None) -> Due:
    due = entry.entry("due")
    if due is None:
        entry.error(None, "due", "A duty says when it falls due: due: {on: …, days: …, words: …}.")
        return Due(None, 0, "")
    text, words = due.text("on"), due.text("words")
    days = due.whole("days", -FARTHEST, FARTHEST, default=0)
    node = due.node_at("on")
    due.done()
    if text in ("today", ""):
        return Due(None, days, words)
    variable, _, name = text.partition(".")
    scope = names.scope(part)
    field = scope.field(variable, name) if variable in scope.variables else None
    if field is None or field.kind != "date":
        dates = [
            f"{each}.{spec}"
            for each, of in scope.variables.items()
            for spec, found in names.schema.parts[of].fields.items()
            if found.kind == "date"
        ]
        message = f"“{text}” is no date here. Allowed are today, {', '.join(dates)}."
        due.error(node, "on", message, did_you_mean(text, dates))
        return Due(None, days, words)
    return Due(field, days, words)
