"""The addresses of the inbox."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views.inbox import answering, away, page, together

urlpatterns: list[Any] = [
    path("p/<slug:slug>/inbox/", page.inbox, name="inbox"),
    path("p/<slug:slug>/inbox/next/", page.next_to_decide, name="next_to_decide"),
    path("p/<slug:slug>/away/", away.away, name="away"),
    path("p/<slug:slug>/away/<str:away_id>/end/", away.away_end, name="away_end"),
    path("p/<slug:slug>/questions/<str:query_id>/", answering.answer_query, name="answer_query"),
    path("p/<slug:slug>/inbox/together/", together.together, name="decide_together"),
]
