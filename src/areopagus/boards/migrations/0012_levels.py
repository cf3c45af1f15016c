from __future__ import annotations

from django.conf import settings
from django.db import migrations, models


def _level() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        choices=[(0, "Mute"), (1, "Normal"), (2, "Follow quietly"), (3, "Watch")],
        default=3,
        db_default=3,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0011_held_edit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("topicsubscription", "level", _level()),
        migrations.AddField("forumsubscription", "level", _level()),
        migrations.AddIndex(
            "topicsubscription",
            models.Index(fields=["user", "level", "topic"], name="topic_subscription_level"),
        ),
    ]
