"""Reading privileged notes, for the lawyers of the organisation that they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from clearslate.accounts.models import User
from clearslate.privileged.models import Keeping, Note, Wording
from clearslate.privileged.readers import organisation_of
from clearslate.productions.models import Production
from clearslate.uses.models import Use


@dataclass(frozen=True)
class Worded:
    """A wording with the names of today."""

    number: int
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Read:
    """A note as its readers see it."""

    note: Note
    author: str
    newest: Worded
    older: tuple[Worded, ...]
    """The latest first."""


@dataclass(frozen=True)
class Noted:
    """A use that one's organisation has notes on."""

    use: Use
    count: int
    last: datetime


@dataclass(frozen=True)
class Switched:
    """Whether notes are on, and who said so; nobody has yet where `by` is empty."""

    on: bool
    by: str = ""
    at: datetime | None = None


def switched(user: User, production: Production) -> Switched:
    """Whether one's organisation keeps notes in a production."""
    organisation = organisation_of(user, production)
    row = Keeping.objects.filter(production=production.id, organisation=organisation).first()
    if row is None:
        return Switched(False)
    return Switched(row.on, _names([row.set_by])[row.set_by], row.set_at)


def notes_on(user: User, use: Use) -> list[Read]:
    """The notes of one's organisation on a use, the latest first."""
    organisation = organisation_of(user, use.production)
    rows = Note.objects.filter(
        production=use.production_id, organisation=organisation, use=use.id
    ).order_by("-written_at", "-id")
    return _read(list(rows.prefetch_related("wordings")))


def note_of(user: User, use: Use, note_id: str) -> Read | None:
    """One note of one's organisation on a use, or None."""
    return next((each for each in notes_on(user, use) if each.note.id == note_id), None)


def uses_noted(user: User, production: Production) -> list[Noted]:
    """The uses of a production that one's organisation has notes on, by their numbers."""
    organisation = organisation_of(user, production)
    rows = Note.objects.filter(production=production.id, organisation=organisation).values("use")
    counted = {
        row["use"]: (row["count"], row["last"])
        for row in rows.annotate(count=Count("id", distinct=True), last=Max("wordings__at"))
    }
    uses = Use.objects.filter(production=production, id__in=counted).order_by("number")
    return [Noted(use, *counted[use.id]) for use in uses]


def _read(notes: list[Note]) -> list[Read]:
    words: list[Wording] = [each for note in notes for each in note.wordings.all()]
    called = _names([*(note.author for note in notes), *(each.by for each in words)])
    found = []
    for note in notes:
        worded = [
            Worded(each.number, each.text, called[each.by], each.at) for each in note.wordings.all()
        ]
        found.append(Read(note, called[note.author], worded[-1], tuple(reversed(worded[:-1]))))
    return found


def _names(ids: list[str]) -> dict[str, str]:
    """What people are called now; whoever is gone has no name."""
    people = {each.id: str(each) for each in User.objects.filter(id__in=set(ids))}
    return {each: people.get(each, "(gone)") for each in ids}
