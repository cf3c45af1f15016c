"""What every deed that hides all somebody wrote does first, and how it hides it."""

from __future__ import annotations

from collections.abc import Sequence

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.administration import permissions
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger.recording import Deed


def hide(deed: Deed, topics: Sequence[Topic], posts: Sequence[Post], reason: str) -> None:
    """Removes them; a post that begins a topic is hidden with it."""
    gone = {"removed_at": now(), "removal_reason": reason}
    deed.change(*topics, **gone)
    deed.change(*(post for post in posts if post.number > 1), **gone)
    deed.concerns(
        post=[post.pk for post in posts],
        topic=[*(topic.pk for topic in topics), *(post.topic_id for post in posts)],
        forum=[post.topic.forum_id for post in posts],
    )


def written_by(actor: Actor, *members: User) -> tuple[list[Topic], list[Post]]:
    """What stands of theirs in forums that this actor moderates; the topics held before the posts."""
    mine = permissions.posts_to_clean(actor, *members)
    topics = list(
        Topic.objects.select_for_update(no_key=True)
        .filter(pk__in=mine.order_by().values("topic"), removed_at=None)
        .order_by("pk")
    )
    posts = list(
        mine.filter(topic__in=topics)
        .select_for_update(of=("self",), no_key=True)
        .select_related("topic")
        .order_by("pk")
    )
    begun = {post.topic_id for post in posts if post.number == 1}
    return [topic for topic in topics if topic.pk in begun], posts
