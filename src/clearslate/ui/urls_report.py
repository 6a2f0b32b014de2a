"""The addresses of reports."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views.report import clear

urlpatterns: list[Any] = [
    path("p/<slug:slug>/reports/", clear.clear_report, name="reports"),
]
