"""Posts without an account: each belongs to a ghost author, whose counters are true."""

from __future__ import annotations

from collections.abc import Iterator

from areopagus.boards.ghosts import join_ghosts
from areopagus.boards.models import Ghost, Post
from areopagus.ops.check.counters import count_anew
from areopagus.ops.check.facts import Fact, compared, rows

NOBODYS = "SELECT id, author_name FROM boards_post WHERE author_id IS NULL AND ghost_id IS NULL"

SOMEBODYS = """
SELECT id, author_name FROM boards_post WHERE author_id IS NOT NULL AND ghost_id IS NOT NULL
"""

COUNTERS = """
WITH written AS (
    SELECT ghost_id, COUNT(*) AS n, MIN(posted_at) AS first_at, MAX(posted_at) AS last_at
    FROM boards_post WHERE ghost_id IS NOT NULL GROUP BY ghost_id
)
SELECT ghost.id, ghost.name,
       ghost.post_count, COALESCE(written.n, 0),
       ghost.first_post_at, written.first_at,
       ghost.last_post_at, written.last_at
FROM boards_ghost ghost LEFT JOIN written ON written.ghost_id = ghost.id
WHERE ghost.post_count <> COALESCE(written.n, 0)
   OR ghost.first_post_at IS DISTINCT FROM written.first_at
   OR ghost.last_post_at IS DISTINCT FROM written.last_at
"""


def _nobodys() -> Iterator[str]:
    for post_id, name in rows(NOBODYS):
        yield f'post {post_id} by "{name}": belongs to no member and to no ghost author'


def _join() -> None:
    join_ghosts(Ghost.Origin.UNKNOWN)
    count_anew()


def _somebodys() -> Iterator[str]:
    for post_id, name in rows(SOMEBODYS):
        yield f'post {post_id} by "{name}": belongs to a member and to a ghost author'


def _let_go() -> None:
    Post.objects.filter(author__isnull=False, ghost__isnull=False).update(ghost=None)


def _wrong_counters() -> Iterator[str]:
    return compared("ghost author", ("post_count", "first_post_at", "last_post_at"), rows(COUNTERS))


FACTS = (
    Fact("posts without an account", _nobodys, _join),
    Fact("posts with two authors", _somebodys, _let_go),
    Fact("counters of ghost authors", _wrong_counters, count_anew),
)
