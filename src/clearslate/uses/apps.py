"""Declared uses of generative AI."""

from django.apps import AppConfig


class UsesConfig(AppConfig):
    """Drafts, uses, their versions and assessments, attachments, questions and views."""

    name = "clearslate.uses"
    label = "uses"
