from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget_all(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Nobody knows in which session they were put on a list. Their members put them there again."""
    apps.get_model("notifications", "PushSubscription").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("notifications", "0005_digests")]
    operations = [
        migrations.RunPython(forget_all, migrations.RunPython.noop),
        migrations.AddField(
            "pushsubscription",
            "session_key",
            models.CharField(db_index=True, default="", max_length=40),
            preserve_default=False,
        ),
    ]
