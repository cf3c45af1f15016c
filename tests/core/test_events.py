from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from areopagus.core import events


@dataclass(frozen=True)
class LampLit:
    number: int

    @property
    def changes(self) -> tuple[str, ...]:
        return (f"lamp:{self.number}",)


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """What a listener hears; a second listener always fails."""
    numbers: list[int] = []

    def fail(event: LampLit) -> None:
        raise RuntimeError("no oil")

    listeners = [fail, lambda event: numbers.append(event.number)]
    events._listeners[LampLit].extend(listeners)
    yield numbers
    del events._listeners[LampLit]


@pytest.mark.django_db(transaction=True)
def test_listeners_hear_after_the_commit_and_one_failing_disturbs_nobody(
    heard: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), transaction.atomic():
        events.announce(LampLit(7))
        assert heard == []

    assert heard == [7]
    assert "no oil" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_did_not_happen(heard: list[int]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        events.announce(LampLit(7))
        raise ZeroDivisionError

    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_who_joins_a_deed_is_a_part_of_it(heard: list[int]) -> None:
    joined: list[int] = []
    events.joins(LampLit)(lambda event: joined.append(event.number))
    try:
        with transaction.atomic():
            events.announce(LampLit(7))
            assert joined == [7]
            assert heard == []
    finally:
        del events._joining[LampLit]
