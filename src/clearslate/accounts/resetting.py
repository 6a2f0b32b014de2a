"""The link that resets a password, made when the letter is sent, so that no row holds it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from clearslate.accounts.models import User


def reset_link_of(person_id: str) -> str | None:
    """The whole address where a person sets a new password; None where they may not."""
    user: User | None = User.objects.filter(id=person_id, is_active=True).first()
    if user is None or not user.has_usable_password():
        return None
    token = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user.id, "key": token})
    return f"{settings.CLEARSLATE['base_url'].geturl().rstrip('/')}{path}"
