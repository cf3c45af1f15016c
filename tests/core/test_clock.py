from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from areopagus.core.clock import Clock, clock_for, zone_named

AT = datetime(2017, 11, 9, 20, 42, 43, tzinfo=UTC)


def test_the_board_writes_dates_as_fluxbb_does_by_default() -> None:
    assert Clock().moment(AT) == "2017-11-09 20:42:43"


def test_a_member_reads_their_own_zone_and_format() -> None:
    clock = clock_for("Asia/Kathmandu", "j M Y", "g:i a", relative=True)
    assert clock.moment(AT) == "10 Nov 2017 2:27 AM"


def test_today_and_yesterday_follow_the_readers_midnight() -> None:
    clock = clock_for("Pacific/Auckland", "Y-m-d", "H:i", relative=True)
    with time_machine.travel(AT, tick=False):
        assert clock.moment(AT) == "Today 09:42"
        assert clock.moment(AT - timedelta(hours=10)) == "Yesterday 23:42"
        assert clock.moment(AT - timedelta(days=2)) == "2017-11-08 09:42"


def test_an_offset_is_a_zone_too() -> None:
    assert zone_named("+05:45").utcoffset(AT) == timedelta(hours=5, minutes=45)
    assert zone_named("-03:30").utcoffset(AT) == -timedelta(hours=3, minutes=30)


def test_nonsense_is_named_and_falls_back_to_utc_where_it_is_stored() -> None:
    with pytest.raises(ValueError, match="'Mars/Gale' is not a time zone"):
        zone_named("Mars/Gale")
    assert clock_for("Mars/Gale", "?", "?", relative=False) == Clock()


def test_never_is_a_word() -> None:
    assert Clock().moment(None) == "Never"
