from __future__ import annotations

from django.apps import AppConfig


class HousekeepingConfig(AppConfig):
    name = "areopagus.housekeeping"
    label = "housekeeping"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.housekeeping import personal, slots
        from areopagus.ui.slots import provides

        provides("member.panel")(slots.ways_to_evidence)
        personal.register()
