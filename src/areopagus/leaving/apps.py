from __future__ import annotations

from django.apps import AppConfig


class LeavingConfig(AppConfig):
    name = "areopagus.leaving"
    label = "leaving"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.leaving import personal, slots
        from areopagus.ui.slots import provides

        personal.register()
        provides("member.panel")(slots.who_leaves)
