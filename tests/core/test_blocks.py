"""A block is read once while nothing it shows changes, and never when something does."""

from __future__ import annotations

import pytest
from django.db import transaction

from areopagus.core import shown, stamps
from areopagus.core.blocks import MOST_PIECES, Block, block


class Lamps:
    size = 10


@pytest.fixture
def read() -> list[int]:
    return []


def lamps(read: list[int], key: str = "lamps") -> Block[Lamps]:
    def reading() -> Lamps:
        read.append(1)
        shown.note(["lamp:7"])
        return Lamps()

    return block((key,), reading)


@pytest.mark.django_db(transaction=True)
def test_it_is_read_again_after_a_change_only(read: list[int]) -> None:
    assert lamps(read) is lamps(read)
    with transaction.atomic():
        stamps.changed(["lamp:8"])
    assert lamps(read) is lamps(read) and len(read) == 1
    with transaction.atomic():
        stamps.changed(["lamp:7"])

    lamps(read)
    assert len(read) == 2


def test_the_page_around_it_shows_what_it_shows(read: list[int]) -> None:
    for _ in range(2):
        with shown.collecting() as noted:
            lamps(read, "around")
        assert noted.keys == {"lamp:7"}
    assert len(read) == 1


def test_html_is_made_once_for_each_kind_and_not_for_ever(read: list[int]) -> None:
    found, made = lamps(read, "html"), []

    def making(kind: int) -> str:
        made.append(kind)
        return f"<p>{kind}"

    for _ in range(2):
        for kind in range(3):
            assert found.piece(kind, lambda kind=kind: making(kind)) == f"<p>{kind}"  # type: ignore[misc]
    assert made == [0, 1, 2]
    for kind in range(3, MOST_PIECES + 3):
        found.piece(kind, lambda: "<p>")
    assert len(found._pieces) <= MOST_PIECES
    # What was let go of is not counted any longer.
    assert found.size == Lamps.size + sum(len(piece) for piece in found._pieces.values())
