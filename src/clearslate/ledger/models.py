"""Logs, their entries, and two tables that can be erased without touching an entry.

Entries and logs are append-only in the database itself: migration 0002 sets triggers.
Only this package may import these tables.
"""

from __future__ import annotations

from django.db import models

from clearslate.kit.ids import LENGTH, new_id


class Log(models.Model):
    """The log of one production, or of the installation."""

    INSTALLATION = "installation"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    scope = models.CharField(max_length=LENGTH, unique=True, help_text="a production's id")


class Entry(models.Model):
    """One entry at its place; the columns beside the bytes repeat them for searching."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="entries")
    index = models.BigIntegerField()
    type = models.CharField(max_length=80)
    type_v = models.PositiveIntegerField()
    at = models.DateTimeField()
    subject = models.CharField(max_length=LENGTH)
    canonical = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        """One entry per place; the index serves the history of one thing."""

        constraints = [
            models.UniqueConstraint(fields=["log", "index"], name="one_entry_per_place"),
            models.CheckConstraint(condition=models.Q(index__gte=0), name="places_from_zero"),
        ]
        indexes = [models.Index(fields=["log", "subject", "index"], name="entries_of_subject")]


class Pseudonym(models.Model):
    """Who stands behind an id within one log. Deleting the row unlinks the entries for good."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    party = models.CharField(max_length=40)
    value = models.CharField(max_length=LENGTH, unique=True, default=new_id)

    class Meta:
        """A party has one pseudonym in a log, and others elsewhere."""

        constraints = [
            models.UniqueConstraint(fields=["log", "kind", "party"], name="one_name_per_log")
        ]


class Opening(models.Model):
    """Salt and value behind a commitment. Deleting the row erases the value; the entry stays."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="openings")
    field = models.CharField(max_length=40)
    salt = models.BinaryField(max_length=32)
    value = models.BinaryField(help_text="canonical bytes")

    class Meta:
        """One opening per commitment."""

        constraints = [models.UniqueConstraint(fields=["entry", "field"], name="one_opening")]
