from __future__ import annotations

from django.apps import AppConfig


class HomecomingConfig(AppConfig):
    name = "areopagus.homecoming"
    label = "homecoming"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from areopagus.boards.authorship import knows_posts
        from areopagus.homecoming import ledger, personal, receivers, slots  # noqa: F401 - it listens from now on.
        from areopagus.homecoming.pages import standing
        from areopagus.homecoming.pairs.slot import is_this_you
        from areopagus.ui.slots import provides

        ledger.register()
        knows_posts(standing.posts_of_member, standing.claimants_of_posts)
        provides("ghost.panel")(slots.whose_ghosts)
        provides("member.panel")(slots.earlier_names)
        provides("moderation.waiting")(slots.what_waits)
        provides("post.aside", alike=slots.state_of_claims)(slots.whose_posts)
        provides("member.panel")(is_this_you)
        personal.register()
