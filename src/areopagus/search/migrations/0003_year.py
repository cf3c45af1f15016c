"""Between which numbers the posts of each year stand; of those that are there already, from the posts."""

from __future__ import annotations

from datetime import UTC

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import ExtractYear


def note_all(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    posts = apps.get_model("boards", "Post").objects.order_by()
    rows = posts.values_list(ExtractYear("posted_at", tzinfo=UTC)).annotate(
        models.Min("pk"), models.Max("pk")
    )
    kind = apps.get_model("search", "Year")
    kind.objects.bulk_create(kind(year=y, lowest=low, highest=high) for y, low, high in rows)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_resemblance")]
    operations = [
        migrations.CreateModel(
            name="Year",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("lowest", models.PositiveBigIntegerField()),
                ("highest", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.RunPython(note_all, migrations.RunPython.noop),
    ]
