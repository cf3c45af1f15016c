"""Memory is bounded whatever happens, and what people read is not pushed out by who reads everything."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from areopagus.core.store import ONCE_SHARE, Store

MOST = 1_000
KEYS = st.integers(0, 30)


@dataclass(eq=False)
class Thing:
    size: int


class Keeping(RuleBasedStateMachine):
    """Puts, finds and growth in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.store: Store[Thing] = Store(MOST)
        self.put_last: dict[int, Thing] = {}

    @rule(key=KEYS, size=st.integers(1, 300))
    def put(self, key: int, size: int) -> None:
        self.put_last[key] = Thing(size)
        self.store.put(key, self.put_last[key])
        found = self.store.find(key)
        assert found is (self.put_last[key] if size <= MOST * ONCE_SHARE else None)

    @rule(key=KEYS)
    def find(self, key: int) -> None:
        assert self.store.find(key) in (None, self.put_last.get(key))

    @rule(key=KEYS, by=st.integers(1, 600))
    def grow(self, key: int, by: int) -> None:
        """Of what may have been pushed out meanwhile."""
        if thing := self.put_last.get(key):
            thing.size += by
            self.store.grew(key, thing, by)

    @rule(key=KEYS, by=st.integers(1, 600), size=st.integers(1, 300))
    def grow_what_was_replaced(self, key: int, by: int, size: int) -> None:
        old = self.put_last.get(key)
        self.put(key, size)
        if old is not None:
            old.size += by
            self.store.grew(key, old, by)

    @rule()
    def clear(self) -> None:
        self.store.clear()

    @invariant()
    def the_bytes_are_those_of_the_things(self) -> None:
        once, again = self.store._once, self.store._again
        assert not set(once) & set(again)
        assert sum(thing.size for thing in once.values()) == self.store._once_bytes
        assert sum(thing.size for thing in again.values()) == self.store._again_bytes
        assert set(self.store._counted) == {*once, *again}
        assert 0 <= self.store.bytes_kept <= MOST
        assert len(self.store) == len(once) + len(again)


TestKeeping = Keeping.TestCase
TestKeeping.settings = settings(max_examples=60, stateful_step_count=40)


def test_a_crawler_that_reads_everything_once_pushes_out_nothing_that_is_read() -> None:
    store: Store[Thing] = Store(MOST)
    for key in range(30):
        store.put(key, Thing(25))
        store.find(key)
    for key in range(100, 1_100):
        store.put(key, Thing(20))

    assert all(store.find(key) for key in range(30))
    assert store.bytes_kept <= MOST


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    store: Store[Thing] = Store(MOST)
    for key in range(10):
        store.put(key, Thing(100))
        store.find(key)
    store.find(0)
    store.put(10, Thing(100))

    assert store.find(1) is None
    assert store.find(0) is not None


def test_nothing_so_large_is_kept_that_all_else_would_have_to_go() -> None:
    store: Store[Thing] = Store(MOST)
    for key in range(10):
        store.put(key, Thing(100))
    store.put(0, Thing(MOST))

    assert store.find(0) is None, "the smaller one in its place was older"
    assert all(store.find(key) for key in range(1, 10))


def test_no_room_keeps_nothing() -> None:
    store: Store[Thing] = Store(0)
    store.put(1, Thing(1))
    assert (store.find(1), store.bytes_kept) == (None, 0)


def test_threads_do_not_lose_count() -> None:
    """Growth is said after it has happened; meanwhile others may move, replace or push out the thing."""
    store: Store[Thing] = Store(20_000)

    def use(seed: int) -> None:
        chance = Random(seed)  # noqa: S311
        for _ in range(4_000):
            key = chance.randrange(60)
            thing = store.find(key)
            if thing is None:
                store.put(key, Thing(chance.randrange(1, 900)))
            elif thing.size < 2_000:
                by = chance.randrange(1, 300)
                thing.size += by
                store.grew(key, thing, by)

    threads = [threading.Thread(target=use, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    counted = store._counted
    assert store._once_bytes == sum(counted[key] for key in store._once)
    assert store._again_bytes == sum(counted[key] for key in store._again)
    assert store.bytes_kept <= 20_000
    store.clear()
    assert (len(store), store.bytes_kept) == (0, 0)
