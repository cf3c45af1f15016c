"""How far the rounds have come."""

from __future__ import annotations

from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.boards import rendering
from areopagus.boards.models import Post
from areopagus.upkeep import permissions
from areopagus.upkeep.models import Round


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of round: the latest of it, None when there was none yet."""

    kind: str
    title: str
    about: str
    latest: Round | None

    @property
    def is_under_way(self) -> bool:
        return self.latest is not None and self.latest.is_under_way

    @property
    def may_resume(self) -> bool:
        return self.latest is not None and self.latest.stopped_at is not None


@dataclass(frozen=True, slots=True)
class MaintenancePage:
    count: Work
    render: Work
    index: Work
    version: int
    old_posts: int


ABOUT = {
    Round.Kind.COUNT: (
        "Count anew",
        (
            "How many posts topics, forums, members and ghost authors have, and which was the last, is kept up "
            "by every deed. This takes all of it from the posts themselves again, and says how many were wrong."
        ),
    ),
    Round.Kind.RENDER: (
        "Render anew",
        "Posts and signatures are kept as they were written and as pages made from that. This makes the pages anew.",
    ),
    Round.Kind.INDEX: (
        "Make the search anew",
        (
            "The index of the search follows what is written, and heals by itself every night. This goes through all "
            "posts and puts each into it again."
        ),
    ),
}


def maintenance_page(actor: Actor) -> MaintenancePage:
    """Four queries."""
    permissions.insist_on_administrator(actor)
    old = Post.objects.filter(html_version__lt=rendering.VERSION)
    return MaintenancePage(
        count=_work(Round.Kind.COUNT),
        render=_work(Round.Kind.RENDER),
        index=_work(Round.Kind.INDEX),
        version=rendering.VERSION,
        old_posts=old.count(),
    )


def _work(kind: Round.Kind) -> Work:
    title, about = ABOUT[kind]
    return Work(kind, title, about, Round.objects.filter(kind=kind).order_by("-pk").first())
