"""Messages on their way, stored files, rate limits, and which workers are alive."""

from __future__ import annotations

from django.db import models

from clearslate.kit.ids import LENGTH, new_id


class OutboxMessage(models.Model):
    """One message to one recipient, written in the transaction of what it tells of."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    channel = models.CharField(max_length=20)
    kind = models.CharField(max_length=60)
    recipient = models.CharField(max_length=254)
    parameters = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    lease = models.CharField(max_length=LENGTH, default="", blank=True)
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        """The index serves the search for messages whose job was lost."""

        indexes = [
            models.Index(
                fields=["due_at"], name="outbox_waiting", condition=models.Q(state="waiting")
            )
        ]


class TokenBucket(models.Model):
    """How much of a rate limit is left; the key is a keyed hash of what is limited."""

    key = models.CharField(primary_key=True, max_length=64)
    tokens = models.FloatField()
    updated_at = models.DateTimeField()


class StorageKey(models.Model):
    """The secret behind the addresses of one production's files."""

    scope = models.CharField(primary_key=True, max_length=LENGTH)
    key = models.BinaryField(max_length=32)


class StoredFile(models.Model):
    """A file that is on disk, whole, at its address."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    scope = models.CharField(max_length=LENGTH)
    address = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField()

    class Meta:
        """One row per content and production; the size is that of the bytes."""

        constraints = [
            models.UniqueConstraint(fields=["scope", "sha256"], name="stored_once_per_scope"),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="stored_size"),
        ]


class Worker(models.Model):
    """A worker that said it is alive."""

    id = models.CharField(primary_key=True, max_length=LENGTH)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)


class Chore(models.Model):
    """When something regular is due next; whoever moves the date does it."""

    name = models.CharField(primary_key=True, max_length=40)
    due_at = models.DateTimeField()
