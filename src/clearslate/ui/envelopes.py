"""Envelopes in words and as a small bar: what one covers, and how far its ceiling is used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from clearslate.envelopes.ceiling import Level
from clearslate.envelopes.entries import called
from clearslate.envelopes.findings import coverable
from clearslate.envelopes.holding import ENDED, IN_FORCE, OVER, TO_COME
from clearslate.envelopes.in_frame import vocabulary
from clearslate.envelopes.limits import craft_lists, limits_of
from clearslate.envelopes.scope import BY, NAMED, Scope
from clearslate.envelopes.selectors import envelope_for, shots_of
from clearslate.envelopes.usage import levels_now
from clearslate.policy.assess.words import inside
from clearslate.policy.case import Rulebook
from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.render.words import listed
from clearslate.ui.finding_rows import Cite
from clearslate.ui.seen import seen
from clearslate.uses.models import Use

#: How an envelope stands → its sign, and the word that stands beside it.
SIGNS = {
    IN_FORCE: ("go_ahead", "in force"),
    TO_COME: ("draft", "to come"),
    OVER: ("lapsed", "over"),
    ENDED: ("declined", "ended"),
}


class Line(NamedTuple):
    """A line of what an envelope covers: its label, and the words; each text is one of a list."""

    label: str
    texts: tuple[str, ...]


class Covered(NamedTuple):
    """A finding that is answered ahead: its title, and the rows of the guidance behind it."""

    title: str
    cites: tuple[Cite, ...]


def words(vocabulary_of: str, values: Iterable[str]) -> tuple[str, ...]:
    """Values of a vocabulary in words."""
    known = core_schema().vocabularies[vocabulary_of]
    return tuple(known.get(each, each) for each in values)


def kind_of_work(scope: Scope) -> str:
    """What kind of work it is, in one line: departments, media, and what the tools do."""
    departments = words("department", scope.departments) or ("Any department",)
    media = map(inside, words("medium", scope.media)) if scope.media else ("any medium",)
    return f"{listed([departments[0], *map(inside, departments[1:])])}: {listed(media)}"


def lines_of(scope: Scope, *, standing: bool = True) -> list[Line]:
    """Everything that a scope says, a line for each part; what sets no limit says so.

    A use's own envelope says nothing of finals: its results are looked at.
    """
    who = ("In-house", *scope.vendors) if scope.by == NAMED else (BY.get(scope.by, scope.by),)
    found = [
        Line("Departments", words("department", scope.departments) or ("Any department",)),
        Line("Media", words("medium", scope.media) or ("Any",)),
        Line("What the tools do", words("technique", scope.techniques) or ("Anything",)),
        Line("Tools", tuple(map(str, scope.tools)) or ("Any",)),
        Line("Done by", who),
        Line("Where it ends up", words("destination", scope.destinations) or ("Anywhere",)),
    ]
    if standing:
        found.append(Line("Finals", (_finals(scope),)))
    if scope.craft_only:
        found.append(Line("Only", ("Craft work, as the rules in force define it",)))
    kept = tuple(vocabulary()[each].title for each in scope.kept_out if each in vocabulary())
    own = (scope.kept_out_words,) if scope.kept_out_words else ()
    if kept or own:
        found.append(Line("Kept out of the frame", (*kept, *own)))
    return found


def kept_out_of(scope: Scope) -> list[str]:
    """What whoever registers a shot says is not in it."""
    kept = [vocabulary()[each].text for each in scope.kept_out if each in vocabulary()]
    return [*kept, *([scope.kept_out_words] if scope.kept_out_words else [])]


def covered(scope: Scope, rulebooks: Sequence[Rulebook]) -> list[Covered]:
    """The findings that an approval answers ahead, with what they rest on."""
    known = coverable(rulebooks)
    rows = {row.id: row.title for book in rulebooks for row in book.loaded.pack.rows}
    return [
        Covered(
            known[each].title if each in known else each,
            tuple(Cite(row, rows.get(row, "")) for row in known[each].cite)
            if each in known
            else (),
        )
        for each in scope.covers
    ]


def cites_of(found: Iterable[Covered]) -> list[Cite]:
    """The rows of the guidance behind some findings, each once."""
    return list(dict.fromkeys(cite for each in found for cite in each.cites))


class Inside(NamedTuple):
    """The envelope of a use, as the use's page names it."""

    called: str
    title: str
    number: int | None
    """Of the standing approval; None for an envelope of its own."""
    until: date | None
    shots: int
    levels: tuple[tuple[Level, SafeString], ...]


def inside_of(use: Use) -> Inside | None:
    """The envelope that a use is inside of, with how far it is used; None without one."""
    envelope = envelope_for(use)
    if envelope is None:
        return None
    return Inside(
        called(envelope),
        seen(envelope.title),
        envelope.number,
        envelope.to_day,
        shots_of(use),
        tuple((level, bar(level)) for level in levels_now(envelope)),
    )


def never(rulebooks: Sequence[Rulebook]) -> list[str]:
    """What no standing approval covers, in the words of the rules in force."""
    return [each.title for each in limits_of(rulebooks)]


def craft_text(rulebooks: Sequence[Rulebook]) -> str:
    """What counts as craft work, as the rules in force say; empty where they do not."""
    return " ".join(each.text for each in craft_lists(rulebooks))


def bar(level: Level) -> SafeString:
    """How far one side of a ceiling is used. The numbers stand beside it, so it is not read out."""
    share = 100 if level.over else int(level.used * 100 / level.most)
    kind = "over" if level.over else "near" if level.near else "part"
    return format_html(
        '<svg class="level is-{}" viewBox="0 0 104 10" aria-hidden="true">'
        '<rect class="most" x="1" y="1" width="102" height="8"/>'
        '<rect class="used" x="2" y="2" width="{}" height="6"/>'
        '<path class="mark" d="M82 0v10"/></svg>',
        kind,
        share,
    )


def _finals(scope: Scope) -> str:
    if scope.covers_finals:
        return "Covered: a result may stay in without a look at each"
    return "Not covered"
