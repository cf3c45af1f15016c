from __future__ import annotations

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "areopagus.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.moderation import ledger, personal, receivers, slots  # noqa: F401 - it listens from now on.
        from areopagus.ui.slots import provides

        ledger.register()
        personal.register()
        provides("post.foot", alike=slots.may_report)(slots.report_links)
        provides("topic.head", alike=slots.who_moderates)(slots.ways_to_topics)
        provides("member.panel")(slots.histories)
        provides("member.panel")(slots.ways_to_change)
