"""Duties: what somebody must do by a date, who is reminded of it, and the calendar feed."""

from datetime import timedelta

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Duties, reminders and calendar feeds."""

    name = "clearslate.duties"
    label = "duties"

    def ready(self) -> None:
        """Let duties follow every version, and people be reminded."""
        from clearslate.clearance import opening
        from clearslate.duties.keeping import keep
        from clearslate.duties.reminding import remind
        from clearslate.kit import jobs

        opening.THEN.append(keep)
        jobs.CHORES["remind"] = (timedelta(minutes=15), remind)
