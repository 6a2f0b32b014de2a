"""Duties, what people are told of, and calendar feeds."""

from clearslate.duties.models.duties import Duty
from clearslate.duties.models.feeds import Feed
from clearslate.duties.models.telling import Digest, News, Reminders

__all__ = ["Digest", "Duty", "Feed", "News", "Reminders"]
