"""Roles of productions that were made before uses could be decided get what that needs.

Only what did not exist before is added, and only to roles as they were shipped by their key; what a
production took away or added by itself stays as it is.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

_NEW: dict[str, tuple[str, ...]] = {
    "coordinator": ("keep_duties", "see_reports", "suspend"),
    "producer": ("keep_duties", "see_reports", "suspend"),
    "director": ("speak_as_director",),
    "platform_contact": (
        *("decide", "give_standing", "look_at_results", "keep_duties", "see_reports"),
    ),
    "reviewer": ("decide", "look_at_results"),
    "production_legal": (
        *("review_legally", "clear_rights", "suspend", "see_reports"),
        *("keep_privileged_notes", "handle_incidents"),
    ),
    "platform_legal": (
        *("decide", "give_standing", "look_at_results", "review_legally", "clear_rights"),
        *("grant_exceptions", "suspend", "see_reports"),
        *("keep_privileged_notes", "handle_incidents"),
    ),
    "labour_relations": ("decide", "speak_for_labour"),
    "post_supervisor": ("keep_gates", "keep_duties", "see_reports"),
    "auditor": ("see_reports",),
}
_ADDED = sorted({action for actions in _NEW.values() for action in actions})


def add(apps: Any, schema_editor: Any) -> None:
    """Add the new permissions to the shipped roles, and the role of security."""
    role, production = (apps.get_model("productions", name) for name in ("Role", "Production"))
    for row in role.objects.filter(key__in=_NEW):
        wanted = [each for each in _NEW[row.key] if each not in row.actions]
        if wanted:
            row.actions = sorted({*row.actions, *wanted})
            row.save(update_fields=["actions"])
    see = ["export_uses", "see_history", "see_production", "see_uses"]
    for each in production.objects.exclude(roles__key="security"):
        if not role.objects.filter(production=each, title__iexact="Security").exists():
            actions = sorted([*see, "handle_incidents", "suspend"])
            role.objects.create(production=each, key="security", title="Security", actions=actions)


def take_away(apps: Any, schema_editor: Any) -> None:
    """Take them away again, for a version that does not know them."""
    role = apps.get_model("productions", "Role")
    for row in role.objects.all():
        kept = [each for each in row.actions if each not in _ADDED]
        if kept != row.actions:
            row.actions = kept
            row.save(update_fields=["actions"])


class Migration(migrations.Migration):
    dependencies = [
        ("productions", "0002_gates"),
    ]

    operations = [migrations.RunPython(add, take_away)]
