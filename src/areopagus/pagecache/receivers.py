"""What this room does when something was changed, wherever that was."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from areopagus.core.jobs.backend import enqueue_once
from areopagus.pagecache.models import ChangedKey
from areopagus.pagecache.tasks import purge


def note_changed(keys: Iterable[str]) -> None:
    """Inside the deed: a content delivery network is to forget these."""
    ChangedKey.objects.bulk_create(ChangedKey(key=key) for key in keys)
    transaction.on_commit(lambda: enqueue_once(purge, "now"))
