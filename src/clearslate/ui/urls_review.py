"""The addresses of deciding on a use, and of talking about it."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views.review import deciding, pictures, talking

_USE = "p/<slug:slug>/uses/<int:number>/"

urlpatterns: list[Any] = [
    path(f"{_USE}review/", deciding.review, name="review"),
    path(f"{_USE}review/still/<str:attachment_id>/", pictures.still, name="review_still"),
    path(f"{_USE}review/paper/<str:paper_id>/", pictures.paper, name="review_paper"),
    path(f"{_USE}remark/", talking.remark, name="use_remark"),
    path(f"{_USE}take-back/<str:query_id>/", talking.taken_back, name="use_take_back"),
]
