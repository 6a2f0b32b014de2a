"""Incidents and what was done about them: each step is a row of its own that never changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from clearslate.kit.ids import LENGTH, new_id
from clearslate.kit.models import StoredFile
from clearslate.productions.models import Production
from clearslate.uses.models import Use


class Incident(models.Model):
    """Something went into a tool that should not have, as somebody reported it."""

    class Kind(models.TextChoices):
        """What went in."""

        UNRELEASED = "unreleased", "unreleased material: script, footage, designs"
        PERSONAL = "personal", "personal data"
        LIKENESS = "likeness", "a face, a voice or a performance"
        CONFIDENTIAL = "confidential", "confidential papers: contracts, budgets, plans"
        OF_OTHERS = "of_others", "material of others, without the right to use it"
        SECRET = "secret", "passwords or keys"
        OTHER = "other", "something else"

    class StillThere(models.TextChoices):
        """Whether it is still in the tool."""

        YES = "yes", "yes"
        NO = "no", "no"
        UNKNOWN = "unknown", "not sure"

    class State(models.TextChoices):
        """How far it is."""

        REPORTED = "reported", "reported"
        HANDLED = "handled", "being handled"
        DECIDED = "decided", "decided"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    what = models.TextField(help_text="what went in, in words")
    tool = models.CharField(max_length=120)
    still_there = models.CharField(max_length=7, choices=StillThere)
    noticed_on = models.DateField()
    noticed_by = models.CharField(max_length=120)
    use = models.ForeignKey(Use, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.REPORTED)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """One number per production."""

        constraints = [
            models.UniqueConstraint(fields=["production", "number"], name="incident_number_once")
        ]


class Step(models.Model):
    """What every step has: of which incident, by whom, and when."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="%(class)ss")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """In the order they were made."""

        abstract = True
        ordering = ["at", "id"]


class Stop(Step):
    """Something was stopped, so that nothing more goes in."""

    what = models.TextField(help_text="what was stopped, and how")
    suspended = models.BooleanField(default=False, help_text="the use was suspended with it")


class Request(Step):
    """Whoever runs the tool was asked to delete what went in."""

    asked_of = models.CharField(max_length=120)
    asked_on = models.DateField()
    words = models.TextField(blank=True, help_text="how, and what exactly was asked")


class Answer(Step):
    """What they answered, with the evidence of a deletion where there is one."""

    class Deleted(models.TextChoices):
        """Whether they deleted it."""

        CONFIRMED = "confirmed", "deleted, and confirmed"
        PARTLY = "partly", "partly deleted"
        REFUSED = "refused", "not deleted"
        OPEN = "open", "no answer to that yet"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="answers")
    answered_on = models.DateField()
    deleted = models.CharField(max_length=9, choices=Deleted)
    words = models.TextField(blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=120, blank=True, help_text="as it was called")
    media_type = models.CharField(max_length=100, blank=True, help_text="as its content says")


class Telling(Step):
    """Security or legal was told: people of the production by mail, or others in another way."""

    class Audience(models.TextChoices):
        """Who has to know."""

        SECURITY = "security", "security"
        LEGAL = "legal", "legal"

    audience = models.CharField(max_length=8, choices=Audience)
    people = models.JSONField(default=list, blank=True, help_text="ids of those told by mail")
    otherwise = models.CharField(max_length=400, blank=True, help_text="who else, and how")


class Decision(Step):
    """What was decided; the newest holds."""

    class Outcome(models.TextChoices):
        """What it comes to."""

        DELETED = "deleted", "deleted: no copy is known to be left"
        CONTAINED = "contained", "stopped: a copy is left, and no harm is expected"
        NOTIFY = "notify", "others must be told: people concerned, an authority, the owner"
        CLAIM = "claim", "to be pursued with the vendor"
        NONE = "none", "not an incident"

    outcome = models.CharField(max_length=9, choices=Outcome)
    reason = models.TextField()
    follow_ups = models.TextField(blank=True)
