"""A review is what one area is asked of one use; around it stand the questions and remarks."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from clearslate.kit.ids import LENGTH, new_id
from clearslate.uses.models import Use


class Review(models.Model):
    """What one area has to say of a use: one row per use and area, moved as it is asked again.

    The area is empty for a notice that was called up although no area has a finding.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "waiting"
        PAUSED = "paused", "waiting for an answer"
        DECIDED = "decided", "decided"
        CLOSED = "closed", "not asked any more"

    class Why(models.TextChoices):
        """Why it is in the inbox."""

        NEW = "new", "new"
        CHANGED = "changed", "changed since it was decided"
        ANSWERED = "answered", "a question was answered"
        CALLED_UP = "called_up", "called up"
        RENEWED = "renewed", "asked again, since the decision ended"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="reviews")
    area = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    why = models.CharField(max_length=10, choices=Why, default=Why.NEW)
    version = models.PositiveIntegerField(help_text="the version that is asked about")
    findings_key = models.CharField(
        max_length=64, help_text="hash of what the area has to decide on; equal: nothing changed"
    )
    opened_at = models.DateTimeField(help_text="when it was asked, this time")
    limit_on = models.DateField(
        null=True, blank=True, help_text="where the time limit of the area ends"
    )
    due_on = models.DateField(
        null=True, blank=True, help_text="the day that the calendar leaves of it"
    )
    paused_on = models.DateField(
        null=True, blank=True, help_text="since when the clock stands, while a question is open"
    )
    paused_days = models.PositiveIntegerField(
        default=0, help_text="working days on which it stood, since it was asked this time"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """One review per use and area; the index serves the inbox."""

        constraints = [models.UniqueConstraint(fields=["use", "area"], name="review_once")]
        indexes = [models.Index(fields=["area", "state", "due_on"], name="reviews_by_area")]


class Query(models.Model):
    """A question of a reviewer to a named person. While it is open the clock stands."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="queries")
    version = models.PositiveIntegerField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The index serves whoever is asked."""

        indexes = [
            models.Index(
                fields=["to"],
                name="open_queries",
                condition=models.Q(answered_at__isnull=True, taken_back_at__isnull=True),
            )
        ]


class Remark(models.Model):
    """Something that somebody said of a use, for everybody who sees it. It decides nothing."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="remarks")
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=2000)
    at = models.DateTimeField()
