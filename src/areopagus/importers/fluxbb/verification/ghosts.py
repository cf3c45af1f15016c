"""Whose the posts without an account are: each has the ghost author that the old board tells of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from areopagus.accounts import names
from areopagus.boards.models import Post
from areopagus.importers.fluxbb.verification.boards import Boards, tuples_in_order
from areopagus.importers.fluxbb.verification.comparing import (
    Comparison,
    Field,
    side_by_side,
    text,
)
from areopagus.importers.fluxbb.verification.old_board import Row
from areopagus.importers.fluxbb.verification.tally import Tally

KIND = "posts of ghosts"
ROWS = """
SELECT posts.id, poster_id, poster, poster_email FROM posts
LEFT JOIN users ON users.id = poster_id AND users.id > 1
WHERE posts.id > 0 AND users.id IS NULL ORDER BY posts.id
"""
# SQLite takes the name from the row with the highest id.
LAST_NAMES = """
SELECT poster_id, poster FROM (
  SELECT poster_id, poster, MAX(posts.id) FROM posts
  LEFT JOIN users ON users.id = poster_id AND users.id > 1
  WHERE posts.id > 0 AND poster_id > 1 AND users.id IS NULL GROUP BY poster_id
)
"""
NAMES = ("ghost__origin", "ghost__old_user_id", "ghost__name_key")
LONGEST_NAME = LONGEST_KEY = 200


def compare_ghosts(boards: Boards, tally: Tally) -> None:
    """Posts that were written here later, and those that belong to a member here, are told elsewhere."""
    fields = (
        Field("ghost's origin", _origin_on(boards), text("ghost__origin")),
        Field("ghost's old number", _old_number, lambda row: row["ghost__old_user_id"]),
        Field("ghost's name", _key_on(boards), text("ghost__name_key")),
    )
    comparison = Comparison(boards, tally, KIND, fields)
    for pk, then, now in side_by_side(boards.old.rows(ROWS), _here()):
        if then is not None and now is not None:
            comparison.row(f"posts {pk}", then, now)


def _here() -> Iterator[Row]:
    found = tuples_in_order(Post.objects.filter(author=None), NAMES)
    return (dict(zip(("id", *NAMES), row, strict=True)) for row in found)


def _old_number(row: Row) -> int | None:
    number: int | None = row["poster_id"]
    return number if number and number > 1 else None


def _origin_on(boards: Boards) -> Any:
    asked_everybody = boards.old.config.get("p_force_guest_email") == "1"

    def origin(row: Row) -> str:
        if _old_number(row):
            return "old-member"
        if "@" in boards.old.meant("posts.poster_email", row["poster_email"]):
            return "old-guest"
        return "old-member" if asked_everybody else "unknown"

    return origin


def _key_on(boards: Boards) -> Any:
    """A lost account that was renamed has the name of its last post."""
    at_last: dict[int, str] = dict(boards.old.db.execute(LAST_NAMES))

    def key(row: Row) -> str:
        written = at_last.get(row["poster_id"], row["poster"])
        name = boards.old.meant("posts.poster", written).strip()[:LONGEST_NAME]
        return names.key_of(name)[:LONGEST_KEY]

    return key
