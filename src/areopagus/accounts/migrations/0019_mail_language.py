from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0018_former_names")]
    operations = [
        migrations.AddField(
            "user",
            "mail_language",
            models.CharField(max_length=10, blank=True, default="", db_default=""),
        ),
    ]
