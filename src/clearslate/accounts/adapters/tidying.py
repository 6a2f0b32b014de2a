"""What runs out is dropped once a day: sessions, what is known of their devices, and counts."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from clearslate.accounts.models import CacheEntry


def forget_sessions(*, at: datetime) -> int:
    """Drop sessions that ran out, with the addresses of their devices. Returns how many rows."""
    ended, _ = Session.objects.filter(expire_date__lt=at).delete()
    living = Session.objects.values("session_key")
    devices, _ = UserSession.objects.exclude(session_key__in=living).delete()
    counts, _ = CacheEntry.objects.filter(expires__lt=at).delete()
    return int(ended + devices + counts)
