"""The counters and last posts of topics, forums and members."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction

from areopagus.boards import counts
from areopagus.ops.check.facts import Fact, compared, rows

TOPICS = """
WITH counted AS (
    SELECT topic_id, MIN(number) AS first_number,
           COUNT(*) FILTER (WHERE removed_at IS NULL) AS standing,
           MAX(number) FILTER (WHERE removed_at IS NULL) AS last_standing
    FROM boards_post GROUP BY topic_id
), given AS (
    SELECT topic_id, MAX(number) AS last_number FROM (
        SELECT topic_id, number FROM boards_post
        UNION ALL SELECT topic_id, number FROM boards_departure
    ) place GROUP BY topic_id
)
SELECT topic.id, topic.title,
       topic.last_number, COALESCE(given.last_number, 0),
       topic.post_count, COALESCE(counted.standing, 0),
       topic.first_post_id, opening.id,
       topic.last_post_id, latest.id,
       topic.last_post_at, COALESCE(latest.posted_at, topic.started_at)
FROM boards_topic topic
LEFT JOIN counted ON counted.topic_id = topic.id
LEFT JOIN given ON given.topic_id = topic.id
LEFT JOIN boards_post opening
       ON opening.topic_id = topic.id AND opening.number = counted.first_number
LEFT JOIN boards_post latest
       ON latest.topic_id = topic.id AND latest.number = counted.last_standing
WHERE NOT topic.is_stub AND (
       topic.last_number <> COALESCE(given.last_number, 0)
    OR topic.post_count <> COALESCE(counted.standing, 0)
    OR topic.first_post_id IS DISTINCT FROM opening.id
    OR topic.last_post_id IS DISTINCT FROM latest.id
    OR topic.last_post_at <> COALESCE(latest.posted_at, topic.started_at)
)
"""

FORUMS = """
WITH standing AS (
    SELECT id, forum_id, last_post_id, last_post_at FROM boards_topic
    WHERE removed_at IS NULL AND NOT is_stub
), topics AS (
    SELECT forum_id, COUNT(*) AS n FROM standing GROUP BY forum_id
), posts AS (
    SELECT standing.forum_id, COUNT(*) AS n
    FROM boards_post post JOIN standing ON standing.id = post.topic_id
    WHERE post.removed_at IS NULL GROUP BY standing.forum_id
), latest AS (
    SELECT forum_id, last_post_id,
           ROW_NUMBER() OVER (PARTITION BY forum_id ORDER BY last_post_at DESC, id DESC) AS place
    FROM standing WHERE last_post_id IS NOT NULL
)
SELECT forum.id, forum.name,
       forum.topic_count, COALESCE(topics.n, 0),
       forum.post_count, COALESCE(posts.n, 0),
       forum.last_post_id, latest.last_post_id
FROM boards_forum forum
LEFT JOIN topics ON topics.forum_id = forum.id
LEFT JOIN posts ON posts.forum_id = forum.id
LEFT JOIN latest ON latest.forum_id = forum.id AND latest.place = 1
WHERE forum.topic_count <> COALESCE(topics.n, 0)
   OR forum.post_count <> COALESCE(posts.n, 0)
   OR forum.last_post_id IS DISTINCT FROM latest.last_post_id
"""

# A member's removed posts count too, and so does what an old board had counted beyond them, and what they have claimed.
MEMBERS = """
WITH written AS (
    SELECT author_id, COUNT(*) AS n, MAX(id) AS last_id
    FROM boards_post WHERE author_id IS NOT NULL GROUP BY author_id
)
SELECT member.id, member.name,
       member.post_count, COALESCE(written.n, 0) + member.posts_elsewhere + member.posts_claimed,
       member.last_post_at, latest.posted_at
FROM accounts_user member
LEFT JOIN written ON written.author_id = member.id
LEFT JOIN boards_post latest ON latest.id = written.last_id
WHERE member.post_count <> COALESCE(written.n, 0) + member.posts_elsewhere + member.posts_claimed
   OR member.last_post_at IS DISTINCT FROM latest.posted_at
"""


def _wrong_topics() -> Iterator[str]:
    names = ("last_number", "post_count", "first_post", "last_post", "last_post_at")
    return compared("topic", names, rows(TOPICS))


def _wrong_forums() -> Iterator[str]:
    return compared("forum", ("topic_count", "post_count", "last_post"), rows(FORUMS))


def _wrong_members() -> Iterator[str]:
    return compared("member", ("post_count", "last_post_at"), rows(MEMBERS))


@transaction.atomic
def count_anew() -> None:
    if connection.vendor == "postgresql":
        # A reply committed between our counting and our writing would be lost from the counters.
        # Every deed locks its author or its topic first; in this order none of them can wait for us
        # while we wait for it. On SQLite the transaction itself already keeps all others out.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE accounts_user, boards_topic IN EXCLUSIVE MODE")
    counts.rebuild()


FACTS = (
    Fact("counters of topics", _wrong_topics, count_anew),
    Fact("counters of forums", _wrong_forums, count_anew),
    Fact("counters of members", _wrong_members, count_anew),
)
