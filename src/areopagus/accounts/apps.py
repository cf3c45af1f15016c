from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "areopagus.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.accounts import ledger, personal

        ledger.register()
        personal.register()
