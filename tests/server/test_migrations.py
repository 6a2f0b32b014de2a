"""Every migration goes back and forth on both databases, and the models have none missing."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from clearslate.ledger.checks import check_guards
from tests.server import databases

OURS = ("notify", "accounts", "ledger", "kit")


def tables() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def schema() -> dict[str, object]:
    """Columns and constraints of every table."""
    with connection.cursor() as cursor:
        return {
            table: (
                sorted(
                    (column.name, str(column.type_code), column.null_ok)
                    for column in connection.introspection.get_table_description(cursor, table)
                ),
                sorted(connection.introspection.get_constraints(cursor, table)),
            )
            for table in tables()
        }


@pytest.mark.slow
def test_each_step_goes_back_and_forth(copies, django_db_blocker) -> None:
    with django_db_blocker.unblock(), databases.in_use(copies.copy()):
        current = schema()
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
        ours = [step for step, _ in plan if step.app_label in OURS]
        assert len(ours) >= 4
        for step in reversed(ours):
            before = schema()
            earlier = [each.name for each in ours if each.app_label == step.app_label]
            index = earlier.index(step.name)
            call_command(
                "migrate", step.app_label, earlier[index - 1] if index else "zero", verbosity=0
            )
            assert schema() != before or step.name == "0002_append_only"
            call_command("migrate", verbosity=0)
            assert schema() == current
            assert check_guards().state == "ok"
        for app in OURS:
            if any(step.app_label == app for step in ours):
                call_command("migrate", app, "zero", verbosity=0)
        left = tables()
        assert not {name for name in left if name.partition("_")[0] in OURS}
        call_command("migrate", verbosity=0)
        assert schema() == current


def test_no_migration_is_missing(database: databases.Database) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
