"""A rulebook as people read it: its sources, principles, readings, and every rule in words."""

from __future__ import annotations

from collections.abc import Iterator

from clearslate.policy.assess.words import day_words, small
from clearslate.policy.language.ir import Expression
from clearslate.policy.language.walk import fields
from clearslate.policy.pack.load import Loaded
from clearslate.policy.pack.model import Need, Pack, Rule, Switch
from clearslate.policy.render.citations import TITLE, meanings, sources
from clearslate.policy.render.outline import Cell, Item, Note, Outline, Section
from clearslate.policy.render.readable import evidence_of, place_words, readable
from clearslate.policy.render.words import BASES, count, listed, words_of

#: What a reading view is and is not.
NO_ADVICE = "It is no legal advice. The files of the rulebook decide, not this page."


def rulebook(loaded: Loaded) -> Outline:
    """The outline of a rulebook."""
    pack = loaded.pack
    sections = [
        _sources(pack),
        Section(
            "principles", "Principles", tuple(Item(p.text, group=p.title) for p in pack.principles)
        ),
        *_areas(loaded),
        _switches(pack),
        Section("rows", TITLE, meanings(pack.rows)),
    ]
    return Outline(
        title=pack.title,
        cells=tuple(_cells(pack)),
        verdict=None,
        sections=tuple(section for section in sections if section.items),
        foot=(Cell("pack", f"{pack.urn} {pack.version}"), Cell("sha256", pack.sha256)),
        made_by=NO_ADVICE,
    )


def _cells(pack: Pack) -> Iterator[Cell]:
    yield Cell("Version", pack.version)
    until = f" until {day_words(pack.to)}" if pack.to else ""
    yield Cell("In force", f"from {day_words(pack.from_)}{until}")
    yield Cell("Publisher", pack.publisher)
    yield Cell("Rules", str(len(pack.rules)))
    if pack.extends:
        yield Cell("Extends", pack.extends)


def _sources(pack: Pack) -> Section:
    return Section(
        "sources", "Sources", tuple(sources(pack)), "Grades: primary, secondary, unverified."
    )


def _principles(pack: Pack) -> Section:
    items = tuple(Item(each.text or each.title, group=each.title) for each in pack.principles)
    return Section("principles", "Principles", items)


def _areas(loaded: Loaded) -> Iterator[Section]:
    for area in loaded.pack.areas:
        rules = [rule for rule in loaded.pack.rules if rule.area == area.id]
        yield Section(
            "rules",
            area.title,
            tuple(_rule(rule, loaded) for rule in rules),
            f"{area.reviewer}, within {count(area.days, 'working day')}.",
        )


def _rule(rule: Rule, loaded: Loaded) -> Item:
    pack = loaded.pack
    conditions = {each.id: each.title for each in pack.conditions}
    duties = {each.id: each.text for each in pack.duties}
    needs = [_need(need, loaded) for need in rule.needs]
    carried = [conditions[name] for name in rule.conditions]
    brought = [readable(duties[name], loaded.schema, pack) for name in rule.duties]
    notes = (
        *_note("It says", readable(rule.because, loaded.schema, pack)),
        *_note("It looks at", "; ".join(_reads(rule.when, loaded))),
        *_note("On hold without", "; ".join(needs)),
        *_note("An approval carries", listed(map(small, carried)) if carried else ""),
        *_note("Duties", " ".join(brought)),
        *_note("What would lower it", readable(rule.fix, loaded.schema, pack)),
        *_note("Basis", BASES[rule.basis] if rule.basis == "ours" else ""),
    )
    return Item(
        rule.title,
        sign=rule.outcome.word,
        group=f"for each {_singular(rule, loaded)}" if rule.for_each else "for the use",
        aside=", ".join(rule.cite),
        notes=notes,
    )


def _singular(rule: Rule, loaded: Loaded) -> str:
    return loaded.schema.parts[str(rule.for_each)].singular


def _reads(condition: Expression, loaded: Loaded) -> list[str]:
    """The answers a condition depends on, each once, and the switches."""
    found: dict[str, None] = {}
    for field in fields(condition):
        if field.part == "switch":
            found[f"switch {field.name}"] = None
        elif field.name:
            variable = loaded.schema.parts[field.part].variable
            found[place_words(f"{variable}.{field.name}", loaded.schema, loaded.pack)] = None
    return list(found)


def _need(need: Need, loaded: Loaded) -> str:
    field = f"{need.evidence.variable}.{need.evidence.name}"
    text = evidence_of(field, loaded.pack)
    words = small(text.title) if text else words_of(need.evidence.name)
    if need.unless is None:
        return words
    lifts = "; ".join(_reads(need.unless, loaded))
    return f"{words} (may be lifted by {lifts})" if lifts else words


def _switches(pack: Pack) -> Section:
    items = tuple(
        Item(switch.why, group=f"{switch.id} {switch.title}", notes=tuple(_readings(switch)))
        for switch in pack.switches
    )
    return Section("switches", "Where the guidance leaves itself open", items)


def _readings(switch: Switch) -> Iterator[Note]:
    gives_up = dict(switch.gives_up)
    for value, text in switch.values:
        default = " (default)" if value == switch.default else ""
        lost = gives_up.get(value, ())
        more = f" Gives up: {', '.join(lost)}." if lost else ""
        yield Note(f"{words_of(value)}{default}", f"{text}{more}")


def _note(label: str, text: str) -> tuple[Note, ...]:
    return (Note(label, text),) if text else ()
