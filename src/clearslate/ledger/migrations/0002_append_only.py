"""Logs and entries become append-only in the database itself."""

from functools import partial
from typing import Any

from django.db import migrations

from clearslate.ledger import guards


def install(apps: Any, schema_editor: Any) -> None:
    """Set the triggers; without parameters, so that no % in them is taken for one."""
    guards.install(schema_editor.connection.vendor, partial(schema_editor.execute, params=None))


def remove(apps: Any, schema_editor: Any) -> None:
    """Take them away."""
    guards.remove(schema_editor.connection.vendor, partial(schema_editor.execute, params=None))


class Migration(migrations.Migration):
    """The triggers; in the other direction they go."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
