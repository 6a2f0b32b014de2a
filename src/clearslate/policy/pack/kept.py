"""What a pack that extends another may not take away, beside the outcome.

`house-only-tightens` proves that no outcome falls. Who decides, what an approval must carry, what
is due and by when are no part of an outcome. So a rule or duty that replaces one below keeps them,
and words that others cite keep their meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from clearslate.policy.errors import Problem
from clearslate.policy.pack.limits import StandingLimit
from clearslate.policy.pack.model import Condition, Duty, EvidenceText, Named, Pack, Reason, Rule
from clearslate.policy.pack.reading import Entry

#: The group of a pack's file in which each kind of thing stands.
_KINDS: dict[type, str] = {
    Rule: "rules",
    Duty: "duties",
    Reason: "reasons",
    StandingLimit: "standing_limits",
}


def taken_away(base: Pack, own: Pack, head: Entry) -> Iterator[Problem]:
    """Every loosening that needs no proof; `head` is that of the pack that extends."""
    rules = {rule.id: rule for rule in base.rules}
    for rule in own.rules:
        if rule.id in rules:
            yield from _rule(rules[rule.id], rule)
    duties = {duty.id: duty for duty in base.duties}
    for duty in own.duties:
        if duty.id in duties:
            yield from _duty(duties[duty.id], duty)
    for key in ("rows", "principles", "evidence", "conditions"):
        words = {_name(each): _words(each) for each in getattr(base, key)}
        for each in getattr(own, key):
            if words.get(_name(each), _words(each)) != _words(each):
                message = "It has other words in the pack below. Keep them, or choose another name."
                yield _in_head(head, key, _name(each), message)
    yield from _for_deciding(base, own, head)
    switches = {switch.id: switch for switch in base.switches}
    for switch in own.switches:
        below = switches.get(switch.id, switch)
        if replace(switch, default=below.default) != below:
            message = "It replaces a switch of the pack below. Only the default may differ."
            yield _in_head(head, "switches", switch.id, message)


def _for_deciding(base: Pack, own: Pack, head: Entry) -> Iterator[Problem]:
    """What those who decide go by: acts, reasons, and what a standing approval is."""
    lines = {each.id: each.line for each in base.conditions}
    for condition in own.conditions:
        line = lines.get(condition.id)
        if line and condition.line not in (None, line):
            message = f"It calls for {line} in the pack below, and goes on doing so."
            yield _in_head(head, "conditions", condition.id, message)
    for key in ("reasons", "standing_limits"):
        meant = {each.id: _meant(each) for each in getattr(base, key)}
        for each in getattr(own, key):
            if meant.get(each.id, _meant(each)) != _meant(each):
                message = "It replaces one of the pack below. Keep it, or choose another name."
                yield _at(each, "", message)
    if own.craft_list and base.craft_list and own.craft_list.when != base.craft_list.when:
        message = "It replaces the craft list of the pack below, and counts the same work."
        file, _, line = own.craft_list.source.rpartition(":")
        yield Problem(message, file, int(line), None, "craft_list.when")


def _rule(below: Rule, own: Rule) -> Iterator[Problem]:
    for key, was, now in (
        ("area", below.area, own.area),
        ("principle", below.principle, own.principle),
        ("for_each", below.variable, own.variable),
    ):
        if was != now:
            yield _at(
                own, key, f"It replaces a rule that has {key} “{was or 'none'}”, and keeps it."
            )
    for key, needed, there in (
        ("conditions", below.conditions, own.conditions),
        ("duties", below.duties, own.duties),
        ("cite", below.cite, own.cite),
    ):
        gone = [name for name in needed if name not in there]
        if gone:
            yield _at(own, key, f"It replaces a rule that has {', '.join(gone)} here. Add it.")


def _duty(below: Duty, own: Duty) -> Iterator[Problem]:
    if (own.for_each, own.when) != (below.for_each, below.when):
        yield _at(own, "when", "It replaces a duty, and comes up exactly where that one does.")
    if own.due.on != below.due.on or own.due.days > below.due.days:
        yield _at(own, "due", "It replaces a duty, and is due no later than that one.")
    if below.line and own.line not in (None, below.line):
        yield _at(own, "line", f"It replaces a duty of the line “{below.line}”, and keeps it.")


_Kept = TypeVar("_Kept", Reason, StandingLimit)


def _meant(thing: _Kept) -> _Kept:
    """A reason or a limit wherever it stands; decisions were made with it."""
    return replace(thing, source="")


def _name(thing: Named | Condition | EvidenceText) -> str:
    return thing.field if isinstance(thing, EvidenceText) else thing.id


def _words(thing: Named | Condition | EvidenceText) -> tuple[str, str]:
    if isinstance(thing, EvidenceText):
        return thing.title, thing.who
    return thing.title, thing.text


def _in_head(head: Entry, key: str, name: str, message: str) -> Problem:
    """A problem at what has this name in a group or list of the head."""
    group = head.node_at(key) or head.node
    named = [own for own, _ in group.pairs if own.value == name]
    named += [
        item
        for item in group.items
        if any(own.value == "id" and value.value == name for own, value in item.pairs)
    ]
    at = named[0] if named else group
    return Problem(message, head.file, at.line, at.column, f"{key}.{name}")


def _at(thing: Rule | Duty | Reason | StandingLimit, key: str, message: str) -> Problem:
    file, _, line = thing.source.rpartition(":")
    path = f"{_KINDS[type(thing)]}[{thing.id}]"
    return Problem(message, file, int(line), None, f"{path}.{key}" if key else path)
