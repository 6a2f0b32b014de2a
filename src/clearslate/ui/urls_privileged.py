"""Addresses of privileged notes."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views import privileged

_NOTES = "p/<slug:slug>/uses/<int:number>/privileged/"

urlpatterns: list[Any] = [
    path("p/<slug:slug>/privileged/", privileged.overview, name="privileged"),
    path(_NOTES, privileged.on_use, name="use_privileged"),
    path(f"{_NOTES}<str:note_id>/", privileged.note, name="use_privileged_note"),
    path(f"{_NOTES}<str:note_id>/remove/", privileged.removal, name="use_privileged_remove"),
]
