from __future__ import annotations

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "areopagus.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.boards import ledger, personal, receivers, words_judge  # noqa: F401 - one listens, one judges.

        ledger.register()
        personal.register()
