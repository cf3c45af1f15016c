"""Whether a dump is one that a board may be brought up to date with. Nothing is changed by asking."""

from __future__ import annotations

from collections.abc import Iterator

from areopagus.importers.fluxbb.deltas.kinds import TOPICS, USERS, Kind
from areopagus.importers.fluxbb.deltas.reading import kept_of, side_by_side
from areopagus.importers.fluxbb.deltas.remembering import newest_in
from areopagus.importers.fluxbb.moving import rooms
from areopagus.importers.fluxbb.moving.context import UNKNOWN, moment
from areopagus.importers.fluxbb.prints import print_of, split
from areopagus.importers.fluxbb.staging import Staging
from areopagus.importers.models import KeptPost, KeptRow, Moved

ELSEWHERE = "Import it into a new folder (--board)."
# So many things may be gone at once before a dump counts as broken.
FEW = 20


class NoDelta(Exception):
    """One line for the person who typed the command: why this dump cannot bring this board up to date."""


def insist_on_delta(old: Staging, last: Moved, charset: str) -> None:
    _insist_on_charset(last, charset)
    _insist_on_same_board(old)
    _insist_on_newer(old, last)
    _insist_on_whole(old)
    _insist_on_room(old, last)


def _insist_on_charset(last: Moved, charset: str) -> None:
    if charset.lower() != last.charset.lower():
        raise NoDelta(
            f"This board's old texts were read as {last.charset}; say --charset {last.charset}, "
            "or every one of them would count as changed."
        )


def _insist_on_same_board(old: Staging) -> None:
    """The same numbers belong to the same members and topics: they began at the same second."""
    for kind, aspect, statement in (
        (USERS, "registered", "SELECT id, registered FROM users WHERE id > 1 ORDER BY id"),
        (TOPICS, "started", "SELECT id, posted FROM topics WHERE id > 0 ORDER BY id"),
    ):
        both, same = _compared(old, kind, aspect, statement)
        if same * 2 < both:
            raise NoDelta(
                f"This is the dump of another board: of {both:,} {kind.name} with the same number "
                f"only {same:,} began at the same moment. {ELSEWHERE}"
            )


def _compared(old: Staging, kind: Kind, aspect: str, statement: str) -> tuple[int, int]:
    """How many stand on both boards, and how many of them are the same."""
    place = next(at for at, one in enumerate(kind.aspects) if one.name == aspect)
    width = len(kind.aspects[place].columns)

    def there() -> Iterator[tuple[tuple[int], bytes]]:
        for pk, seconds in old.db.execute(statement):
            yield (pk,), print_of((moment(seconds) or UNKNOWN,) * width)

    both = same = 0
    for _, theirs, kept in side_by_side(there(), kept_of(kind)):
        if theirs is not None and kept is not None:
            both += 1
            same += split(kept[0])[place] == theirs
    return both, same


def _insist_on_newer(old: Staging, last: Moved) -> None:
    newest = newest_in(old)
    if newest is not None and last.newest_at is not None and newest < last.newest_at:
        raise NoDelta(
            f"This dump is older than what is here: it ends on {newest:%Y-%m-%d %H:%M} UTC, the one "
            f"before ended on {last.newest_at:%Y-%m-%d %H:%M} UTC."
        )


def _insist_on_whole(old: Staging) -> None:
    for table, known in (
        ("posts", KeptPost.objects.filter(is_gone=False).count()),
        ("topics", KeptRow.objects.filter(kind="topics", is_gone=False).count()),
        ("users", KeptRow.objects.filter(kind="users", is_gone=False).count()),
    ):
        there = old.count(table)
        if known > FEW and there * 2 < known:
            raise NoDelta(
                f"The dump has {there:,} {table}, and the one before had {known:,}: it seems not to be "
                f"whole, and what is missing would be removed here. {ELSEWHERE}"
            )


def _insist_on_room(old: Staging, last: Moved) -> None:
    for table, highest in rooms.highest_in(old).items():
        edge = last.edges[table]
        if highest >= edge:
            raise NoDelta(
                f"The old board has outgrown the room it was left: its {table} have reached number "
                f"{highest:,}, and from {edge:,} on they are this board's own. {ELSEWHERE}"
            )
