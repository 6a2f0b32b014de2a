"""The rules card of a department: what the packs in force say, and what was approved ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.envelopes.holding import IN_FORCE, TO_COME
from clearslate.envelopes.selectors import Standing, standing_list
from clearslate.ledger.parties import Party
from clearslate.policy.case import Rulebook
from clearslate.policy.pack.papers import CardLine, Papers
from clearslate.productions.models import Production
from clearslate.productions.packs import kept_papers, rulebooks_on, rules_change, statements_on
from clearslate.productions.selectors import people_with, today_in
from clearslate.uses.matching import DEPARTMENTS


@dataclass(frozen=True)
class Rules:
    """What one pack in force says to a department."""

    title: str
    version: str
    adopted: bool
    """Whether it counts in outcomes; an advisory one is only shown."""
    since: date | None
    """From when on it is in force here."""
    may: tuple[CardLine, ...]
    may_not: tuple[CardLine, ...]
    ask: tuple[CardLine, ...]


@dataclass(frozen=True)
class Card:
    """The rules card of one department, on one day."""

    department: str
    title: str
    rules: tuple[Rules, ...]
    standing: tuple[Standing, ...]
    """The standing approvals that cover its work, in force or to come."""
    contacts: tuple[User, ...]
    changes_on: date | None
    """The first later day on which other rules may hold."""


def cards_of(
    actor: Party, production: Production, at: datetime, departments: Iterable[str] = ()
) -> tuple[Card, ...]:
    """The cards of some departments, or of all of them, in the order of the vocabulary."""
    today = today_in(production, at)
    shown = standing_list(actor, production, today)
    standing = [each for each in shown if each.stands in (IN_FORCE, TO_COME)]
    contacts = tuple(people_with(production, Action.GET_NOTICES))
    changes_on = rules_change(production, today)
    wanted = tuple(departments) or tuple(DEPARTMENTS)
    books = _books(production, today)
    return tuple(
        Card(
            department,
            title,
            tuple(each.rules(department) for each in books),
            tuple(each for each in standing if _covers(each, department)),
            contacts,
            changes_on,
        )
        for department, title in DEPARTMENTS.items()
        if department in wanted
    )


@dataclass(frozen=True)
class _Book:
    """A rulebook in force with its papers."""

    book: Rulebook
    papers: Papers
    since: date | None

    def rules(self, department: str) -> Rules:
        card, pack = self.papers.card(department), self.book.loaded.pack
        return Rules(
            pack.title,
            pack.version,
            self.book.adopted,
            self.since,
            card.may,
            card.may_not,
            card.ask,
        )


def _books(production: Production, today: date) -> list[_Book]:
    since = {row.pack_id: row.from_day for row in statements_on(production, today)}
    hashes = [(each, each.loaded.pack.sha256) for each in rulebooks_on(production, today)]
    return [_Book(book, kept_papers(sha256), since.get(sha256)) for book, sha256 in hashes]


def _covers(standing: Standing, department: str) -> bool:
    """Whether a standing approval covers work of a department; one that names none covers all."""
    named = standing.envelope.scope.departments
    return not named or department in named
