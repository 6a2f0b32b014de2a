"""The addresses of what changed after a delivery."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views import after_delivery

_ALL = "p/<slug:slug>/after-delivery/"

urlpatterns: list[Any] = [
    path(_ALL, after_delivery.after_delivery, name="after_delivery"),
    path(f"{_ALL}<str:item>/", after_delivery.settle, name="after_delivery_settle"),
]
