"""People, known by their e-mail address, and the organisations they belong to."""

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
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = BaseUserManager()

    class Meta:
        """One person per address, however it is capitalised."""

        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]
