from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "areopagus.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.search import receivers, slots  # noqa: F401 - they listen from now on.
        from areopagus.ui.slots import provides

        provides("topic.foot", alike=slots.who_sees_alike)(slots.under_topics)
        provides("composer.tools", alike=slots.what_is_begun)(slots.before_beginning)
