"""A production with its episodes, calendar, roles, members, rules in force and facts on file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Lower

from clearslate.accounts.models import Organisation
from clearslate.kit.ids import LENGTH, new_id


class Production(models.Model):
    """One season or one film. Everything that leaves the server calls it by its code name."""

    class Phase(models.TextChoices):
        """How far the work is."""

        DEVELOPMENT = "development", "development"
        PREPARATION = "preparation", "preparation"
        SHOOT = "shoot", "shoot"
        POST = "post", "post-production"
        DELIVERED = "delivered", "delivered"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    slug = models.SlugField(
        max_length=40, unique=True, help_text="in addresses, and what consents call it"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    code_name = models.CharField(max_length=40)
    title = models.CharField(max_length=120, blank=True, help_text="shown on its own pages only")
    kind = models.CharField(max_length=20, help_text="a word of the vocabulary production_kind")
    phase = models.CharField(max_length=20, choices=Phase, default=Phase.DEVELOPMENT)
    zone = models.CharField(max_length=60, help_text="the time zone of its legal dates")
    territories = models.JSONField(
        default=list, blank=True, help_text="country codes; empty for all"
    )
    guilds = models.JSONField(default=list, blank=True, help_text="guild agreements in force")
    photography_from = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    last_use = models.PositiveIntegerField(default=0, help_text="the number of its newest use")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Code names differ, however they are capitalised."""

        constraints = [models.UniqueConstraint(Lower("code_name"), name="code_name_once")]


class Episode(models.Model):
    """An episode by its code, as shots and cuts begin with it; a film has none."""

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="episodes")
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=120, blank=True)

    class Meta:
        """One episode per code."""

        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["production", "code"], name="episode_code_once")
        ]


class Milestone(models.Model):
    """A day of the calendar, of one episode or of the production as a whole."""

    class Kind(models.TextChoices):
        """What happens on the day."""

        SHOOT_BEGINS = "shoot_begins", "shoot begins"
        SHOOT_ENDS = "shoot_ends", "shoot ends"
        TURNOVER = "turnover", "turnover"
        SCREENING = "screening", "screening"
        PICTURE_LOCK = "picture_lock", "picture lock"
        DELIVERY = "delivery", "delivery"

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="milestones")
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    day = models.DateField()

    class Meta:
        """One day per kind and episode."""

        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["production", "episode", "kind"],
                name="one_day_per_kind",
                nulls_distinct=False,
            )
        ]


class Gate(models.Model):
    """A gate that an episode passed, or the production as a whole; lifted, never deleted."""

    class Kind(models.TextChoices):
        """What was passed; the calendar calls the day that was planned for it the same."""

        TURNOVER = "turnover", "turnover"
        SCREENING = "screening", "screening"
        PICTURE_LOCK = "picture_lock", "picture lock"
        DELIVERY = "delivery", "delivery"

    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="gates")
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="gates"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.PositiveIntegerField(help_text="from one, within its kind and episode")
    passed_at = models.DateTimeField()
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=400, blank=True, help_text="why it was lifted")

    class Meta:
        """Counted without a gap; a lock and a delivery stand once; whoever lifts says why."""

        ordering = ["passed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "production", Coalesce("episode", 0), "kind", "number", name="gate_number_once"
            ),
            models.UniqueConstraint(
                "production",
                Coalesce("episode", 0),
                "kind",
                condition=models.Q(lifted_at=None, kind__in=["picture_lock", "delivery"]),
                name="gate_stands_once",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at=None, lifted_by=None, reason="")
                | (
                    models.Q(lifted_at__isnull=False, lifted_by__isnull=False)
                    & ~models.Q(reason="")
                ),
                name="gate_lifted_with_reason",
            ),
        ]


class Role(models.Model):
    """A bundle of permissions under a name; a production may rename and recombine its own."""

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="roles")
    key = models.CharField(max_length=30, help_text="as shipped; own roles have a random one")
    title = models.CharField(max_length=60)
    actions = models.JSONField(default=list, blank=True)

    class Meta:
        """A role of each kind; titles differ."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["production", "key"], name="role_once"),
            models.UniqueConstraint("production", Lower("title"), name="role_title_once"),
        ]


class Membership(models.Model):
    """A person in a role of a production, from one day on; ended, never deleted."""

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="members")
    areas = models.JSONField(
        default=list, blank=True, help_text="the areas looked after; empty for all"
    )
    stands_in = models.BooleanField(default=False, help_text="asked when the others are away")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A person holds a role once at a time; the index serves every permission."""

        constraints = [
            models.UniqueConstraint(
                fields=["production", "user", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="role_held_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["user", "production"],
                name="members_now",
                condition=models.Q(ended_at__isnull=True),
            )
        ]


class KeptPack(models.Model):
    """The bytes of a pack that was ever used, by hash; an upgrade adds, and replaces nothing."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    urn = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    files = models.JSONField(help_text="name and text of each file, in the order they are read")
    base = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text="the pack that it extends, as it was when this one was kept",
    )
    kept_at = models.DateTimeField()


class ShelvedPack(models.Model):
    """A pack that somebody uploaded for a production; it may be put in force there."""

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="shelf")
    pack = models.ForeignKey(KeptPack, on_delete=models.PROTECT)
    shelved_at = models.DateTimeField()

    class Meta:
        """A pack stands on a shelf once."""

        constraints = [
            models.UniqueConstraint(fields=["production", "pack"], name="pack_shelved_once")
        ]


class Reaches(models.TextChoices):
    """Which uses a statement about the rules reaches, of those that are there when it holds."""

    NEW = "new", "new uses"
    UNDECIDED = "undecided", "uses that are not decided"
    UNDELIVERED = "undelivered", "all uses that are not delivered"


class PackInForce(models.Model):
    """A statement that a pack applies to a production from a day on; the newest of a urn holds."""

    class Standing(models.TextChoices):
        """How much it counts."""

        ADOPTED = "adopted", "adopted"
        ADVISORY = "advisory", "advisory"
        ENDED = "ended", "no longer in force"

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="packs")
    pack = models.ForeignKey(KeptPack, on_delete=models.PROTECT)
    urn = models.CharField(max_length=200)
    standing = models.CharField(max_length=10, choices=Standing)
    adopted_by = models.CharField(max_length=120, blank=True, help_text="a named person")
    from_day = models.DateField()
    reaches = models.CharField(max_length=12, choices=Reaches, default=Reaches.NEW)
    set_at = models.DateTimeField()

    class Meta:
        """The order in which statements were made."""

        ordering = ["from_day", "id"]


class SwitchSetting(models.Model):
    """A reading of the rules that a production chose, from a day on; the newest holds."""

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="switches")
    switch = models.CharField(max_length=20)
    value = models.CharField(max_length=40)
    from_day = models.DateField()
    reaches = models.CharField(max_length=12, choices=Reaches, default=Reaches.NEW)
    set_at = models.DateTimeField()

    class Meta:
        """The order in which settings were made."""

        ordering = ["from_day", "id"]


class FactSheet(models.Model):
    """What is on file for a production: agreements, terms, consents and models, in one document.

    Each filing is a new row; a use that was assessed names the records it rested on.
    """

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="fact_sheets")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    filed_at = models.DateTimeField()

    class Meta:
        """Numbered from one."""

        constraints = [
            models.UniqueConstraint(fields=["production", "number"], name="fact_sheet_number_once")
        ]
