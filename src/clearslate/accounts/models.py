"""People, known by their e-mail address, and the organisations they belong to.

What signs them in besides a password (authenticator apps, passkeys, single sign-on, sessions) is in
the tables of the library behind `adapters`.
"""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from clearslate.kit.ids import LENGTH, new_id


class Organisation(models.Model):
    """Every person and row belongs to one; nothing crosses but what is submitted or released."""

    class Kind(models.TextChoices):
        """What an organisation is to a production."""

        PLATFORM = "platform", "platform"
        PRODUCTION_COMPANY = "production_company", "production company"
        VENDOR = "vendor", "vendor"
        AGENCY = "agency", "agency"
        GUILD = "guild", "guild"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    created_at = models.DateTimeField()

    class Meta:
        """Names differ, however they are capitalised; kinds are those above."""

        constraints = [
            models.UniqueConstraint(Lower("name"), name="organisation_name_once"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["platform", "production_company", "vendor", "agency", "guild"]
                ),
                name="organisation_kind",
            ),
        ]


class User(AbstractBaseUser):
    """A person who can sign in."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True, default="", help_text="as shown to others")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = BaseUserManager()

    class Meta:
        """One person per address, however it is capitalised."""

        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


class Office(models.Model):
    """What a person may do in the whole installation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="offices")
    office = models.CharField(max_length=20)
    since = models.DateTimeField()

    class Meta:
        """A person holds an office once; offices are those of `permissions`."""

        constraints = [
            models.UniqueConstraint(fields=["user", "office"], name="office_held_once"),
            models.CheckConstraint(
                condition=models.Q(office__in=["administrator", "policy_owner"]),
                name="office_kind",
            ),
        ]


class Invitation(models.Model):
    """A link by which a person sets a name and a password, once; only its hash is kept."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=LENGTH, blank=True, default="", help_text="a person")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """An invitation ends once: accepted or revoked."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="invitation_ends_once",
            ),
        ]


class CacheEntry(models.Model):
    """The table of Django's database cache: counts of attempts, and codes that were used."""

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        """The name that the settings give to the cache."""

        db_table = "accounts_cache"
