"""Decisions: each binds to the case that was read. None is ever changed; they end."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from clearslate.clearance.models.reviews import Review
from clearslate.kit.ids import LENGTH, new_id


class Decision(models.Model):
    """What one person decided for one area, on exactly one case."""

    class Verdict(models.TextChoices):
        """What was decided."""

        APPROVED = "approved", "approved"
        CONDITIONS = "conditions", "approved with conditions"
        DECLINED = "declined", "declined"

    class Ended(models.TextChoices):
        """Why it no longer stands."""

        CHANGED = "changed", "what it decided on changed"
        REPLACED = "replaced", "decided again"
        NOT_ASKED = "not_asked", "the area is not asked any more"
        RENEWED = "renewed", "its time was over, and it was asked again"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    version = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    case_sha256 = models.CharField(max_length=64)
    assessment_sha256 = models.CharField(max_length=64)
    findings_key = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reasons = models.JSONField(default=list, help_text="ids of the pack's list")
    note = models.CharField(max_length=400, blank=True)
    conditions = models.JSONField(default=list, help_text="as `conditions.Agreed` writes them")
    valid_until = models.DateField(null=True, blank=True, help_text="exclusive")
    at = models.DateTimeField()
    asked_at = models.DateTimeField(help_text="when the area was asked, so that time can be told")
    paused_days = models.PositiveIntegerField(
        default=0, help_text="working days on which the clock stood"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=Ended, blank=True)

    class Meta:
        """One decision of a review stands at a time; the index serves the search for precedents."""

        constraints = [
            models.UniqueConstraint(
                fields=["review"],
                condition=models.Q(ended_at__isnull=True),
                name="one_standing_decision",
            )
        ]
        indexes = [models.Index(fields=["at"], name="decisions_by_time")]

    @property
    def approves(self) -> bool:
        """Whether it gives the go-ahead."""
        return self.verdict != self.Verdict.DECLINED


class Carried(models.Model):
    """A decision that stands for a later version too, since nothing its area decides on changed."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="carried")
    version = models.PositiveIntegerField()
    case_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """Once per version."""

        constraints = [models.UniqueConstraint(fields=["decision", "version"], name="carried_once")]
