"""Addresses of incidents."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views.incidents import handling, report, steps

_ALL = "p/<slug:slug>/incidents/"
_ONE = f"{_ALL}<int:incident>/"

urlpatterns: list[Any] = [
    path(_ALL, handling.incidents, name="incidents"),
    path(f"{_ALL}report/", report.report, name="incident_report"),
    path(_ONE, handling.incident, name="incident"),
    path(f"{_ONE}stop/", steps.stop, name="incident_stop"),
    path(f"{_ONE}ask/", steps.ask, name="incident_ask"),
    path(f"{_ONE}ask/<int:deletion>/answer/", steps.answer, name="incident_answer"),
    path(f"{_ONE}tell/<str:audience>/", steps.tell, name="incident_tell"),
    path(f"{_ONE}decide/", steps.decide, name="incident_decide"),
    path(f"{_ONE}evidence/<int:answer>/", handling.evidence, name="incident_evidence"),
]
