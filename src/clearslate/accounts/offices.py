"""Who holds an office; the rows of an office are locked while one is taken away."""

from __future__ import annotations

from clearslate.accounts.models import Office, User
from clearslate.accounts.permissions import Office as Kind


def is_last_administrator(user: User) -> bool:
    """Whether no other person could administer the installation."""
    holders = Office.objects.select_for_update().filter(
        office=Kind.ADMINISTRATOR, user__is_active=True
    )
    return [holder.user_id for holder in holders] == [user.id]
