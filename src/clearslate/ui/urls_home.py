"""The addresses of a production's home and of the table of its uses."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views import home, uses_export, uses_table, uses_views

_USES = "p/<slug:slug>/uses/"

urlpatterns: list[Any] = [
    path("p/<slug:slug>/", home.production_home, name="production"),
    path(_USES, uses_table.uses, name="uses"),
    path(f"{_USES}csv/", uses_export.uses_csv, name="uses_csv"),
    path(f"{_USES}numbers/", uses_export.uses_numbers, name="uses_numbers"),
    path(f"{_USES}views/", uses_views.saved_views, name="saved_views"),
    path(f"{_USES}views/<int:view_id>/", uses_views.saved_view, name="saved_view"),
]
