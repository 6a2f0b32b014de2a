"""Telling of uses that were assessed again and stand elsewhere: one letter to each person.

Whoever declared one is told, whoever has it now, and whoever gets notices; for a use that is
noticed from now on the letter is its notice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.clearance.anew import Anew
from clearslate.clearance.models import Moved
from clearslate.kit import outbox
from clearslate.ledger.parties import WORKER, Party
from clearslate.ledger.services import append
from clearslate.productions.models import Membership, Production
from clearslate.productions.packs import rulebooks_on
from clearslate.productions.selectors import people_with, today_in
from clearslate.uses.entries import NOTICE_SENT, use_number
from clearslate.uses.ground import areas_in
from clearslate.uses.models import State, Use
from clearslate.uses.turns import Turns, turns_among

MOST_NAMED = 40
"""Uses of one state that a letter names."""


def note_moved(made: Anew, at: datetime) -> None:
    """Note that a use stands elsewhere, for the next letters."""
    use = made.use
    Moved.objects.create(
        use=use,
        version=use.versions_count,
        because=made.because,
        was_state=made.was_state,
        was_outcome=made.was_outcome,
        state=use.state,
        outcome=use.outcome,
        at=at,
    )


def tell_moved(production_id: str, *, at: datetime) -> int:
    """Tell the people concerned of every use nobody was told of yet. Returns how many uses."""
    with transaction.atomic():
        rows = Production.objects.select_for_update(no_key=True)
        production = rows.filter(id=production_id, archived_at=None).first()
        if production is None:
            return 0
        moved = Moved.objects.filter(use__production=production, told_at=None)
        uses = {row.use_id: row.use for row in moved.select_related("use__declared_by")}
        contacts = people_with(production, Action.GET_NOTICES)
        for person, theirs in _by_person(production, uses.values(), contacts, at):
            _write(production, person, theirs, at)
        for use in uses.values():
            if use.state == State.NOTICED:
                _note(production, use, contacts, at)
        moved.update(told_at=at)
    return len(uses)


def _by_person(
    production: Production, uses: Iterable[Use], contacts: list[User], at: datetime
) -> list[tuple[User, list[Use]]]:
    members = list(
        Membership.objects.filter(production=production, ended_at=None, user__is_active=True)
        .select_related("user", "role")
        .order_by("stands_in", "since", "id")
    )
    people = {row.user_id: row.user for row in members}
    turns = turns_among(members, areas_in(rulebooks_on(production, today_in(production, at))))
    theirs: dict[str, list[Use]] = {}
    for use in sorted(uses, key=lambda each: each.number):
        told = {use.declared_by_id, *(each.id for each in contacts), *_judging(use, turns)}
        for person_id in told & people.keys():
            theirs.setdefault(person_id, []).append(use)
    return [(people[person_id], found) for person_id, found in sorted(theirs.items())]


def _judging(use: Use, turns: Turns) -> set[str]:
    """Whoever has to decide on a use now."""
    if use.state != State.IN_REVIEW:
        return set()
    people = [each for area in use.waiting for each in turns.looked_after.get(area, ())]
    return {each.id for each in people or turns.anything}


def _write(production: Production, person: User, uses: list[Use], at: datetime) -> None:
    named: dict[str, list[str]] = {}
    for use in uses:
        named.setdefault(use.state, []).append(use_number(use.number))
    outbox.put(
        channel="email",
        kind="reassessed",
        recipient=person.email,
        parameters={
            "code_name": production.code_name,
            "count": str(len(uses)),
            "path": f"/p/{production.slug}/uses/?week=1",
            **{state: _listed(numbers) for state, numbers in named.items()},
        },
        at=at,
    )


def _listed(numbers: list[str]) -> str:
    more = len(numbers) - MOST_NAMED
    return ", ".join(numbers[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _note(production: Production, use: Use, contacts: list[User], at: datetime) -> None:
    for person in contacts:
        append(
            NOTICE_SENT,
            actor=WORKER,
            subject=Party("use", use.id),
            at=at,
            scope=production.id,
            body={"version": use.versions_count, "to": Party("person", person.id)},
            commit={"recipient": person.email},
        )
