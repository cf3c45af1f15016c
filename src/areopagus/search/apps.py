from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "areopagus.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.search import receivers  # noqa: F401 - it listens from now on.
