"""Uses that stand elsewhere since they were assessed again, until people are told."""

from __future__ import annotations

from django.db import models

from clearslate.uses.models import Cause, State, Use


class Moved(models.Model):
    """One use that was assessed again and now needs something else, or stands elsewhere."""

    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="moved")
    version = models.PositiveIntegerField()
    because = models.CharField(max_length=12, choices=Cause)
    was_state = models.CharField(max_length=12, choices=State)
    was_outcome = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=12, choices=State)
    outcome = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The index serves what nobody was told of yet."""

        indexes = [
            models.Index(
                fields=["use"], name="moved_untold", condition=models.Q(told_at__isnull=True)
            )
        ]
