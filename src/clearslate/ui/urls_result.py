"""The addresses of results and of the lines beside the written approval."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views.result import exceptions, lines, page

_USE = "p/<slug:slug>/uses/<int:number>/"

urlpatterns: list[Any] = [
    path(f"{_USE}results/", page.results, name="use_results"),
    path(f"{_USE}results/send/", page.send, name="results_send"),
    path(f"{_USE}results/look/", page.look, name="results_look"),
    path(f"{_USE}results/<str:result_id>/picture", page.result_picture, name="result_picture"),
    path(f"{_USE}lines/", lines.lines, name="use_lines"),
    path(f"{_USE}lines/open/", lines.open_, name="line_open"),
    path(f"{_USE}lines/<str:line_id>/show/", lines.show_line, name="line_show"),
    path(f"{_USE}lines/<str:line_id>/answer/", lines.answer, name="line_answer"),
    path(f"{_USE}exceptions/", exceptions.grant, name="exception_grant"),
    path(f"{_USE}exceptions/<str:exception_id>/end/", exceptions.end, name="exception_end"),
]
