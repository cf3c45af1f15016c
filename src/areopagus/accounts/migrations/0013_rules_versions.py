from __future__ import annotations

from typing import Any

from django.db import migrations, models

import areopagus.core.clock


def begin_with_what_stands(apps: Any, _editor: Any) -> None:
    """Nobody knows since when a board's rules have been what they are: the first version begins now."""
    row = apps.get_model("core", "OptionValue").objects.filter(key="accounts.rules_html").first()
    if row is not None and row.value:
        apps.get_model("accounts", "RulesVersion").objects.create(number=1, html=row.value)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_notify_when_named"),
        ("core", "0002_options_keep_no_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="RulesVersion",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField(default=areopagus.core.clock.now)),
                ("html", models.TextField()),
            ],
            options={"ordering": ["-number"]},
        ),
        migrations.AddField(
            model_name="user",
            name="rules_accepted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="rules_version",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(begin_with_what_stands, migrations.RunPython.noop),
    ]
