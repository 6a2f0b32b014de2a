"""The secret address of a calendar feed, and who reads it.

As with invitations, the token is made from the id of its row with the secret key, so that whoever
reads the database alone cannot read the feed, and its owner can copy the address again.
"""

from __future__ import annotations

import base64
import hashlib

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from clearslate.duties.models import Feed
from clearslate.ledger.parties import Party
from clearslate.productions.models import Membership, Production


def token_of(feed_id: str) -> str:
    """The secret part of a feed's address."""
    digest = salted_hmac("clearslate.feed", feed_id, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(feed: Feed) -> str:
    """The whole address of a feed."""
    path = reverse("calendar_feed", args=[token_of(feed.id)])
    return f"{settings.CLEARSLATE['base_url'].geturl().rstrip('/')}{path}"


def feed_of(actor: Party, production: Production) -> Feed | None:
    """The feed that a person has of a production."""
    rows = Feed.objects.filter(user_id=actor.id, production=production, ended_at=None)
    found: Feed | None = rows.first()
    return found


def feed_at(token: str) -> Feed | None:
    """The feed of an address; none once it was ended, or its person does not belong any more."""
    rows = Feed.objects.filter(token_sha256=hash_of(token), ended_at=None, user__is_active=True)
    feed: Feed | None = rows.select_related("user", "production").first()
    if feed is None:
        return None
    members = Membership.objects.filter(user=feed.user, production=feed.production, ended_at=None)
    return feed if members.exists() else None
