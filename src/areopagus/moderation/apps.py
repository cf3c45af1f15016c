from __future__ import annotations

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "areopagus.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.core.ledger.tables import keeps
        from areopagus.moderation import receivers, slots  # noqa: F401 - it listens from now on.
        from areopagus.moderation.models import Report
        from areopagus.ui.slots import provides

        keeps(Report, called=lambda report: f"The report by {report.reporter_name}")

        provides("post.foot", alike=slots.may_report)(slots.report_links)
        provides("topic.head")(slots.ways_to_topics)
        provides("member.panel")(slots.histories)
