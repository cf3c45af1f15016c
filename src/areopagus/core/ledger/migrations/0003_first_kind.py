from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F


def say_first_kinds(apps: Any, _: object) -> None:
    """An undoing is always younger than what it undoes."""
    batches = apps.get_model("ledger", "Batch").objects
    batches.filter(undoes=None, undoes_part_of=None).update(first_kind=F("kind"))
    later = batches.filter(first_kind="").order_by("pk")
    for pk, whole, part in later.values_list("pk", "undoes", "undoes_part_of").iterator():
        first = batches.values_list("first_kind", flat=True).get(pk=whole or part)
        batches.filter(pk=pk).update(first_kind=first)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_part")]
    operations = [
        migrations.AddField(
            "batch",
            "first_kind",
            models.CharField(max_length=60, db_index=True, default="", db_default=""),
        ),
        migrations.RunPython(say_first_kinds, migrations.RunPython.noop),
    ]
