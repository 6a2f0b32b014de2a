"""`clearslate migrate`: bring the tables of the database to this version."""

from __future__ import annotations

import click

from clearslate.cli.output import say
from clearslate.cli.server import with_server


@click.command("migrate", short_help="Bring the database to this version.")
@with_server
def migrate() -> None:
    """Make or change the tables of the database. Running it again changes nothing.

    Each step runs in a transaction of its own; one that fails leaves the database as it was.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for migration, _ in waiting:
        say(f"{migration.app_label} {migration.name}\n")
    call_command("migrate", verbosity=0, interactive=False)
    say(f"The database is current; {len(waiting)} steps were needed.\n")
