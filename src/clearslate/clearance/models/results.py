"""Results: the frames or clips that were sent, by hash, and who looked at each, and how."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from clearslate.kit.ids import LENGTH, new_id
from clearslate.kit.models import StoredFile
from clearslate.uses.models import Attachment, Use


class ResultBatch(models.Model):
    """Results that were sent together, as shots were finished."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(help_text="of the use, as it stood")
    note = models.CharField(max_length=400, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField()

    class Meta:
        """Numbered from one within a use."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["use", "number"], name="batch_number_once")]


class Result(models.Model):
    """One frame or clip of one output, known by its hash."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "waiting to be looked at"
        CLEARED = "cleared", "cleared"
        SENT_BACK = "sent_back", "sent back"
        REPLACED = "replaced", "replaced by a newer one"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    batch = models.ForeignKey(ResultBatch, on_delete=models.PROTECT, related_name="results")
    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="results")
    output = models.CharField(max_length=120, help_text="the name of the output")
    shot = models.CharField(max_length=60, blank=True)
    shot_version = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=120, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    preview = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """The index serves what waits to be looked at."""

        indexes = [models.Index(fields=["use", "state"], name="results_by_state")]


class ResultLook(models.Model):
    """How somebody looked at a result. Never changed; a newer look stands above it."""

    class Resemblance(models.TextChoices):
        """The check for likenesses of people and works."""

        NONE_FOUND = "none_found", "no likeness found"
        FOUND = "found", "a likeness found"

    class Quality(models.TextChoices):
        """The quality test."""

        PASSED = "passed", "passed"
        FAILED = "failed", "failed"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="looks")
    sha256 = models.CharField(max_length=64, help_text="of what was looked at")
    version = models.PositiveIntegerField(help_text="of the use")
    case_sha256 = models.CharField(max_length=64)
    findings_key = models.CharField(
        max_length=64, help_text="hash of what asked for the look; another one asks again"
    )
    resemblance = models.CharField(max_length=10, choices=Resemblance)
    quality = models.CharField(max_length=10, choices=Quality)
    human_input = models.CharField(max_length=600, blank=True, help_text="what people did to it")
    human_evidence = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, related_name="+"
    )
    conditions = models.JSONField(default=list, help_text="conditions seen to be kept, by id")
    cleared = models.BooleanField()
    reasons = models.JSONField(default=list, help_text="ids of the pack's list")
    note = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
