from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def name_kinds(apps: Any, _: object) -> None:
    """Those that wait go by mail; none stands on the board."""
    notices = apps.get_model("notifications", "Notice").objects
    notices.filter(named=True).update(kind="mention")
    notices.filter(named=False, of_forum=True).update(kind="topic")
    notices.filter(named=False, of_forum=False).update(kind="reply")
    notices.update(mail="now")


def keep_wishes(apps: Any, _: object) -> None:
    """Who wanted no mail when they are named."""
    silent = apps.get_model("accounts", "User").objects.filter(notify_when_named=False)
    wishes = apps.get_model("notifications", "Wishes")
    wishes.objects.bulk_create(
        [
            wishes(user_id=pk, said={"mention": {"mail": ""}, "quote": {"mail": ""}})
            for pk in silent.values_list("pk", flat=True)
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_named"),
        ("accounts", "0016_unread_notices"),
        ("boards", "0012_levels"),
    ]
    operations = [
        migrations.AddField(
            "notice", "kind", models.CharField(max_length=20, default=""), preserve_default=False
        ),
        migrations.AddField("notice", "subject_id", models.BigIntegerField(null=True, blank=True)),
        migrations.AddField(
            "notice", "on_board", models.BooleanField(default=False, db_default=False)
        ),
        migrations.AddField("notice", "read_at", models.DateTimeField(null=True, blank=True)),
        migrations.AddField(
            "notice",
            "mail",
            models.CharField(max_length=8, blank=True, default="", db_default=""),
        ),
        migrations.AddField("notice", "taken_at", models.DateTimeField(null=True, blank=True)),
        migrations.AlterField(
            "notice",
            "post",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="boards.post",
            ),
        ),
        migrations.CreateModel(
            "Wishes",
            [
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("said", models.JSONField(blank=True, default=dict)),
                ("quiet_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("quiet_until", models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.RunPython(name_kinds, migrations.RunPython.noop),
        migrations.RunPython(keep_wishes, migrations.RunPython.noop),
        migrations.RemoveField("notice", "of_forum"),
        migrations.RemoveField("notice", "named"),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(
                fields=["user", "kind", "subject_id"], name="told_once_of_subject"
            ),
        ),
        migrations.AddIndex(
            "notice", models.Index(fields=["user", "-made_at"], name="notice_list")
        ),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["user"], name="notice_unread", condition=Q(read_at=None, on_board=True)
            ),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["mail", "user"], name="notice_waiting", condition=Q(ended_at=None)
            ),
        ),
    ]
