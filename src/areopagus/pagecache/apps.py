from __future__ import annotations

from django.apps import AppConfig


class PagecacheConfig(AppConfig):
    name = "areopagus.pagecache"

    def ready(self) -> None:
        # An option is known once its module was imported.
        from areopagus.pagecache import options  # noqa: F401
