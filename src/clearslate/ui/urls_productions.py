"""Addresses of productions: the list, settings, calendar, people, rules and what is on file."""

from __future__ import annotations

from django.urls import path

from clearslate.ui.views import on_file, people, productions, roles, rules

PRODUCTION = "p/<slug:slug>/"

urlpatterns = [
    path("", productions.home, name="home"),
    path("productions/new/", productions.new, name="production_new"),
    path(f"{PRODUCTION}settings/", productions.settings, name="settings"),
    path(f"{PRODUCTION}settings/edit/", productions.edit, name="settings_edit"),
    path(f"{PRODUCTION}settings/archive/", productions.archive, name="production_archive"),
    path(f"{PRODUCTION}settings/reopen/", productions.reopen, name="production_reopen"),
    path(f"{PRODUCTION}calendar/", productions.calendar, name="calendar"),
    path(f"{PRODUCTION}calendar/edit/", productions.calendar_edit, name="calendar_edit"),
    path(f"{PRODUCTION}people/", people.people, name="people"),
    path(f"{PRODUCTION}people/invite/", people.invite, name="invite"),
    path(f"{PRODUCTION}people/<int:member>/", people.member, name="member"),
    path(f"{PRODUCTION}people/<int:member>/end/", people.end, name="member_end"),
    path(f"{PRODUCTION}people/<int:member>/again/", people.again, name="invite_again"),
    path(f"{PRODUCTION}people/roles/", roles.roles, name="roles"),
    path(f"{PRODUCTION}people/roles/edit/", roles.edit, name="roles_edit"),
    path(f"{PRODUCTION}people/roles/add/", roles.add, name="role_add"),
    path(f"{PRODUCTION}people/roles/<int:role>/", roles.rename, name="role"),
    path(f"{PRODUCTION}rules/", rules.rules, name="rules"),
    path(f"{PRODUCTION}rules/upload/", rules.upload, name="pack_upload"),
    path(f"{PRODUCTION}rules/packs/<str:sha256>/", rules.pack, name="pack"),
    path(f"{PRODUCTION}rules/packs/<str:sha256>/set/", rules.set_pack, name="pack_set"),
    path(f"{PRODUCTION}rules/readings/<str:switch>/", rules.reading, name="reading"),
    path(f"{PRODUCTION}on-file/", on_file.on_file, name="on_file"),
    path(f"{PRODUCTION}on-file/file/", on_file.file, name="facts_file"),
    path(f"{PRODUCTION}on-file/<int:sheet>/", on_file.download, name="facts_download"),
]
