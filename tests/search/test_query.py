"""How a query is read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areopagus.search.query import Misunderstood, Term, read


def test_everything_at_once() -> None:
    query = read(
        'marsh "dust storm" -rover author:max author:"Max Born" forum:missions title:crater'
        " after:2019-06 before:2020-01-15 is:locked"
    )
    assert query.terms == [
        Term(("marsh",)),
        Term(("dust", "storm")),
        Term(("crater",), in_title=True),
    ]
    assert query.without == [Term(("rover",))]
    assert query.authors == ["max", "Max Born"]
    assert query.forums == ["missions"]
    assert query.after == datetime(2019, 6, 1, tzinfo=UTC)
    assert query.before == datetime(2020, 1, 15, tzinfo=UTC)
    assert query.states == {"locked"}


def test_pieces_of_code_are_words_that_stand_together() -> None:
    assert read("set_timeout").terms == [Term(("set", "timeout"))]
    assert read("火星").terms == [Term(("火", "星"))]
    assert read('an "unfinished phrase').terms == [Term(("an",)), Term(("unfinished", "phrase"))]


@pytest.mark.parametrize("text", ["", "  ", "!!! ... +", '""', 'author:""'])
def test_nothing_is_asked(text: str) -> None:
    assert read(text).is_empty


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("is:green", "is:locked, is:unanswered, is:mine"),
        ("before:soon", "is no date"),
        ("after:2019-13", "is no date"),
        ("after:2019-02-30", "is no date"),
        ("-rover", "what should be found"),
        ("a" * 301, "At most 300 characters"),
        (" ".join(f"w{n}" for n in range(21)), "At most 20 words"),
    ],
)
def test_what_cannot_be_meant(text: str, says: str) -> None:
    with pytest.raises(Misunderstood, match=says):
        read(text)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(text)
    except Misunderstood as reason:
        assert str(reason)
