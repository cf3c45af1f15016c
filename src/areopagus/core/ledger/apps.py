from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "areopagus.core.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.core.ledger import options

        options.register()
