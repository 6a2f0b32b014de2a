"""Suspensions: a pause that touches no decision."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from clearslate.kit.ids import LENGTH, new_id
from clearslate.productions.models import Production
from clearslate.uses.models import Use


class Suspension(models.Model):
    """One use, or every use of a production, is paused for a reason, until somebody ends it."""

    class Kind(models.TextChoices):
        """Why."""

        STRIKE = "strike", "strike"
        INJUNCTION = "injunction", "injunction"
        INCIDENT = "incident", "incident"
        OTHER = "other", "another reason"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="suspensions")
    use = models.ForeignKey(
        Use, on_delete=models.PROTECT, null=True, related_name="suspensions", help_text="null: all"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        """The index serves what is paused now."""

        indexes = [
            models.Index(
                fields=["production", "use"],
                name="paused_now",
                condition=models.Q(ended_at__isnull=True),
            )
        ]
