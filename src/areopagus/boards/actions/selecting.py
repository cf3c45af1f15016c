"""What moderators have chosen, held and judged, before anything is done to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from areopagus.accounts.actors import Actor
from areopagus.boards import counts, permissions
from areopagus.boards.models import Post, Topic
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused

MOST = 1000


def held_topics(
    actor: Actor,
    topic_ids: Collection[int],
    *,
    with_stubs: bool = False,
    to_forum: int | None = None,
) -> list[Topic]:
    """The topics as they are now, removed ones too. Refused when one may not be touched: all or none.

    `to_forum` is one they will come to; it is held along.
    """
    _insist_on_number(topic_ids, "topics")
    topics = _lock_topics(actor, topic_ids, to_forum)
    _insist_on_presence(topic_ids, topics, "topic")
    for topic in topics:
        permissions.can_moderate(actor, topic.forum_id).insist()
        if topic.is_stub and not with_stubs:
            raise Refused(
                f"“{topic.title}” is only a link to a topic that moved; choose the topic itself."
            )
    return topics


def held_posts(
    actor: Actor,
    post_ids: Collection[int],
    *,
    to_topic: int | None = None,
    to_forum: int | None = None,
) -> list[Post]:
    """The posts as they are now, with their topics and authors; their topics are held before them.

    `to_topic` or `to_forum` is where they will come to; it is held along.
    """
    _insist_on_number(post_ids, "posts")
    chosen = Post.objects.filter(pk__in=post_ids)
    wanted = {*chosen.values_list("topic_id", flat=True), *([to_topic] if to_topic else ())}
    topics = {topic.pk: topic for topic in _lock_topics(actor, wanted, to_forum)}
    posts = list(
        chosen.filter(topic__in=topics)
        .select_for_update(of=("self",), no_key=True)
        .select_related("author__group")
        .order_by("pk")
    )
    _insist_on_presence(post_ids, posts, "post")
    for post in posts:
        post.topic = topics[post.topic_id]
        permissions.can_moderate(actor, post.topic.forum_id).insist()
    return sorted(posts, key=lambda post: (post.topic_id, post.number))


def concern_topics(deed: Deed, topics: Collection[Topic]) -> None:
    deed.concerns(
        topic=[topic.pk for topic in topics],
        forum=[topic.forum_id for topic in topics],
        member=[topic.author_id for topic in topics],
    )


def concern_posts(deed: Deed, posts: Collection[Post]) -> None:
    deed.concerns(
        post=[post.pk for post in posts],
        topic=[post.topic_id for post in posts],
        forum=[post.topic.forum_id for post in posts],
        member=[post.author_id for post in posts],
    )


def named_topics(topics: Sequence[Topic]) -> str:
    """ "“Who lands first?”", or how many."""
    return f"“{topics[0].title}”" if len(topics) == 1 else f"{len(topics):,} topics"


def named_posts(posts: Sequence[Post]) -> str:
    if len(posts) == 1:
        return f"post #{posts[0].number} by {posts[0].author_name} in “{posts[0].topic.title}”"
    titles = {post.topic.title for post in posts}
    where = f" of “{titles.pop()}”" if len(titles) == 1 else ""
    return f"{len(posts):,} posts{where}"


def note_untouched(deed: Deed, chosen: int, changed: int, state: str) -> None:
    """Says how many are so already."""
    if same := chosen - changed:
        are = "One is" if same == 1 else f"{same:,} are"
        stay = "stays as it is" if same == 1 else "stay as they are"
        deed.notes.append(f"{are} {state} already and {stay}.")


def _lock_topics(
    actor: Actor, topic_ids: Collection[int], to_forum: int | None = None
) -> list[Topic]:
    """Topics, then their forums, each in one order, so that no two deeds wait for each other.

    The forums before any post: whoever holds a forum may point it at a post at the end, and
    PostgreSQL then waits for whoever is moving that post.
    """
    topics = list(
        Topic.objects.in_forums(permissions.access(actor))
        .filter(pk__in=topic_ids)
        .select_for_update(of=("self",), no_key=True)
        .select_related("forum")
        .order_by("pk")
    )
    counts.hold_forums({topic.forum_id for topic in topics} | ({to_forum} if to_forum else set()))
    return topics


def _insist_on_number(ids: Collection[int], noun: str) -> None:
    if not ids:
        raise Refused(f"Choose some {noun} first.")
    if len(ids) > MOST:
        raise Refused(f"At most {MOST:,} {noun} can be chosen at once; these are {len(ids):,}.")


def _insist_on_presence(ids: Collection[int], found: Sequence[object], noun: str) -> None:
    if missing := len(set(ids)) - len(found):
        are = f"One {noun} of those you chose is" if missing == 1 else f"{missing:,} {noun}s are"
        raise Refused(f"{are} not there any more. Nothing was changed.")
