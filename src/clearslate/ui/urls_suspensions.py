"""The addresses of suspensions."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views import suspensions

_ALL = "p/<slug:slug>/suspensions/"

urlpatterns: list[Any] = [
    path(_ALL, suspensions.suspensions, name="suspensions"),
    path(f"{_ALL}new/", suspensions.suspend_all, name="suspend_all"),
    path(f"{_ALL}<str:suspension>/end/", suspensions.end_suspension, name="suspension_end"),
    path("p/<slug:slug>/uses/<int:number>/suspend/", suspensions.suspend_use, name="use_suspend"),
]
