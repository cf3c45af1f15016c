from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "areopagus.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        if settings.VALKEY_URL:
            from areopagus.core import machines, stamps

            stamps.tell_others(machines.teller(settings.VALKEY_URL))
