from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from areopagus.core.paging import Pager, page_count, page_of


def window(number: int, count: int) -> list[int | None]:
    return list(Pager(number, count, "/topics/1/").window())


def test_the_window_shows_the_ends_and_the_neighbours() -> None:
    assert window(5, 20) == [1, 2, 3, 4, 5, 6, 7, None, 20]
    assert window(10, 20) == [1, None, 8, 9, 10, 11, 12, None, 20]
    assert window(1, 1) == [1]


def test_page_one_has_the_bare_address() -> None:
    pager = Pager(2, 3, "/topics/1-boats/", "?days=7")
    assert pager.url(1) == "/topics/1-boats/?days=7"
    assert pager.url(3) == "/topics/1-boats/page/3/?days=7"
    assert (pager.previous, pager.next) == (1, 3)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_window_climbs_and_never_skips_a_single_page(number: int, count: int) -> None:
    number = min(number, count)
    shown = window(number, count)

    assert shown[0] == 1 and shown[-1] == count and number in shown
    for one, other in pairwise(shown):
        if one is not None and other is not None:
            assert other == one + 1
    gaps = [i for i, n in enumerate(shown) if n is None]
    for i in gaps:
        before, after = shown[i - 1], shown[i + 1]
        assert before is not None and after is not None and after - before > 2


@given(st.integers(0, 10**7), st.integers(1, 100))
def test_every_row_is_on_a_page(rows: int, size: int) -> None:
    pages = page_count(rows, size)
    assert pages >= 1
    if rows:
        assert page_of(rows, size) == pages
        assert page_of(1, size) == 1
