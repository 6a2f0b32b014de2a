"""A duty is something that somebody must do by a day, because the newest assessment asks for it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from clearslate.kit.ids import LENGTH, new_id
from clearslate.uses.models import Use


class Duty(models.Model):
    """One duty of one subject of a use; it stays one row through all versions of the use."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", "open"
        DONE = "done", "done"
        WAIVED = "waived", "waived"
        DROPPED = "dropped", "not asked any more"

    class Kind(models.TextChoices):
        """What it is, as the pack says."""

        NOTICE = "notice", "notice"
        CONSULTATION = "consultation", "consultation"
        DISCLOSURE = "disclosure", "disclosure"
        CUE_SHEET = "cue_sheet", "cue sheet"
        CHECK = "check", "check"
        OTHER = "other", "other"

    class Dropped(models.TextChoices):
        """Why it is not asked any more."""

        NOT_ASKED = "not_asked", "the newest version does not ask for it"
        WITHDRAWN = "withdrawn", "the use was withdrawn"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="duties")
    name = models.CharField(max_length=80, help_text="the id of the duty in its pack")
    path = models.CharField(max_length=120, help_text="where its subject stands")
    subject = models.TextField(blank=True, help_text="its name; empty for the use as a whole")
    version = models.PositiveIntegerField(help_text="the newest version that asked for it")

    # What the assessment says.
    text = models.TextField()
    owner = models.TextField(help_text="who should do it, in words")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    due_on = models.DateField(null=True, blank=True, help_text="the day of the assessment")
    due_words = models.TextField(blank=True)
    certain = models.BooleanField()

    # What people made of it.
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    day = models.DateField(null=True, blank=True, help_text="the day that counts")
    moved_because = models.CharField(max_length=400, blank=True)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    assigned = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duties"
    )
    assigned_at = models.DateTimeField()
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(
        max_length=400, blank=True, help_text="of whoever did it; the reason where it was waived"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.CharField(max_length=10, choices=Dropped, blank=True)
    was = models.CharField(max_length=8, blank=True, help_text="its state before it was dropped")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """One row per use, duty and subject; whoever did or waived one is named."""

        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(fields=["use", "name", "path", "subject"], name="duty_once"),
            models.CheckConstraint(
                condition=models.Q(moved_because="", moved_by=None)
                | (~models.Q(moved_because="") & models.Q(moved_by__isnull=False)),
                name="duty_moved_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "day"], name="duties_by_day"),
            models.Index(
                fields=["assigned", "day"],
                name="duties_of_somebody",
                condition=models.Q(state="open"),
            ),
        ]

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same duty in another version."""
        return (self.name, self.path, self.subject)

    def late(self, today: date) -> bool:
        """Whether it is open past its day."""
        return self.state == self.State.OPEN and self.day is not None and self.day < today
