"""Keeping privileged notes: switching them on, writing, amending and removing them.

These functions are no services. A service appends to the ledger, and a note leaves no entry, count
or trace outside of its organisation's lawyers. So nothing here writes to the ledger, the outbox,
the queue of jobs, the use or the production; the tables of this package are all that changes.
A contract test holds the package to it.

Every function is for a person, never for the command line: whoever runs the server belongs to no
organisation. Each checks the permission and the organisation as they are at that moment.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from clearslate.accounts.models import User
from clearslate.privileged.errors import PrivilegedError, StaleError
from clearslate.privileged.models import Keeping, Note, Wording
from clearslate.privileged.readers import organisation_of, readers_of
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Production
from clearslate.uses.models import Use

MOST_TEXT = 20_000
"""Characters of one wording."""


def switch(*, user: User, at: datetime, production: Production, on: bool) -> None:
    """Switch the notes of one's organisation in a production on or off.

    Off, nothing can be written or amended; what is there can still be read and removed.
    """
    organisation = organisation_of(user, production)
    _refuse_archived(production)
    Keeping.objects.update_or_create(
        production=production.id,
        organisation=organisation,
        defaults={"on": on, "set_by": user.id, "set_at": at},
    )


def write(*, user: User, at: datetime, use: Use, text: str) -> Note:
    """Write a note on a use. Raises `PrivilegedError` where they are off, or it says nothing."""
    production = use.production
    organisation = organisation_of(user, production)
    _refuse_archived(production)
    words = _words(text)
    with transaction.atomic():
        _refuse_off(production, organisation)
        note: Note = Note.objects.create(
            production=production.id,
            organisation=organisation,
            use=use.id,
            author=user.id,
            written_at=at,
        )
        Wording.objects.create(note=note, number=1, text=words, by=user.id, at=at)
    return note


def amend(*, user: User, at: datetime, note: Note, use: Use, revision: int, text: str) -> Note:
    """Word a note anew; the older wordings stay, for the same readers.

    Raises `StaleError` where a colleague was faster, `PrivilegedError` where nothing changed.
    """
    production = use.production
    words = _words(text)
    with transaction.atomic():
        row = _locked(user, use, note, revision)
        _refuse_archived(production)
        _refuse_off(production, row.organisation)
        if row.wordings.get(number=row.revision).text == words:
            raise PrivilegedError("The note says exactly this already. Nothing was changed.")
        row.revision += 1
        row.save(update_fields=["revision"])
        Wording.objects.create(note=row, number=row.revision, text=words, by=user.id, at=at)
    return row


def remove(*, user: User, note: Note, use: Use, revision: int) -> None:
    """Remove a note with all its wordings, for good.

    Only its author may, or any of its readers once the author is none of them. Raises
    `StaleError`, and `PrivilegedError` for somebody else's note.
    """
    with transaction.atomic():
        row = _locked(user, use, note, revision)
        _refuse_archived(use.production)
        if not may_remove(user, use.production, row):
            raise PrivilegedError("Only who wrote a note removes it. Ask them, or amend it.")
        _wipe_when_deleted()
        row.delete()


def may_remove(user: User, production: Production, note: Note) -> bool:
    """Whether somebody may remove a note that they read."""
    reading = {each.id for each in readers_of(user, production)}
    return note.author == user.id or (user.id in reading and note.author not in reading)


def _locked(user: User, use: Use, note: Note, revision: int) -> Note:
    """A note of the person's own organisation, locked until the transaction ends."""
    organisation = organisation_of(user, use.production)
    rows = Note.objects.select_for_update().filter(production=use.production_id, use=use.id)
    row: Note | None = rows.filter(id=note.id, organisation=organisation).first()
    if row is None:
        raise StaleError("A colleague removed this note. Nothing was done.")
    if row.revision != revision:
        raise StaleError("A colleague amended this note since you read it. Nothing was done.")
    return row


def _refuse_archived(production: Production) -> None:
    kept = Production.objects.filter(id=production.id)
    if kept.values_list("archived_at", flat=True).get() is not None:
        raise NotAllowedError("This production is archived. Open it again first.")


def _refuse_off(production: Production, organisation: str) -> None:
    rows = Keeping.objects.filter(production=production.id, organisation=organisation, on=True)
    if not rows.exists():
        raise PrivilegedError(
            "Privileged notes are off for your organisation here. Switch them on first."
        )


def _words(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not words:
        raise PrivilegedError("The note is empty. Write something first.")
    if "\0" in words:
        raise PrivilegedError("The note holds a character that cannot be kept. Take it out.")
    if len(words) > MOST_TEXT:
        raise PrivilegedError(f"The note has more than {MOST_TEXT:,} characters. Shorten it.")
    return words


def _wipe_when_deleted() -> None:
    """Have SQLite overwrite what is deleted; PostgreSQL does when it vacuums."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
