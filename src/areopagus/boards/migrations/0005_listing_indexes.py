"""The indexes of a forum's page: on SQLite the one of pinned topics was never used."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

INDEXES = (
    models.Index(
        fields=["forum", "-last_post_at", "-id", "pinned_at"],
        name="topic_listing",
        condition=Q(removed_at=None),
    ),
    models.Index(
        fields=["forum", "-last_post_at", "-id"],
        name="topic_pinned",
        condition=Q(pinned_at__isnull=False, removed_at=None),
    ),
    models.Index(
        fields=["stub_until"], name="topic_stub_until", condition=Q(stub_until__isnull=False)
    ),
)


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0004_stubs_and_departures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        operation
        for index in INDEXES
        for operation in (
            migrations.RemoveIndex("topic", index.name),
            migrations.AddIndex("topic", index),
        )
    ]
