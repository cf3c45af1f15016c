from __future__ import annotations

from django.apps import AppConfig


class HomecomingConfig(AppConfig):
    name = "areopagus.homecoming"
    label = "homecoming"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.core.ledger.tables import keeps, rebuilds
        from areopagus.homecoming import slots
        from areopagus.homecoming.models import Claim
        from areopagus.homecoming.pages import standing
        from areopagus.ui.slots import provides

        keeps(Claim, called=lambda claim: f"The claim of {claim.user} on {claim.ghost}")
        rebuilds(standing.read_anew)
        provides("ghost.panel")(slots.whose_ghosts)
        provides("member.panel")(slots.earlier_names)
        provides("post.aside", alike=slots.state_of_claims)(slots.whose_posts)
