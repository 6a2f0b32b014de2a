"""Rows and passwords as a person typed them, checked before they are written."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Model

from clearslate.accounts.errors import AccountsError
from clearslate.accounts.models import User


def clean(row: Model) -> None:
    """Check a row before it is saved. Raises `AccountsError` with all flaws."""
    try:
        row.full_clean()
    except ValidationError as error:
        said = [
            f"{field}: {' '.join(messages)}" if field != "__all__" else " ".join(messages)
            for field, messages in error.message_dict.items()
        ]
        raise AccountsError(" ".join(said)) from None


def clean_name(name: str) -> str:
    """A display name with single spaces. Raises `AccountsError` for what cannot be shown."""
    cleaned = " ".join(name.split())
    if not cleaned.isprintable() or len(cleaned) > 120:
        raise AccountsError("name: write at most 120 letters, and no control characters.")
    return cleaned


def set_checked_password(user: User, password: str) -> None:
    """Set a password. Raises `AccountsError` for one that is too easy to guess."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountsError(" ".join(error.messages)) from None
    user.set_password(password)
