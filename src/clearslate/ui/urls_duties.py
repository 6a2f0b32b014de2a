"""The addresses of duties, of what is new for a person, and of calendar feeds."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views.duties import feed, news, one, table

_DUTIES = "p/<slug:slug>/duties/"

urlpatterns: list[Any] = [
    path(_DUTIES, table.duties, name="duties"),
    path(f"{_DUTIES}<str:duty_id>/", one.duty, name="duty"),
    path("p/<slug:slug>/calendar/feed/", feed.own_feed, name="own_feed"),
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
    path("notices/", news.notices, name="notices"),
    path("account/reminders/", news.reminders, name="reminders"),
]
