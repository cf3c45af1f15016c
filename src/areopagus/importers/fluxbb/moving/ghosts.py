"""Ghost authors: everybody who wrote on the old board and has no account there, any more or ever."""

from __future__ import annotations

import sqlite3
from functools import lru_cache

from areopagus.boards.models import Ghost
from areopagus.boards.models.ghost import key_of
from areopagus.importers.fluxbb.moving.context import GhostKey, Move, batched

# One row for each way in which one name stands under posts without an account. In the order of their
# last posts: whoever was renamed has the name they had at the end.
ROWS = """
SELECT poster, poster_id, MAX(poster_email) AS poster_email, MAX(id) AS last FROM posts
WHERE id > 0 AND NOT EXISTS (
  SELECT 1 FROM users WHERE users.id = posts.poster_id AND users.id > 1
)
GROUP BY poster, poster_id, INSTR(COALESCE(poster_email, ''), '@') > 0 ORDER BY last
"""


def move_ghosts(move: Move) -> None:
    new: dict[GhostKey, Ghost] = {}
    for row in move.old.rows(ROWS):
        key = old_id, origin, _ = _key(move, row)
        name = (row["poster"] or "").strip()[:200]
        new[key] = Ghost(name=name, name_key=key_of(name), origin=origin, old_user_id=old_id)
    for some in batched(new.items()):
        made = Ghost.objects.bulk_create([ghost for _, ghost in some])
        move.ghosts.update((key, ghost.pk) for (key, _), ghost in zip(some, made, strict=True))


def ghost_of(move: Move, row: sqlite3.Row) -> int:
    """Whose this post is, which has no account."""
    return move.ghosts[_key(move, row)]


def _key(move: Move, row: sqlite3.Row) -> GhostKey:
    """FluxBB gave the posts of a deleted account to user 1, its guest; other numbers were lost by
    other hands. Only guests leave an address with a post (fact sheet §1.2).
    """
    old_id = row["poster_id"]
    if old_id is not None and old_id > 1:
        return old_id, Ghost.Origin.OLD_MEMBER, ""
    if "@" in (row["poster_email"] or ""):
        origin = Ghost.Origin.OLD_GUEST
    elif move.old.config.get("p_force_guest_email") == "1":
        # Every guest was asked for an address.
        origin = Ghost.Origin.OLD_MEMBER
    else:
        origin = Ghost.Origin.UNKNOWN
    return None, origin, _spelt((row["poster"] or "").strip()[:200])


_spelt = lru_cache(maxsize=4096)(key_of)
