"""Makes the groups every board has, with FluxBB's ids."""

from __future__ import annotations

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Ids are FluxBB's, so that an imported board keeps its own.
PRESETS: tuple[dict[str, object], ...] = (
    {
        "id": 1, "role": "administrators", "name": "Administrators",
        "member_title": "Administrator", "may_set_title": True,
        "post_interval": 0, "search_interval": 0, "mail_interval": 0, "report_interval": 0,
    },
    {
        "id": 2, "role": "moderators", "name": "Moderators", "member_title": "Moderator",
        "may_set_title": True, "is_moderator": True, "may_edit_members": True,
        "may_rename_members": True, "may_change_passwords": True, "may_ban_members": True,
        "may_promote_members": True,
        "post_interval": 0, "search_interval": 0, "mail_interval": 0, "report_interval": 0,
    },
    {
        "id": 3, "role": "guests", "name": "Guests", "may_reply": False,
        "may_start_topics": False, "may_edit_own_posts": False, "may_delete_own_posts": False,
        "may_delete_own_topics": False, "may_send_mail": False,
        "post_interval": 60, "mail_interval": 0, "report_interval": 0,
    },
    {"id": 4, "role": "members", "name": "Members"},
    {
        "id": 5, "role": "newcomers", "name": "New members", "member_title": "New member",
        "may_post_links": True, "post_interval": 60, "promote_at_posts": 5, "promote_to_id": 4,
    },
)  # fmt: skip


def create_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    group = apps.get_model("accounts", "Group")
    for preset in PRESETS:
        group.objects.get_or_create(role=preset["role"], defaults=preset)
    # The ids were given by hand; a sequence must continue behind them.
    for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [group]):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
