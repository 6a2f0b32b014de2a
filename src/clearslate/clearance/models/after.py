"""What changed beneath a delivered use: it moves nothing, and is one item for legal."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from clearslate.kit.ids import LENGTH, new_id
from clearslate.uses.models import Cause, Use


class AfterDelivery(models.Model):
    """Something that a delivered use rests on has changed; a lawyer says what follows."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="after_delivery")
    because = models.CharField(max_length=12, choices=Cause)
    changes = models.PositiveIntegerField(default=1, help_text="changes since it was opened")
    at = models.DateTimeField()
    last_at = models.DateTimeField(help_text="the newest change")
    note = models.CharField(max_length=1000, blank=True, help_text="what follows from it")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """One item of a use is open at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["use"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_after_delivery",
            )
        ]
