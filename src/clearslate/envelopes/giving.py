"""What a standing approval has to say before it can be given; every flaw is named by its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clearslate.envelopes.ceiling import seconds_of
from clearslate.envelopes.findings import coverable
from clearslate.envelopes.in_frame import vocabulary
from clearslate.envelopes.limits import craft_lists
from clearslate.envelopes.models import Origin
from clearslate.envelopes.scope import BY, NAMED, Scope
from clearslate.policy.case import Rulebook
from clearslate.policy.declaration.schema import core_schema
from clearslate.productions.calendar import days_out
from clearslate.uses.attachments import safe_text
from clearslate.uses.summary import FINAL

LONGEST = timedelta(days=731)
"""Two years: longer than a season takes. A day far away would be no end."""

MOST_TITLE, MOST_NOTE, MOST_WORDS = 120, 1000, 400
MOST_NAMES, MOST_NAME, MOST_PART = 40, 120, 60
MOST_CEILING = 100_000

_VOCABULARIES = {
    "departments": "department",
    "media": "medium",
    "techniques": "technique",
    "destinations": "destination",
}
_NEEDED = {
    "media": "Say which media it covers.",
    "techniques": "Say what the tools may do.",
    "destinations": "Say where the results may end up.",
    "covers": "Say which findings it covers. Without one nothing would fit.",
}


@dataclass(frozen=True)
class Wanted:
    """A standing approval as somebody wants to give it."""

    title: str
    scope: Scope
    from_day: date
    to_day: date
    note: str = ""
    origin: str = str(Origin.OWN)

    def cleaned(self) -> Wanted:
        """The same, its texts without what cannot be seen."""
        return Wanted(
            safe_text(self.title),
            self.scope,
            self.from_day,
            self.to_day,
            safe_text(self.note),
            self.origin,
        )


def flaws(wanted: Wanted, rulebooks: Sequence[Rulebook], today: date) -> list[tuple[str, str]]:
    """Every flaw: the field it is about, and what to do."""
    return [
        *_words(wanted),
        *_days(wanted, today),
        *_chosen(wanted.scope, rulebooks),
        *_finals(wanted.scope),
        *_names(wanted.scope),
        *_ceiling(wanted.scope),
    ]


def _words(wanted: Wanted) -> Iterator[tuple[str, str]]:
    if not wanted.title:
        yield "title", "Give it a title: the kind of work in a few words."
    for name, text, most in (
        ("title", wanted.title, MOST_TITLE),
        ("note", wanted.note, MOST_NOTE),
        ("kept_out_words", wanted.scope.kept_out_words, MOST_WORDS),
    ):
        if len(text) > most:
            yield name, f"Write at most {most} characters."


def _days(wanted: Wanted, today: date) -> Iterator[tuple[str, str]]:
    days = {"from_day": wanted.from_day, "to_day": wanted.to_day}
    out = list(days_out(days))
    yield from out
    if out:
        return
    if wanted.from_day < today:
        yield "from_day", "It is given ahead, so it begins today or later."
    if wanted.to_day <= wanted.from_day:
        yield "to_day", "It ends before it begins. Choose a later day."
    elif wanted.to_day - wanted.from_day > LONGEST:
        yield "to_day", "It may hold for two years at most. Choose an earlier day."


def _chosen(scope: Scope, rulebooks: Sequence[Rulebook]) -> Iterator[tuple[str, str]]:
    """What is chosen from a list, and has to be of it."""
    for name, message in _NEEDED.items():
        if not getattr(scope, name):
            yield name, message
    known: dict[str, Iterable[str]] = {
        name: core_schema().vocabularies[of] for name, of in _VOCABULARIES.items()
    }
    known |= {"kept_out": vocabulary(), "covers": coverable(rulebooks)}
    for name, words in known.items():
        strange = [each for each in getattr(scope, name) if each not in words]
        if strange:
            yield name, f"“{strange[0][:MOST_PART]}” cannot be chosen here. Choose from the list."
    if scope.craft_only and not craft_lists(rulebooks):
        yield "craft_only", "The rules in force do not say what craft work is. Leave this out."
    if scope.by not in BY:
        yield "by", "Choose who may do the work."


def _finals(scope: Scope) -> Iterator[tuple[str, str]]:
    final = FINAL & set(scope.destinations)
    if final and not scope.covers_finals:
        yield (
            "covers_finals",
            "A result may end up in a final. Say that it covers finals, or leave those out.",
        )
    if scope.covers_finals and scope.destinations and not final:
        yield "covers_finals", "No result ends up in a final, so there is nothing to cover."


def _names(scope: Scope) -> Iterator[tuple[str, str]]:
    """Tools and vendors by their names."""
    if scope.by == NAMED and not scope.vendors:
        yield "vendors", "Name the vendors, one in each line."
    if scope.by in BY and scope.by != NAMED and scope.vendors:
        yield "vendors", f"Choose “{BY[NAMED]}”, or leave the vendors out."
    for name, given in (("vendors", scope.vendors), ("tools", scope.tools)):
        if len(given) > MOST_NAMES:
            yield name, f"Name {MOST_NAMES} at most."
    for text in (*scope.vendors, *(tool.name for tool in scope.tools)):
        if not text or len(text) > MOST_NAME:
            where = "vendors" if text in scope.vendors else "tools"
            yield where, f"Write names of at most {MOST_NAME} characters, none of them empty."
            return
    for tool in scope.tools:
        if max(len(tool.version), len(tool.tier)) > MOST_PART:
            yield "tools", f"Write versions and tiers of at most {MOST_PART} characters."
            return


def _ceiling(scope: Scope) -> Iterator[tuple[str, str]]:
    if scope.most_shots is not None and not 1 <= scope.most_shots <= MOST_CEILING:
        yield "most_shots", f"Write a number from 1 to {MOST_CEILING:,}, or leave it empty."
    if scope.most_seconds and not seconds_of(scope.most_seconds):
        yield "most_seconds", "Write seconds like 90 or 4.5, or leave it empty."
