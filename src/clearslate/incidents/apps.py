"""Incidents: something went into a tool that should not have."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Incidents and what was done about them."""

    name = "clearslate.incidents"
    label = "incidents"
