"""What people are told of: news on their page, one digest a day by mail, and what they chose."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from clearslate.kit.ids import LENGTH, new_id
from clearslate.productions.models import Production
from clearslate.uses.models import Use


class Reminders(models.Model):
    """How a person wants to be reminded by mail; without a row, daily."""

    class Digest(models.TextChoices):
        """When a digest is sent; never more than one a day."""

        DAILY = "daily", "On working days, when something is new, due or late"
        DUE = "due", "Only when something is due or late"
        OFF = "off", "Never"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders"
    )
    digest = models.CharField(max_length=6, choices=Digest, default=Digest.DAILY)


class Digest(models.Model):
    """That a person was sent their digest of a day: the row is written with the message."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests"
    )
    day = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        """One per person and day, whoever makes them and how often."""

        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]


class News(models.Model):
    """One thing that one person is told of once: that it is new, due, late or late with others."""

    class Kind(models.TextChoices):
        """What is asked, and of whom."""

        DECISION = "decision", "a decision"
        ANSWER = "answer", "an answer"
        DUTY = "duty", "a duty"
        EVIDENCE = "evidence", "missing evidence"

    class Why(models.TextChoices):
        """Why the person is told."""

        NEW = "new", "new"
        DUE = "due", "due soon"
        LATE = "late", "late"
        ESCALATED = "escalated", "late with somebody else"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news"
    )
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="+")
    use = models.ForeignKey(Use, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    why = models.CharField(max_length=10, choices=Why)
    thing = models.CharField(max_length=LENGTH, help_text="the id of what it is about")
    about = models.CharField(
        max_length=40, help_text="the round in which it was asked, or the day that counts"
    )
    due_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(
        null=True, blank=True, help_text="marked by the person, or over by itself"
    )
    digest = models.ForeignKey(
        Digest,
        on_delete=models.SET_NULL,
        null=True,
        related_name="news",
        help_text="the digest that told it by mail",
    )

    class Meta:
        """Nobody is told the same of a thing and day twice; the index counts what is unread."""

        verbose_name_plural = "news"
        constraints = [
            models.UniqueConstraint(fields=["user", "thing", "why", "about"], name="told_once")
        ]
        indexes = [
            models.Index(
                fields=["user"], name="unread_news", condition=models.Q(read_at__isnull=True)
            )
        ]
