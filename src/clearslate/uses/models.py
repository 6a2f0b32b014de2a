"""Drafts and what belongs to them; uses, whose versions and assessments never change."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from clearslate.kit.ids import LENGTH, new_id
from clearslate.kit.models import StoredFile
from clearslate.productions.models import Production


class State(models.TextChoices):
    """Where a use stands."""

    NOT_A_USE = "not_a_use", "not a use"
    NOTICED = "noticed", "noticed"
    IN_REVIEW = "in_review", "in review"
    ON_HOLD = "on_hold", "on hold"
    GO_AHEAD = "go_ahead", "go-ahead"
    CLEARED = "cleared", "cleared"
    DECLINED = "declined", "declined"
    WITHDRAWN = "withdrawn", "withdrawn"


class WaitsFor(models.TextChoices):
    """What a use waits for, so that whoever has it is found without reading its reviews."""

    EVIDENCE = "evidence", "evidence"
    DECISION = "decision", "a decision"
    ANSWER = "answer", "an answer"
    RESULT = "result", "the result"
    LOOK = "look", "a look at the result"
    LEGAL_REVIEW = "legal_review", "the legal review"
    RIGHTS_CLEARANCE = "rights", "the rights clearance"


class Assessment(models.Model):
    """The canonical bytes of an assessment, kept once under their hash."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    canonical = models.BinaryField()
    case_sha256 = models.CharField(max_length=64, db_index=True)
    semantics = models.PositiveIntegerField()
    holds_until = models.DateField(null=True, blank=True)


class Dependency(models.Model):
    """A record on file that an assessment rests on; a change of it is found by this row."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="dependencies"
    )
    kind = models.CharField(max_length=30)
    record = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)

    class Meta:
        """The index serves the search for what rests on a record."""

        indexes = [models.Index(fields=["kind", "record"], name="rests_on")]


class Named(models.Model):
    """Something that the newest declaration of a use names, whether or not it is on file.

    So a record that is filed later finds the uses it can matter to. Made anew from the bytes.
    """

    use = models.ForeignKey("Use", on_delete=models.CASCADE, related_name="named")
    kind = models.CharField(max_length=30, help_text="a list of the facts, or `about`")
    name = models.CharField(max_length=64, help_text="an id, or the hash of a folded name")

    class Meta:
        """The index serves the search for what could rest on a record."""

        indexes = [models.Index(fields=["kind", "name"], name="could_rest_on")]


class Use(models.Model):
    """A use as it stands now: its number, state, and what the table of uses shows of it."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="uses")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    submitted_at = models.DateTimeField(help_text="its first version")
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    versions_count = models.PositiveIntegerField(default=1)

    # What its standing hangs on beside its state. What reads as settled is `standing.settled`.
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, related_name="+", help_text="the newest"
    )
    holds_until = models.DateField(
        null=True, blank=True, help_text="the first day on which the newest assessment may differ"
    )
    stale_since = models.DateTimeField(
        null=True,
        blank=True,
        help_text="something it rests on changed, and it waits to be assessed",
    )
    stale_because = models.CharField(max_length=20, blank=True)
    valid_until = models.DateField(
        null=True, blank=True, help_text="the first day on which a decision no longer holds"
    )
    suspended = models.BooleanField(default=False)
    frozen_at = models.DateTimeField(
        null=True, blank=True, help_text="delivered: later changes move nothing"
    )
    under = models.CharField(
        max_length=LENGTH, blank=True, help_text="the standing approval it is noticed under"
    )
    waits_for = models.CharField(max_length=12, choices=WaitsFor, blank=True)
    waiting = models.JSONField(default=list, blank=True, help_text="areas that are to decide")
    asked = models.JSONField(default=list, blank=True, help_text="ids of people asked a question")

    # What the newest version says, kept here so that the table reads one row per use.
    title = models.CharField(max_length=120)
    department = models.CharField(max_length=30, blank=True)
    outcome = models.CharField(max_length=10, blank=True, help_text="empty for no use at all")
    low = models.CharField(max_length=10)
    high = models.CharField(max_length=10)
    final = models.BooleanField(
        null=True, blank=True, help_text="any output is final; null: not known"
    )
    areas = models.JSONField(default=list, blank=True)
    episodes = models.JSONField(default=list, blank=True)
    shots = models.JSONField(default=list, blank=True)
    missing = models.PositiveIntegerField(default=0, help_text="evidence that is not on file")
    begun = models.BooleanField(null=True, blank=True)
    work_from = models.DateField(null=True, blank=True)
    work_to = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True, help_text="when whoever has it should be done")
    search = models.TextField(blank=True, help_text="folded words of the declaration")

    class Meta:
        """One number per production; the indexes serve the table's usual orders and filters."""

        constraints = [
            models.UniqueConstraint(fields=["production", "number"], name="use_number_once")
        ]
        indexes = [
            models.Index(fields=["production", "state", "due_on"], name="uses_by_state"),
            models.Index(fields=["production", "changed_at"], name="uses_by_change"),
            # Counts, orders and what blocks are read from this index alone, not from wide rows.
            models.Index(
                fields=[
                    *("production", "state", "due_on", "changed_at", "number", "final"),
                    *("missing", "outcome", "department", "declared_by", "versions_count"),
                    *("stale_since", "holds_until", "valid_until", "suspended", "frozen_at"),
                    *("waits_for", "episodes", "areas", "waiting", "asked", "id"),
                ],
                name="uses_at_a_glance",
            ),
            # What a day changes by itself is found by these.
            models.Index(
                fields=["stale_since"],
                name="uses_to_assess",
                condition=models.Q(stale_since__isnull=False),
            ),
            models.Index(fields=["holds_until"], name="uses_by_assessment_end"),
        ]


