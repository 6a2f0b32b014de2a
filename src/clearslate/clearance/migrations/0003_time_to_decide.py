"""Decisions say when their area was asked, and how long the clock stood."""

from django.db import migrations, models


def fill(apps, schema_editor):
    """Decisions that exist were asked when they were made, as far as is known."""
    decision = apps.get_model("clearance", "Decision")
    decision.objects.update(asked_at=models.F("at"))


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0002_moved"),
    ]

    operations = [
        migrations.AddField(
            model_name="review",
            name="paused_days",
            field=models.PositiveIntegerField(
                default=0,
                help_text="working days on which it stood, since it was asked this time",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="paused_days",
            field=models.PositiveIntegerField(
                default=0, help_text="working days on which the clock stood"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="asked_at",
            field=models.DateTimeField(
                help_text="when the area was asked, so that time can be told", null=True
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="decision",
            name="asked_at",
            field=models.DateTimeField(
                help_text="when the area was asked, so that time can be told"
            ),
        ),
    ]
