from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_reserved_name")]
    operations = [
        migrations.AddField(
            "user", "unread_notices", models.PositiveIntegerField(default=0, db_default=0)
        ),
    ]
