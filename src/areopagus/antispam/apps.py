from __future__ import annotations

from django.apps import AppConfig


class AntispamConfig(AppConfig):
    name = "areopagus.antispam"
    label = "antispam"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.accounts.gates import gate
        from areopagus.accounts.ties import knows_ties
        from areopagus.antispam import gates, judges, ledger, personal, receivers, slots  # noqa: F401 - it listens from now on.
        from areopagus.antispam.pages.arrivals import tied_by_invitation
        from areopagus.boards.judging import judge
        from areopagus.ui.slots import provides

        ledger.register()
        personal.register()
        knows_ties(tied_by_invitation)
        gate(gates.Question)
        gate(gates.Proof)
        gate(gates.RaidMode)
        gate(gates.Origin)
        judge("newcomers")(judges.by_limits)
        judge("classifier")(judges.by_words)
        judge("raid")(judges.in_raid)
        provides("member.panel")(slots.about_members)
