"""What one network may ask for: counted by all processes, forgiven with time, and never at a stranger's cost."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from areopagus.pagecache import budgets
from areopagus.pagecache.budgets import KEY_WORDS, MINUTE, SECOND, Budget, Budgets, networks_of

TEN = Budget("pages", 10)
SOMEBODY = "9.9.9.9"


class Clock:
    at = 5 * MINUTE

    def __call__(self) -> int:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(budgets, "moment", clock)
    return clock


@pytest.fixture
def shared(tmp_path: Path, clock: Clock) -> Budgets:
    return Budgets(tmp_path / "budgets")


def spend(shared: Budgets, address: str = SOMEBODY, budget: Budget = TEN) -> None:
    assert [shared.ask(budget, address) for _ in range(budget.amount)] == [0] * budget.amount


def test_so_many_at_once_then_as_fast_as_they_come_back(shared: Budgets, clock: Clock) -> None:
    spend(shared)
    assert shared.ask(TEN, SOMEBODY) == 6
    clock.at += 5 * SECOND
    assert shared.ask(TEN, SOMEBODY) == 1
    clock.at += SECOND
    assert shared.ask(TEN, SOMEBODY) == 0
    assert shared.ask(TEN, SOMEBODY) == 6
    clock.at += 2 * MINUTE
    spend(shared)


def test_who_is_refused_pays_nothing(shared: Budgets, clock: Clock) -> None:
    spend(shared)
    for _ in range(100):
        assert shared.ask(TEN, SOMEBODY) == 6


def test_another_process_counts_the_same(shared: Budgets, tmp_path: Path) -> None:
    spend(shared)
    assert Budgets(tmp_path / "budgets").is_spent(TEN, SOMEBODY)


def test_each_budget_is_counted_by_itself(shared: Budgets) -> None:
    spend(shared)
    assert not shared.is_spent(Budget("searches", 10), SOMEBODY)


def test_no_limit(shared: Budgets) -> None:
    assert {shared.ask(Budget("pages", 0), SOMEBODY) for _ in range(1000)} == {0}


def test_a_house_does_not_use_up_what_its_street_has(shared: Budgets) -> None:
    for last in (1, 2, 3):
        spend(shared, f"9.9.9.{last}")
    assert shared.ask(TEN, "9.9.9.1")
    spend(shared, "9.9.9.4")
    # Four houses together have used up what the street has; the next street has not.
    assert shared.ask(TEN, "9.9.9.5")
    assert not shared.ask(TEN, "9.9.10.5")


def test_an_address_of_ipv6_says_nothing(shared: Budgets) -> None:
    for number in range(10):
        assert shared.ask(TEN, f"2606:4700:1:2:{number}::{number}") == 0
    assert shared.ask(TEN, "2606:4700:1:2::ffff")
    assert not shared.ask(TEN, "2606:4700:1:3::1")


@pytest.mark.parametrize(
    ("address", "networks"),
    [
        ("9.9.9.9", ("09090909/32", "090909/24")),
        ("::ffff:9.9.9.9", ("09090909/32", "090909/24")),
        ("2606:4700:1:2:3::4", ("2606470000010002/64", "260647000001/48")),
        ("127.0.0.1", ()),
        ("::1", ()),
        ("192.168.1.7", ()),
        ("fd00::7", ()),
        ("", ()),
        ("unix:", ()),
    ],
)
def test_the_networks_around_an_address(address: str, networks: tuple[str, ...]) -> None:
    assert networks_of(address) == networks


def test_who_cannot_be_told_apart_is_not_counted(shared: Budgets) -> None:
    assert {shared.ask(TEN, "127.0.0.1") for _ in range(1000)} == {0}


def test_a_hundred_thousand_strangers_use_up_nobodys_budget(shared: Budgets) -> None:
    random = Random(4)  # noqa: S311 - the same strangers each time.
    for _ in range(100_000):
        a, b, c, d = (random.randrange(1, 127) for _ in range(4))
        shared.ask(TEN, f"{a}.{b}.{c}.{d}")
    refused = 0
    for number in range(1000):
        refused += shared.ask(TEN, f"200.{number % 250}.{number // 250}.7") > 0
    assert refused == 0


def test_moments_from_before_a_restart_of_the_machine_mean_nothing(
    shared: Budgets, clock: Clock
) -> None:
    for place in range(KEY_WORDS, len(shared._words)):
        shared._words[place] = clock.at + 1000 * MINUTE
    spend(shared)
    assert shared.ask(TEN, SOMEBODY)
