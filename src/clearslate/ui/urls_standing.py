"""The addresses of standing approvals, and of the shots registered inside envelopes."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views.envelopes import giving, shots, standing

_LIST = "p/<slug:slug>/standing/"
_ONE = f"{_LIST}<int:standing>/"
_SHOTS = "p/<slug:slug>/uses/<int:number>/shots/"

urlpatterns: list[Any] = [
    path(_LIST, standing.listing, name="standing"),
    path(f"{_LIST}new/", giving.new, name="standing_new"),
    path(_ONE, standing.page, name="standing_page"),
    path(f"{_ONE}end/", giving.end, name="standing_end"),
    path(f"{_ONE}shots/", shots.register_standing, name="standing_register"),
    path(f"{_ONE}shots/drop/", shots.drop_standing, name="standing_drop"),
    path(_SHOTS, shots.shots, name="use_shots"),
    path(f"{_SHOTS}register/", shots.register, name="use_shots_register"),
    path(f"{_SHOTS}drop/", shots.drop, name="use_shots_drop"),
]
