"""Envelopes: what kind of work an approval covers, and the shots registered inside.

An envelope is never changed. It ends, and another one is opened.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from clearslate.envelopes.scope import Scope, scope_of
from clearslate.kit.ids import LENGTH, new_id
from clearslate.productions.models import Production
from clearslate.uses.models import Use


class Origin(models.TextChoices):
    """Where the wording of an envelope began."""

    CRAFT_LIST = "craft_list", "the craft list of the rules"
    OWN = "own", "its own"


class Envelope(models.Model):
    """What an approval covers: of one use, or given ahead for a production."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="envelopes")
    use = models.ForeignKey(
        Use,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="envelopes",
        help_text="null: a standing approval",
    )
    number = models.PositiveIntegerField(
        null=True, blank=True, help_text="of a standing approval, from one within a production"
    )
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN)
    title = models.CharField(max_length=120)
    content = models.JSONField(help_text="the scope, as `scope.Scope` writes it")
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True, help_text="exclusive")
    note = models.CharField(max_length=1000, blank=True)
    decision = models.CharField(
        max_length=LENGTH, blank=True, help_text="the decision that opened it, by its id"
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        """A standing approval has a number and an end; a use has one open envelope at a time."""

        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["production", "number"], name="standing_approval_number_once"
            ),
            models.UniqueConstraint(
                fields=["use"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_envelope",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(use__isnull=True, number__isnull=False, to_day__isnull=False)
                    | models.Q(use__isnull=False, number__isnull=True)
                ),
                name="standing_approval_has_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(to_day__isnull=True) | models.Q(to_day__gt=models.F("from_day")),
                name="envelope_ends_after_it_begins",
            ),
        ]

    @property
    def scope(self) -> Scope:
        """What it covers, as a value."""
        return scope_of(self.content)

    @property
    def standing(self) -> bool:
        """Whether it was given ahead for the production."""
        return self.use_id is None

    @property
    def covers_finals(self) -> bool:
        """Whether what is made under it may stay in a final without a look at each result."""
        return self.scope.covers_finals


class Registered(models.Model):
    """A version of a shot inside an envelope. It is dropped, and never changed or deleted."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="registered")
    use = models.ForeignKey(
        Use, on_delete=models.PROTECT, null=True, blank=True, related_name="registered"
    )
    shot = models.CharField(max_length=120)
    key = models.CharField(max_length=360, help_text="the shot as it is compared")
    version = models.CharField(max_length=20, blank=True, help_text="empty while there is none")
    seconds = models.CharField(max_length=16, blank=True, help_text="a decimal")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField()
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A version of a shot stands once in a use, or once in an envelope while of no use."""

        ordering = ["key", "version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["use", "key", "version"],
                condition=models.Q(dropped_at__isnull=True, use__isnull=False),
                name="shot_version_once_in_a_use",
            ),
            models.UniqueConstraint(
                fields=["envelope", "key", "version"],
                condition=models.Q(dropped_at__isnull=True, use__isnull=True),
                name="shot_version_once_in_an_envelope",
            ),
        ]
