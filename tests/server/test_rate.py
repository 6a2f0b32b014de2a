"""Rate limits hold for all processes together, and fill up again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from clearslate.kit import rate
from clearslate.kit.models import TokenBucket

AT = datetime(2026, 11, 24, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("database")


def allow(who: str = "ana@example.org", at: datetime = AT, cost: int = 1) -> bool:
    return rate.allow("sign-in", who, capacity=4, refill=HOUR, at=at, cost=cost)


def test_it_works() -> None:
    assert [allow() for _ in range(5)] == [True] * 4 + [False]
    assert allow("ben@example.org")
    assert not allow(at=AT + HOUR / 5)
    assert allow(at=AT + HOUR / 4)
    assert [allow(at=AT + 3 * HOUR) for _ in range(5)] == [True] * 4 + [False]


def test_a_clock_that_goes_back_gives_nothing() -> None:
    assert allow(cost=4)
    assert not allow(at=AT - HOUR)
    assert not allow(at=AT + HOUR / 8)


def test_a_cost_that_can_never_be_paid_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="never be paid"):
        allow(cost=5)


def test_who_is_limited_is_not_in_the_table() -> None:
    allow()
    assert "ana" not in TokenBucket.objects.get().key


def test_old_buckets_are_forgotten() -> None:
    allow()
    assert rate.forget(before=AT) == 0
    assert rate.forget(before=AT + HOUR) == 1


def test_many_at_once_get_no_more_than_there_is() -> None:
    with ThreadPoolExecutor(6) as pool:
        allowed = list(pool.map(lambda _: closing(allow), range(24)))
    assert sum(allowed) == 4


def closing(call: Callable[[], bool]) -> bool:
    try:
        return call()
    finally:
        connections.close_all()
