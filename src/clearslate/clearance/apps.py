"""Clearance: what escalated is decided area by area, and the result is looked at."""

from datetime import timedelta

from django.apps import AppConfig


class ClearanceConfig(AppConfig):
    """Reviews, decisions, questions, lines, results, exceptions and suspensions."""

    name = "clearslate.clearance"
    label = "clearance"

    def ready(self) -> None:
        """Let uses be assessed again that no job is on its way for: a day came, or one was lost."""
        from clearslate.clearance.reassessing import plan_reassessing
        from clearslate.kit import jobs

        jobs.CHORES["reassess_uses"] = (timedelta(minutes=5), plan_reassessing)
