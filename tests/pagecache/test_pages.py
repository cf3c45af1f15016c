"""A kept page: how long it is true, and how it is known without looking at each of its stamps."""

from __future__ import annotations

import brotli
import pytest

from areopagus.core import shown, stamps
from areopagus.core.kept import LONGEST_SECONDS, NANOSECONDS, PROVED_NANOSECONDS
from areopagus.core.shown import Shown
from areopagus.core.stamps import Stamps
from areopagus.pagecache.pages import Page, made_page
from tests.pagecache.front import HTML, WORDS, change

MINUTES = 10 * 60 * NANOSECONDS


class Clock:
    """One that a test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # Later than anything in the file.
        self.at = stamps.moment() + NANOSECONDS
        monkeypatch.setattr(stamps, "moment", lambda: self.at)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def page_of(clock: Clock, noted: Shown | None = None) -> Page:
    noted = noted or Shown(keys={"topic:42"})
    headers = [("Content-Type", HTML)]
    return made_page("200 OK", headers, WORDS, noted, made=clock.at, coding="br")


def test_without_a_deed_it_is_true_for_ten_minutes(clock: Clock) -> None:
    page = page_of(clock)
    assert LONGEST_SECONDS == 600
    clock.at += MINUTES - 1
    assert page.is_true()
    clock.at += 1
    assert not page.is_true()


@pytest.mark.parametrize(("seconds", "true_for"), [(1, 1), (0.5, 0.5), (5_000, 600)])
def test_what_is_fleeting_is_true_for_its_seconds(
    clock: Clock, seconds: float, true_for: float
) -> None:
    page = page_of(clock, Shown(seconds=seconds))
    made = clock.at
    clock.at = made + int(true_for * NANOSECONDS) - 1
    assert page.is_true()
    clock.at += 1
    assert not page.is_true()


def test_a_deed_elsewhere_leaves_it_true(clock: Clock) -> None:
    page = page_of(clock)
    clock.at += 10
    change("topic:43", "forum:7")
    assert page.is_true()
    change("topic:42")
    assert not page.is_true()
    # And it stays so, whatever else happens.
    change("topic:43")
    assert not page.is_true()


def test_what_stands_on_every_page_counts_as_well(clock: Clock) -> None:
    page = page_of(clock, Shown(keys={"topic:42"}, common={"options"}))
    clock.at += 10
    change("options")
    assert not page.is_true()


def test_it_is_compared_with_its_stamps_once_while_nothing_changes(
    clock: Clock, shared: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []
    plain = Stamps.unchanged_since

    def counting(self: Stamps, made: int, places: tuple[int, ...]) -> bool:
        compared.append(made)
        return plain(self, made, places)

    monkeypatch.setattr(Stamps, "unchanged_since", counting)
    page = page_of(clock)
    assert all(page.is_true() for _ in range(5))
    assert len(compared) == 1
    change("topic:43")
    assert page.is_true() and page.is_true()
    assert len(compared) == 2
    # Should the newest stamp ever be wrong, the others are looked at all the same.
    clock.at += PROVED_NANOSECONDS
    assert page.is_true()
    assert len(compared) == 3


def test_a_proof_does_not_make_it_true_for_longer(clock: Clock) -> None:
    page = page_of(clock, Shown(seconds=1))
    assert page.is_true()
    clock.at += NANOSECONDS
    assert not page.is_true()


def test_what_is_noted_inside_is_noted_outside(clock: Clock) -> None:
    """A block that was made before tells the page it stands on."""
    with shown.collecting() as block:
        shown.note(["topic:42"])
        shown.note_common("groups")
        shown.note_fleeting(5)
    with shown.collecting() as page:
        shown.note_fleeting(9)
        block.note_again()
    assert (page.keys, page.common, page.seconds) == ({"topic:42"}, {"groups"}, 5)
    # Nobody collects.
    block.note_again()
    shown.note_personal()


def test_the_most_fleeting_counts() -> None:
    with shown.collecting() as page:
        for seconds in (5, 1, 60):
            shown.note_fleeting(seconds)
    assert page.seconds == 1


def test_no_seconds_are_not_ten_minutes(clock: Clock) -> None:
    assert not page_of(clock, Shown(seconds=0)).is_true()


# Compressed in haste


def test_what_was_compressed_in_haste_is_compressed_well_when_it_is_asked_for_again(
    clock: Clock,
) -> None:
    words = "".join(f"<p>Post {n} of {n * n} about the probe.</p>" for n in range(500)).encode()
    noted, headers = Shown(keys={"topic:42"}), [("Content-Type", HTML)]
    well = made_page("200 OK", headers, words, noted, made=clock.at, coding="br").answer("br")
    page = made_page("200 OK", headers, words, noted, made=clock.at, coding="br", in_haste=True)
    first, size = page.answer("br"), page.size
    assert len(first.body) > len(well.body)
    assert brotli.decompress(first.body) == words
    assert page.answer("br") == page.answer("br") == well
    # Other bytes, another tag.
    assert first.etag != well.etag
    assert page.size == size - len(first.body) + len(well.body)


def test_a_short_page_has_no_haste(clock: Clock) -> None:
    noted, headers = Shown(keys={"topic:42"}), [("Content-Type", HTML)]
    page = made_page("200 OK", headers, b"<p>", noted, made=clock.at, coding="br", in_haste=True)
    assert page.answer("br") == page.answer("br")
    assert page.answer("br").body == b"<p>"