class Cause(models.TextChoices):
    """Why a version of a use came to be."""

    SUBMITTED = "submitted", "submitted"
    FINAL = "final", "temporary became final"
    FACTS = "facts", "facts on file changed"
    RULES = "rules", "rules or readings changed"
    DATE = "date", "a date was reached"
    GATE = "gate", "a gate was passed"
    CALENDAR = "calendar", "the calendar changed"


class UseVersion(models.Model):
    """One case of a use, byte for byte, and its assessment. Never changed.

    It was submitted, or assessed anew from the same answers because something around them changed.
    """

    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    case = models.BinaryField(help_text="canonical bytes")
    case_sha256 = models.CharField(max_length=64)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    submitted_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, help_text="as it was submitted")
    cause = models.CharField(max_length=12, choices=Cause, default=Cause.SUBMITTED)
    draft = models.CharField(
        max_length=LENGTH,
        unique=True,
        default=new_id,
        help_text="the draft that it was; an id of its own where it was assessed anew",
    )
    answered = models.JSONField(
        default=dict,
        blank=True,
        help_text="who gave an answer, and when: path to a person's id and an instant",
    )

    class Meta:
        """Numbered from one within a use."""

        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["use", "number"], name="version_number_once")
        ]


class FindingRow(models.Model):
    """A finding of a use's newest assessment, for filters; made anew from the bytes."""

    use = models.ForeignKey(Use, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=80)
    area = models.CharField(max_length=30)
    principle = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=10)
    certain = models.BooleanField()

    class Meta:
        """The index serves filters by area and rule."""

        indexes = [models.Index(fields=["area", "rule"], name="findings_by_area")]


class Draft(models.Model):
    """A declaration that is being answered; only its authors see it.

    `use` is set where it is to become the next version of one.
    """

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="drafts")
    use = models.ForeignKey(Use, on_delete=models.PROTECT, null=True)
    of_version = models.PositiveIntegerField(
        default=0, help_text="the version of its use that it began from"
    )
    document = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    stamps = models.JSONField(
        default=dict, help_text="who answered what last: path to revision, person, page and time"
    )
    moves = models.JSONField(
        default=dict, help_text="where the items of lists went, so that older pages can follow"
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="drafts")


class Collision(models.Model):
    """Two answers to one question at once: the first one stands, the second is kept beside it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="collisions")
    path = models.CharField(max_length=120)
    offered = models.JSONField(default=dict, help_text="the change that was not made")
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    stands_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(help_text="of the draft, from which on it is shown")
    at = models.DateTimeField()


class Attachment(models.Model):
    """A still or a document that belongs to a draft or, once submitted, to a use."""

    class Kind(models.TextChoices):
        """What it is."""

        STILL = "still", "still"
        EVIDENCE = "evidence", "evidence"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    production = models.ForeignKey(Production, on_delete=models.PROTECT)
    draft = models.ForeignKey(
        Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="attached"
    )
    versions = models.ManyToManyField(UseVersion, related_name="attached")
    kind = models.CharField(max_length=10, choices=Kind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    preview = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="a small still",
    )
    media_type = models.CharField(max_length=100, help_text="as its content says")
    name = models.CharField(max_length=120, help_text="as it was called when it came")
    caption = models.CharField(max_length=200, blank=True)
    record = models.JSONField(
        default=dict, blank=True, help_text="what evidence says: a record of the facts"
    )
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    attached_at = models.DateTimeField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)


class Question(models.Model):
    """One question of a draft that a colleague is asked by a link of their own."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="questions")
    path = models.CharField(max_length=120, help_text="empty once its entry is gone")
    recipient = models.EmailField()
    token_sha256 = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.JSONField(
        null=True, blank=True, help_text="a proposal: the changes it would make"
    )
    note = models.CharField(max_length=400, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="taken over, or set aside")


class CallUp(models.Model):
    """A notice that somebody called up for review, and why."""

    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="call_ups")
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()


class SavedView(models.Model):
    """The filters, order and grouping of the table of uses, kept under a name."""

    production = models.ForeignKey(Production, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    shared = models.BooleanField(default=False)

    class Meta:
        """A person has one view of a name."""

        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["production", "user", "name"], name="view_name_once")
        ]
