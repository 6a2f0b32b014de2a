"""A calendar feed: an address that only its person knows; only its hash is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from clearslate.kit.ids import LENGTH, new_id
from clearslate.productions.models import Production


class Feed(models.Model):
    """The feed of one person for one production; ended, never deleted."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds"
    )
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="feeds")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A person has one feed of a production at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["user", "production"],
                condition=models.Q(ended_at__isnull=True),
                name="one_feed_at_a_time",
            )
        ]
