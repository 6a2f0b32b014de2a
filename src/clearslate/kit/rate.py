"""A rate limit in the database: a bucket of tokens that fills up again with time.

It holds for all processes together and needs no other server.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from clearslate.kit.models import TokenBucket


def allow(
    what: str, who: str, *, capacity: int, refill: timedelta, at: datetime, cost: int = 1
) -> bool:
    """Take `cost` tokens from the bucket of `who` for `what`; False when it holds too few.

    A bucket starts full with `capacity` tokens, and an empty one is full again after `refill`.
    The name of `who` (an address, an e-mail) is kept as a keyed hash only.
    """
    if not 0 < cost <= capacity:
        raise ValueError(f"{what}: the cost {cost} can never be paid from {capacity} tokens.")
    key = salted_hmac("clearslate.rate", f"{what}\0{who}", algorithm="sha256").hexdigest()
    with transaction.atomic():
        TokenBucket.objects.get_or_create(key=key, defaults={"tokens": capacity, "updated_at": at})
        bucket = TokenBucket.objects.select_for_update().get(key=key)
        passed = max((at - bucket.updated_at).total_seconds(), 0.0)
        tokens = min(bucket.tokens + passed * capacity / refill.total_seconds(), float(capacity))
        allowed = tokens >= cost
        bucket.tokens = tokens - cost if allowed else tokens
        bucket.updated_at = max(at, bucket.updated_at)
        bucket.save(update_fields=["tokens", "updated_at"])
    return allowed


def forget(*, before: datetime) -> int:
    """Drop the buckets that nobody used since; they would be full again. Returns how many."""
    dropped, _ = TokenBucket.objects.filter(updated_at__lt=before).delete()
    return int(dropped)
