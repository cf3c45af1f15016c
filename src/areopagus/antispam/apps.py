from __future__ import annotations

from django.apps import AppConfig


class AntispamConfig(AppConfig):
    name = "areopagus.antispam"
    label = "antispam"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.accounts.gates import gate
        from areopagus.antispam import gates, slots
        from areopagus.ui.slots import provides

        gate(gates.Question)
        gate(gates.Origin)
        provides("member.panel")(slots.where_from)
