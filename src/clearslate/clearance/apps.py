"""Clearance: what escalated is decided area by area, and the result is looked at."""

from django.apps import AppConfig


class ClearanceConfig(AppConfig):
    """Reviews, decisions, questions, lines, results, exceptions and suspensions."""

    name = "clearslate.clearance"
    label = "clearance"
