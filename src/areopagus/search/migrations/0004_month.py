"""The same for months: a search up to March passed over a whole year of matches to find nothing."""

from __future__ import annotations

from datetime import UTC

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import ExtractMonth, ExtractYear


def note_all(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    posts = apps.get_model("boards", "Post").objects.order_by()
    rows = posts.values_list(
        ExtractYear("posted_at", tzinfo=UTC), ExtractMonth("posted_at", tzinfo=UTC)
    ).annotate(models.Min("pk"), models.Max("pk"))
    kind = apps.get_model("search", "Month")
    kind.objects.bulk_create(
        kind(month=year * 12 + month - 1, lowest=low, highest=high)
        for year, month, low, high in rows
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0003_year")]
    operations = [
        migrations.CreateModel(
            name="Month",
            fields=[
                ("month", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("lowest", models.PositiveBigIntegerField()),
                ("highest", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.DeleteModel(name="Year"),
        migrations.RunPython(note_all, migrations.RunPython.noop),
    ]
