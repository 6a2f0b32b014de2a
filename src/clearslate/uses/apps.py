"""Declared uses of generative AI."""

from datetime import timedelta

from django.apps import AppConfig


class UsesConfig(AppConfig):
    """Drafts, uses, their versions and assessments, attachments, questions and views."""

    name = "clearslate.uses"
    label = "uses"

    def ready(self) -> None:
        """Say what is done regularly."""
        from clearslate.kit import jobs
        from clearslate.uses.files import end_unused

        jobs.CHORES["end_unused_files"] = (timedelta(hours=6), end_unused)
