"""The addresses of one use, and of what happened."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views import history
from clearslate.ui.views.use import acts, changes, export, finals, foot, lower, page

_USE = "p/<slug:slug>/uses/<int:number>/"

urlpatterns: list[Any] = [
    path(_USE, page.use_page, name="use"),
    path(f"{_USE}foot.css", foot.use_foot, name="use_foot"),
    path(f"{_USE}changes/", changes.changes, name="use_changes"),
    path(f"{_USE}call-up/", acts.call_up, name="use_call_up"),
    path(f"{_USE}withdraw/", acts.withdraw, name="use_withdraw"),
    path(f"{_USE}make-final/", finals.make_final_page, name="use_make_final"),
    path(f"{_USE}ask-again/", finals.ask_again, name="use_ask_again"),
    path(f"{_USE}new-version/", acts.new_version, name="use_new_version"),
    path(f"{_USE}history/", history.use_history, name="use_history"),
    path(f"{_USE}ways/", lower.use_ways, name="use_ways"),
    path(f"{_USE}case.json", export.case_json, name="use_case_json"),
    path(f"{_USE}case.yaml", export.case_yaml, name="use_case_yaml"),
    path(f"{_USE}assessment.json", export.assessment_json, name="use_assessment_json"),
    path(f"{_USE}assessment.pdf", export.assessment_pdf, name="use_pdf"),
    path("p/<slug:slug>/history/", history.history, name="history"),
    path("installation/history/", history.installation_history, name="installation_history"),
]
