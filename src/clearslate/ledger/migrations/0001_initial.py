"""The first tables."""

import django.db.models.deletion
from django.db import migrations, models

import clearslate.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Log",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=clearslate.kit.ids.new_id,
                        editable=False,
                        max_length=26,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "scope",
                    models.CharField(help_text="a production's id", max_length=26, unique=True),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("index", models.BigIntegerField()),
                ("type", models.CharField(max_length=80)),
                ("type_v", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("subject", models.CharField(max_length=26)),
                ("canonical", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="ledger.log",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=40)),
                ("salt", models.BinaryField(max_length=32)),
                ("value", models.BinaryField(help_text="canonical bytes")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="ledger.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Pseudonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("party", models.CharField(max_length=40)),
                (
                    "value",
                    models.CharField(default=clearslate.kit.ids.new_id, max_length=26, unique=True),
                ),
                (
                    "log",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="ledger.log"),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["log", "subject", "index"], name="entries_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("log", "index"), name="one_entry_per_place"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("index__gte", 0)), name="places_from_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.UniqueConstraint(fields=("entry", "field"), name="one_opening"),
        ),
        migrations.AddConstraint(
            model_name="pseudonym",
            constraint=models.UniqueConstraint(
                fields=("log", "kind", "party"), name="one_name_per_log"
            ),
        ),
    ]
