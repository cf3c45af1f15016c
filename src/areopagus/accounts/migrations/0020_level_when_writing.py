"""How closely a topic is followed by whoever writes in it: it was only whether, and then it was watched."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NOTHING, WATCH = 1, 3


def as_before(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    members = apps.get_model("accounts", "User").objects
    members.filter(subscribe_automatically=True).update(level_when_writing=WATCH)


def whether(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    members = apps.get_model("accounts", "User").objects
    members.filter(level_when_writing__gt=NOTHING).update(subscribe_automatically=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0019_mail_language")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="level_when_writing",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (1, "Leave it as it is"),
                    (2, "Follow it quietly: answers are told on the board only"),
                    (3, "Watch it: answers are told as I wish, by mail as well"),
                ],
                default=1,
                db_default=1,
            ),
        ),
        migrations.RunPython(as_before, whether),
        migrations.RemoveField(model_name="user", name="subscribe_automatically"),
    ]
