from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class PagecacheConfig(AppConfig):
    name = "areopagus.pagecache"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # An option is known once its module was imported.
        from areopagus.core import stamps
        from areopagus.pagecache import options, receivers  # noqa: F401

        if settings.PURGE_URL:
            stamps.when_changed(receivers.note_changed)
