"""The kit: what every noun needs and no noun owns."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Tables for messages on their way, stored files, rate limits and workers."""

    name = "clearslate.kit"
    label = "kit"
