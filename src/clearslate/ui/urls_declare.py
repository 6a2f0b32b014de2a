"""Addresses of declaring: starting, the interview of a draft, and submitting it."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views.declare import answering, check, interview, start

_DRAFT = "p/<slug:slug>/drafts/<str:draft_id>/"

urlpatterns: list[Any] = [
    path("p/<slug:slug>/declare/", start.start, name="declare"),
    path(_DRAFT, interview.interview, name="draft"),
    path(f"{_DRAFT}answer", answering.answer, name="draft_answer"),
    path(f"{_DRAFT}since", answering.since, name="draft_since"),
    path(f"{_DRAFT}panel", answering.panel, name="draft_panel"),
    path(f"{_DRAFT}ways", answering.ways, name="draft_ways"),
    path(f"{_DRAFT}check/", check.check, name="draft_check"),
    path("p/<slug:slug>/uses/<int:number>/version", start.version, name="use_version"),
    path(f"{_DRAFT}drop", start.drop, name="draft_drop"),
]
