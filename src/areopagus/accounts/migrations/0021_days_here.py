from __future__ import annotations

from typing import Any

from django.db import migrations, models


def count_the_last(apps: Any, _: object) -> None:
    """Of whoever was here before it was counted, one day is known."""
    apps.get_model("accounts", "User").objects.exclude(last_seen_at=None).update(days_here=1)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0020_level_when_writing")]
    operations = [
        migrations.AddField(
            "user", "days_here", models.PositiveIntegerField(default=0, db_default=0)
        ),
        migrations.RunPython(count_the_last, migrations.RunPython.noop),
    ]
