from __future__ import annotations

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "areopagus.upkeep"
    label = "upkeep"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.upkeep import personal

        personal.register()
