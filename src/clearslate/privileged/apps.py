"""Privileged notes: kept apart, for the lawyers of one organisation alone."""

from django.apps import AppConfig


class PrivilegedConfig(AppConfig):
    """Notes among the lawyers of one organisation."""

    name = "clearslate.privileged"
    label = "privileged"
