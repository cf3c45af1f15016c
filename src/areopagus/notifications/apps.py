from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "areopagus.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.notifications import personal, receivers  # noqa: F401 - it listens from now on.
        from areopagus.notifications.push import channel  # noqa: F401 - and can be chosen.

        personal.register()
