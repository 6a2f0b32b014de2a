"""The addresses of gates."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views.gates import acts, page

_GATES = "p/<slug:slug>/gates/"

urlpatterns: list[Any] = [
    path(_GATES, page.gates, name="gates"),
    path(f"{_GATES}<int:episode>/<slug:gate_kind>/pass/", acts.pass_page, name="gate_pass"),
    path(f"{_GATES}<int:gate>/lift/", acts.lift_page, name="gate_lift"),
    path(
        f"{_GATES}deliveries/<int:delivery>/take-back/", acts.take_back_page, name="delivery_lift"
    ),
]
