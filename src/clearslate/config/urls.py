"""Which address leads to which view."""

from __future__ import annotations

from django.urls import include, path

from clearslate.config import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("clearslate.ui.urls")),
]
