from __future__ import annotations

from django.apps import AppConfig


class InboundConfig(AppConfig):
    name = "areopagus.inbound"
    label = "inbound"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.inbound import mailbox, personal, tasks  # noqa: F401 - their jobs come back by themselves.

        personal.register()
