"""How many topics and posts stand on a page for this reader."""

from __future__ import annotations

from areopagus.accounts.actors import Actor
from areopagus.boards import options


def posts_per_page(actor: Actor) -> int:
    return (actor.user and actor.user.posts_per_page) or options.POSTS_PER_PAGE.get()


def topics_per_page(actor: Actor) -> int:
    return (actor.user and actor.user.topics_per_page) or options.TOPICS_PER_PAGE.get()
