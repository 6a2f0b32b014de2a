"""Lines beside the written approval, each with its own record: nobody folds one into another."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from clearslate.kit.ids import LENGTH, new_id
from clearslate.uses.models import Attachment, Use


class Line(models.Model):
    """A legal review, a rights clearance, a consultation of the director or of labour relations.

    A newer one of the same kind replaces it once what it answered for has changed.
    """

    class Kind(models.TextChoices):
        """Which act it is."""

        LEGAL_REVIEW = "legal_review", "legal review"
        RIGHTS_CLEARANCE = "rights", "rights clearance"
        DIRECTOR = "director", "consultation of the director"
        LABOUR = "labour", "labour relations"

    class Response(models.TextChoices):
        """What was answered."""

        AGREED = "agreed", "agreed"
        WITH_CHANGES = "with_changes", "agreed with changes"
        NOT_AGREED = "not_agreed", "not agreed"
        NOT_NEEDED = "not_needed", "not needed"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12, choices=Kind)
    version = models.PositiveIntegerField(help_text="the version it was opened for")
    findings_key = models.CharField(max_length=64, help_text="hash of what asks for it")
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    shown = models.CharField(max_length=1000, blank=True, help_text="what was shown, in words")
    shown_files = models.ManyToManyField(Attachment, related_name="+")
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    shown_at = models.DateTimeField(null=True, blank=True)
    response = models.CharField(max_length=12, choices=Response, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="who wrote the answer down, where that was somebody else",
    )
    responded_at = models.DateTimeField(null=True, blank=True)
    case_sha256 = models.CharField(max_length=64, blank=True, help_text="the case answered on")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="replaced, or not asked")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """One open line of a kind per use."""

        constraints = [
            models.UniqueConstraint(
                fields=["use", "kind"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_line",
            )
        ]
        indexes = [models.Index(fields=["kind", "response"], name="lines_by_kind")]


class LegalException(models.Model):
    """A named lawyer lifts a hold without one piece of evidence, with a reason and an end."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="exceptions")
    evidence = models.CharField(max_length=80, help_text="the derived field that is missing")
    subject = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField()
    case_sha256 = models.CharField(max_length=64)
    reasons = models.JSONField(default=list, help_text="ids of the pack's list")
    note = models.CharField(max_length=400)
    until = models.DateField(help_text="exclusive")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """One exception stands per piece of evidence."""

        constraints = [
            models.UniqueConstraint(
                fields=["use", "evidence", "subject"],
                condition=models.Q(ended_at__isnull=True),
                name="one_standing_exception",
            )
        ]
