from __future__ import annotations

from operator import add

import pytest

from areopagus.core.tally import Tally


def test_a_tally_is_written_once_for_many_notes() -> None:
    written: list[dict[int, int]] = []
    tally: Tally[int, int] = Tally(written.append, add, seconds=3600)
    for _ in range(3):
        tally.note(42, 1)
    tally.note(43, 1)

    assert tally.pending(42) == 3
    tally.write()
    tally.write()

    assert written == [{42: 3, 43: 1}]


@pytest.mark.django_db(transaction=True)
def test_a_tally_writes_itself_when_it_is_due() -> None:
    written: list[dict[int, int]] = []
    tally: Tally[int, int] = Tally(written.append, add, seconds=0)
    tally.write_if_due()
    tally.note(42, 1)
    tally.write_if_due()

    assert written == [{42: 1}]
