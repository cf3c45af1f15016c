from __future__ import annotations

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "areopagus.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.accounts import wording
        from areopagus.boards import ledger, personal, receivers, words, words_judge  # noqa: F401 - one listens, one judges.

        ledger.register()
        personal.register()
        wording.show_by(text=words.shown_title, html=words.shown_html)
