"""The addresses of one use."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views.use import foot, page

_USE = "p/<slug:slug>/uses/<int:number>/"

urlpatterns: list[Any] = [
    path(_USE, page.use_page, name="use"),
    path(f"{_USE}foot.css", foot.use_foot, name="use_foot"),
]
