from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """What it said stands among the wishes now."""

    dependencies = [("accounts", "0016_unread_notices"), ("notifications", "0003_kinds")]
    operations = [migrations.RemoveField("user", "notify_when_named")]
