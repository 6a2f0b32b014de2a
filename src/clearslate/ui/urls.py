"""Which address leads to which page: one module per noun, listed here."""

from __future__ import annotations

from typing import Any

from django.urls import include, path

from clearslate.ui.views import looks, theme

urlpatterns: list[Any] = [
    path("account/", include("clearslate.ui.urls_account")),
    path("", include("clearslate.ui.urls_after_delivery")),
    path("", include("clearslate.ui.urls_declare")),
    path("", include("clearslate.ui.urls_duties")),
    path("", include("clearslate.ui.urls_gates")),
    path("", include("clearslate.ui.urls_home")),
    path("", include("clearslate.ui.urls_incidents")),
    path("", include("clearslate.ui.urls_inbox")),
    path("", include("clearslate.ui.urls_papers")),
    path("", include("clearslate.ui.urls_privileged")),
    path("", include("clearslate.ui.urls_productions")),
    path("", include("clearslate.ui.urls_standing")),
    path("", include("clearslate.ui.urls_suspensions")),
    path("", include("clearslate.ui.urls_report")),
    path("", include("clearslate.ui.urls_result")),
    path("", include("clearslate.ui.urls_review")),
    path("", include("clearslate.ui.urls_use")),
    path("looks", looks.looks, name="looks"),
    path("theme", theme.set_theme, name="theme"),
]
