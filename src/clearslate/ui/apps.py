"""The pages: they turn a request into a call, and a result into HTML."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, styles and views; no tables."""

    name = "clearslate.ui"
    label = "ui"
