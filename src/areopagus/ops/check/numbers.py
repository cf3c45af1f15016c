"""Post numbers without gaps but those of posts that were moved away, and stubs that only lead elsewhere.

Important: a number is somebody's quotation and somebody's bookmark. Nothing here ever changes one.
"""

from __future__ import annotations

from collections.abc import Iterator

from areopagus.boards.models import Topic
from areopagus.ops.check.facts import Fact, compared, rows

GAPS = """
SELECT topic.id, topic.title, place.before_it + 1, place.number - 1
FROM (
    SELECT topic_id, number,
           LAG(number, 1, 0) OVER (PARTITION BY topic_id ORDER BY number) AS before_it
    FROM (
        SELECT topic_id, number FROM boards_post
        UNION ALL SELECT topic_id, number FROM boards_departure
    ) given
) place JOIN boards_topic topic ON topic.id = place.topic_id
WHERE place.number <> place.before_it + 1
"""

UNMARKED_STUBS = """
SELECT id, title, is_stub, TRUE FROM boards_topic
WHERE moved_to_id IS NOT NULL AND NOT is_stub
  AND NOT EXISTS (SELECT 1 FROM boards_post WHERE topic_id = boards_topic.id)
"""

COUNTING_STUBS = """
SELECT id, title, last_number, 0, post_count, 0, first_post_id, NULL, last_post_id, NULL
FROM boards_topic
WHERE is_stub AND NOT EXISTS (SELECT 1 FROM boards_post WHERE topic_id = boards_topic.id)
  AND (last_number <> 0 OR post_count <> 0
       OR first_post_id IS NOT NULL OR last_post_id IS NOT NULL)
"""

STUBS_WITH_POSTS = """
SELECT topic.id, topic.title, COUNT(*)
FROM boards_topic topic JOIN boards_post post ON post.topic_id = topic.id
WHERE topic.is_stub OR topic.moved_to_id IS NOT NULL GROUP BY topic.id, topic.title
"""

CIRCULAR_STUBS = "SELECT id, title FROM boards_topic WHERE moved_to_id = id"


def _gaps() -> Iterator[str]:
    for topic_id, title, first, last in rows(GAPS):
        missing = f"number {first} is" if first == last else f"numbers {first} to {last} are"
        yield f'topic {topic_id} "{title}": {missing} missing'


def _unmarked_stubs() -> Iterator[str]:
    for topic_id, title, *_ in rows(UNMARKED_STUBS):
        yield f'topic {topic_id} "{title}": leads to another topic but is not marked as a stub'


def _mark_stubs() -> None:
    Topic.objects.filter(moved_to__isnull=False, posts=None).update(is_stub=True)


def _counting_stubs() -> Iterator[str]:
    names = ("last_number", "post_count", "first_post", "last_post")
    return compared("stub", names, rows(COUNTING_STUBS))


def _empty_stubs() -> None:
    Topic.objects.filter(is_stub=True, posts=None).update(
        last_number=0, post_count=0, first_post=None, last_post=None
    )


def _impossible_stubs() -> Iterator[str]:
    for topic_id, title, count in rows(STUBS_WITH_POSTS):
        yield f'stub {topic_id} "{title}": a stub has no posts, but {count} stand in it'
    for topic_id, title in rows(CIRCULAR_STUBS):
        yield f'stub {topic_id} "{title}": leads to itself'


FACTS = (
    Fact("post numbers", _gaps),
    Fact("marks of stubs", _unmarked_stubs, _mark_stubs),
    Fact("counters of stubs", _counting_stubs, _empty_stubs),
    Fact("stubs", _impossible_stubs),
)
