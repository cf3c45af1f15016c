from __future__ import annotations

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "areopagus.upkeep"
    label = "upkeep"
    default_auto_field = "django.db.models.BigAutoField"
