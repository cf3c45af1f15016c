from __future__ import annotations

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "areopagus.uploads"
    label = "uploads"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.uploads import ledger

        ledger.register()
