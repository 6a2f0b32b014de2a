"""Who stands in for whom, and who has looked at what."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from clearslate.kit.ids import LENGTH, new_id
from clearslate.productions.models import Production
from clearslate.uses.models import Use


class Away(models.Model):
    """A reviewer is away, or delegates: somebody decides for them, under both names."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="aways")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    areas = models.JSONField(default=list, blank=True, help_text="empty for all of theirs")
    from_day = models.DateField()
    to_day = models.DateField(help_text="exclusive")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The index serves the question who decides for whom."""

        indexes = [models.Index(fields=["production", "delegate"], name="who_stands_in")]


class Look(models.Model):
    """The version of a use that somebody last looked at on its review page."""

    use = models.ForeignKey(Use, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    before = models.PositiveIntegerField(
        null=True, blank=True, help_text="the version they had looked at before that one"
    )
    before_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The last look of a person at a use."""

        constraints = [models.UniqueConstraint(fields=["use", "user"], name="last_look_once")]
