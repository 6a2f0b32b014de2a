"""Duties: what somebody must do by a date, who is reminded of it, and the calendar feed."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Duties, reminders and calendar feeds."""

    name = "clearslate.duties"
    label = "duties"

    def ready(self) -> None:
        """Let duties follow every version, and people be reminded."""
        from clearslate.clearance import opening
        from clearslate.duties.keeping import keep

        opening.THEN.append(keep)
