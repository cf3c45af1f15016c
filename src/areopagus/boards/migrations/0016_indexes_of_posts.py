"""Two indexes fewer that others begin with; two more: for the topics in which somebody wrote, and for what is to be rendered anew."""

from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT, SET_NULL


def without_index(
    name: str, column: str, field: dict[str, Any]
) -> migrations.SeparateDatabaseAndState:
    """Drops the index itself: for SQLite, Django would copy the whole table."""
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(
                f'DROP INDEX "{name}"', f'CREATE INDEX "{name}" ON "boards_post" ("{column}")'
            )
        ],
        state_operations=[
            migrations.AlterField(
                "post",
                column.removesuffix("_id"),
                models.ForeignKey(db_index=False, related_name="posts", **field),
            )
        ],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0015_stubs_by_forum"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        without_index(
            "boards_post_author_id_37eacc80",
            "author_id",
            {"null": True, "blank": True, "on_delete": SET_NULL, "to": settings.AUTH_USER_MODEL},
        ),
        without_index(
            "boards_post_topic_id_f477c024",
            "topic_id",
            {"on_delete": PROTECT, "to": "boards.topic"},
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["author", "topic", "removed_at"],
                name="post_in_topics",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["html_version"], name="post_by_renderer"),
        ),
    ]
