"""Addresses of declaring: starting, the interview of a draft, and submitting it."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views import ask, colleague, files
from clearslate.ui.views.declare import answering, attaching, check, interview, start

_DRAFT = "p/<slug:slug>/drafts/<str:draft_id>/"

urlpatterns: list[Any] = [
    path("p/<slug:slug>/declare/", start.start, name="declare"),
    path("p/<slug:slug>/ask/", ask.ask, name="ask"),
    path("p/<slug:slug>/ask/answer", ask.answer, name="ask_answer"),
    path("p/<slug:slug>/ask/ways", ask.ways, name="ask_ways"),
    path("q/<str:token>", colleague.question, name="question"),
    path(_DRAFT, interview.interview, name="draft"),
    path(f"{_DRAFT}answer", answering.answer, name="draft_answer"),
    path(f"{_DRAFT}since", answering.since, name="draft_since"),
    path(f"{_DRAFT}panel", answering.panel, name="draft_panel"),
    path(f"{_DRAFT}ways", answering.ways, name="draft_ways"),
    path(f"{_DRAFT}check/", check.check, name="draft_check"),
    path(f"{_DRAFT}files/", attaching.files, name="draft_files"),
    path(f"{_DRAFT}authors/", attaching.authors, name="draft_authors"),
    path("p/<slug:slug>/files/<str:attachment_id>/", files.file, name="file"),
    path("p/<slug:slug>/files/<str:attachment_id>/preview", files.preview, name="file_preview"),
    path(f"{_DRAFT}drop", start.drop, name="draft_drop"),
]
