"""What Max follows on the demo board, and what there is to tell him."""

from __future__ import annotations

from areopagus.accounts import actors
from areopagus.accounts.models import User
from areopagus.boards import actions, permissions
from areopagus.boards.models import Level, Post
from areopagus.notifications import telling

# How he follows the topics that were written in last by somebody else, the newest first.
LEVELS = (Level.WATCHED, Level.WATCHED, Level.FOLLOWED, Level.MUTED)


def tell_max() -> None:
    """Call it when everything else is there."""
    max_ = actors.member(User.objects.select_related("group").get(name="Max"))
    topics = permissions.visible_topics(max_).filter(post_count__gt=1, is_stub=False)
    others = topics.exclude(last_post__author=max_.user_id).order_by("-last_post_at", "-pk")
    for topic, level in zip(others[: len(LEVELS)], LEVELS, strict=False):
        actions.subscribe_to_topic(max_, topic, level)
        telling.make_notices(Post.objects.select_related("topic__forum").get(pk=topic.last_post_id))
