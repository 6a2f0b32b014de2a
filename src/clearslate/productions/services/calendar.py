"""Setting the calendar: episodes, and the days of each and of the whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from clearslate.accounts.permissions import Action
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import to_change
from clearslate.productions.calendar import Days, GivenCalendar, GivenEpisode, check
from clearslate.productions.entries import CALENDAR_SET
from clearslate.productions.errors import StaleError, UnchangedError
from clearslate.productions.models import Episode, Milestone, Production


@service(CALENDAR_SET)
def set_calendar(
    *, actor: Party, at: datetime, production: Production, revision: int, given: GivenCalendar
) -> Production:
    """Make the calendar what is given: add, rename and remove episodes, and set the days.

    The first day of the whole shoot is the start of photography. Raises `StaleError` where
    somebody was quicker, `UnchangedError`, and `ProductionsError` for days that contradict.
    """
    row = to_change(actor, Action.EDIT_PRODUCTION, production, revision)
    check(given, row)
    changes, kept = _episodes(row, given.episodes)
    changes += _days(row, None, given.days)
    for episode, each in kept:
        changes += _days(row, episode, each.days)
    begins = given.days.get(str(Milestone.Kind.SHOOT_BEGINS))
    if not changes:
        raise UnchangedError("Nothing was changed.")
    row.photography_from = begins
    row.revision += 1
    row.save(update_fields=["photography_from", "revision"])
    append(
        CALENDAR_SET,
        actor=actor,
        subject=Party("production", row.id),
        at=at,
        scope=row.id,
        commit={"changes": changes},
    )
    return row


def _episodes(
    production: Production, given: Iterable[GivenEpisode]
) -> tuple[list[str], list[tuple[Episode, GivenEpisode]]]:
    """Bring the episodes to what is given. Returns what changed, and each with its row."""
    there = {row.id: row for row in Episode.objects.filter(production=production)}
    wanted = list(given)
    if {each.id for each in wanted if each.id is not None} - set(there):
        raise StaleError("An episode is no longer there. Look at what stands now.")
    changes = []
    for row in there.values():
        if row.id not in {each.id for each in wanted}:
            changes.append(f"{row.code} removed")
            row.delete()
    renamed = [each for each in wanted if each.id and there[each.id].code != each.code.strip()]
    # Two episodes may swap their codes, and none may have the code of another even for a moment.
    for each in renamed:
        Episode.objects.filter(id=each.id).update(code=f"~{each.id}")
    kept = []
    for each in wanted:
        row = there[each.id] if each.id else Episode(production=production)
        code, title = each.code.strip(), " ".join(each.title.split())
        if row.pk is None:
            changes.append(f"{code} added")
        elif row.code != code:
            changes.append(f"{row.code} is now {code}")
        elif row.title != title:
            changes.append(f"{code} title")
        row.code, row.title = code, title
        row.save()
        kept.append((row, each))
    return changes, kept


def _days(production: Production, episode: Episode | None, given: Days) -> list[str]:
    """Bring the days of an episode, or of the whole, to what is given. Returns what changed."""
    rows = {
        row.kind: row for row in Milestone.objects.filter(production=production, episode=episode)
    }
    head = f"{episode.code} " if episode else ""
    changes = []
    for kind in Milestone.Kind.values:
        row, day = rows.get(kind), given.get(kind)
        if row is None and day is not None:
            Milestone.objects.create(production=production, episode=episode, kind=kind, day=day)
        elif row is not None and day is None:
            row.delete()
        elif row is not None and day is not None and row.day != day:
            row.day = day
            row.save(update_fields=["day"])
        else:
            continue
        changes.append(f"{head}{kind} {day.isoformat() if day else 'none'}")
    return changes
