"""One clock, passed in at the edge: a request, a command or a job reads it once.

Below the edge an instant is an argument, so a test says what time it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)
