from __future__ import annotations

import pytest

from areopagus.boards.options import POSTS_PER_PAGE, TITLE
from areopagus.core import options
from areopagus.core.models import OptionValue


@pytest.mark.django_db
def test_an_option_is_its_default_until_it_is_set() -> None:
    assert TITLE.get() == TITLE.default

    TITLE.set("Red Planet Board")

    assert TITLE.get() == "Red Planet Board"
    assert OptionValue.objects.get(key="board.title").value == "Red Planet Board"


@pytest.mark.django_db
def test_all_options_cost_one_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [o.get() for o in options.declared_options()]


@pytest.mark.parametrize("value", [2, 76, "25", True])
def test_a_wrong_value_is_refused_with_what_is_allowed(value: object) -> None:
    with pytest.raises(ValueError, match=r"board\.posts_per_page must be"):
        POSTS_PER_PAGE.check(value)


def test_an_option_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        options.option("board.title", "", "Again.")
