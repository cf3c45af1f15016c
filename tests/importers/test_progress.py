"""Whoever waits sees how far it is."""

from __future__ import annotations

from io import StringIO

import pytest

from areopagus.importers.progress import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the clock shows, one after the other."""
    shown = [0.0]
    monkeypatch.setattr("areopagus.importers.progress.time.monotonic", lambda: shown[0])
    return shown


def test_a_terminal_shows_rate_and_time_left(seconds: list[float]) -> None:
    out = Terminal()
    told = Progress(out)
    seconds[0] = 10.0
    told.say("posts", 0, 20_000)
    seconds[0] = 20.0
    told.say("posts", 5_000, 20_000)
    assert out.getvalue().endswith("posts: 5,000 of 20,000 · 500 a second · 0:30 left")
    told.end()
    assert out.getvalue().endswith("\r\x1b[K")


def test_it_is_not_written_more_often_than_one_can_read(seconds: list[float]) -> None:
    out = Terminal()
    told = Progress(out)
    seconds[0] = 10.0
    for done in range(100):
        told.say("posts", done, 100)
    assert out.getvalue().count("posts") == 1


def test_a_file_gets_one_line_a_stage(seconds: list[float]) -> None:
    out = StringIO()
    told = Progress(out)
    told.say("reading board.sql")
    seconds[0] = 1.5
    told.say("posts", 10, 20)
    told.say("posts", 20, 20)
    seconds[0] = 4.0
    told.end()
    assert out.getvalue() == "reading board.sql (1.5 s)\nposts: 20 (2.5 s)\n"
