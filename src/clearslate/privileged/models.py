"""Notes among the lawyers of one organisation, in tables that no other table knows of.

They name a production, an organisation, a use and people by plain ids, without foreign keys. So
nothing that counts, exports or deletes rows elsewhere can meet a note, or be stopped by one.
"""

from __future__ import annotations

from django.db import models

from clearslate.kit.ids import LENGTH, new_id


class Keeping(models.Model):
    """Whether the lawyers of an organisation keep notes in a production; off without a row."""

    production = models.CharField(max_length=LENGTH)
    organisation = models.CharField(max_length=LENGTH)
    on = models.BooleanField(default=False)
    set_by = models.CharField(max_length=LENGTH, help_text="a person")
    set_at = models.DateTimeField()

    class Meta:
        """One row per organisation and production."""

        constraints = [
            models.UniqueConstraint(fields=["production", "organisation"], name="keeping_once")
        ]


class Note(models.Model):
    """One note on a use; it says what its newest wording says."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    production = models.CharField(max_length=LENGTH)
    organisation = models.CharField(max_length=LENGTH)
    use = models.CharField(max_length=LENGTH)
    author = models.CharField(max_length=LENGTH, help_text="a person")
    written_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1, help_text="the number of its newest wording")

    class Meta:
        """The index serves the notes of one organisation, of a production or of one use."""

        indexes = [
            models.Index(fields=["production", "organisation", "use"], name="notes_of_a_use")
        ]


class Wording(models.Model):
    """What a note said from some moment on. Never changed; it goes only with the whole note."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    text = models.TextField()
    by = models.CharField(max_length=LENGTH, help_text="a person")
    at = models.DateTimeField()

    class Meta:
        """Numbered from one within a note."""

        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="wording_number_once")
        ]
