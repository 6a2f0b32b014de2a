"""Letters that the duties of a use ask for, filled in as drafts. Nothing is ever sent."""

from __future__ import annotations

from datetime import date

from clearslate.accounts.permissions import Action
from clearslate.policy.assess.words import day_words
from clearslate.policy.notices import Draft, drafts
from clearslate.productions.models import Production
from clearslate.productions.packs import kept_papers
from clearslate.productions.selectors import people_with
from clearslate.uses.desk import assessor_of
from clearslate.uses.stored import Stored


def letters_of(production: Production, found: Stored, today: date) -> tuple[Draft, ...]:
    """The letters for the duties of a version; those that are certain come first.

    They call the production by its code name. What is not known stays open, in brackets.
    """
    books = found.case.rulebooks
    letter = {
        "date": day_words(today),
        "production": production.code_name,
        "company": production.organisation.name,
    }
    people = people_with(production, Action.SPEAK_FOR_LABOUR)
    if people:
        letter["sender"] = str(people[0])
    made = drafts(
        found.case,
        assessor_of(books),
        found.assessment,
        letter=letter,
        papers={each.loaded.pack.sha256: kept_papers(each.loaded.pack.sha256) for each in books},
    )
    return tuple(sorted(made, key=lambda each: not each.certain))
