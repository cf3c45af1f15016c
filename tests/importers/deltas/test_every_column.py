"""Whatever changes on the old board is taken over: every column, every oddity, every row that goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from areopagus.importers.fluxbb.importing import CannotImport
from areopagus.importers.fluxbb.verification import passwords
from areopagus.importers.fluxbb.verification.columns import TEXTS
from tests.importers.deltas.snapshots import board, undone
from tests.importers.oddities import ODD, Oddity
from tests.importers.old_boards import WRITTEN_BY_FLUXBB, Tables, move_in, sound, sql
from tests.importers.test_tampered_dumps import COLUMNS, other, whole
from tests.importers.verifying import verified

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_slow_digests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "users" not in request.node.name:
        monkeypatch.setattr(passwords, "SAMPLE", 0)


def assert_verified(dump: Tables, folder: Path, what: str) -> None:
    is_same, said = verified(sql(dump), folder)
    assert is_same, f"{what}\n{said}"


def is_refused(dump: Tables, folder: Path) -> bool:
    """What looks older than the last dump, or like another board; then nothing has changed."""
    before = board()
    try:
        move_in(dump, folder)
    except CannotImport as reason:
        assert "older than" in str(reason) or "another board" in str(reason)
        assert board() == before
        return True
    return False


def assert_nothing_new(said: str) -> None:
    told = said.partition("table ")[2].partition("\n\n")[0].splitlines()[1:]
    assert told
    for line in told:
        words = line.split()
        assert (words[1], words[2], words[4], words[5]) == ("0", "0", "0", "0"), line


@pytest.mark.parametrize("table", sorted(TEXTS))
def test_every_column(table: str, tmp_path: Path) -> None:
    move_in(whole(), tmp_path)
    for of, column in COLUMNS:
        if of != table:
            continue
        old = whole()
        # The topic before the last is a stub.
        place = -2 if column == "moved_to" else -1
        row = old[table][place]
        old[table][place] = {**row, column: other(column, row[column])}
        with undone():
            if not is_refused(old, tmp_path):
                assert_verified(old, tmp_path, f"{table}.{column}")


@pytest.mark.parametrize("table", sorted(TEXTS))
def test_every_row_that_goes(table: str, tmp_path: Path) -> None:
    move_in(whole(), tmp_path)
    place = {
        "users": -1,
        "posts": 1,
        "topics": -1,
        "forums": 1,
        "groups": 4,
        "categories": 1,
        "config": -1,
    }
    old = whole()
    del old[table][place.get(table, 0)]
    if not is_refused(old, tmp_path):
        assert_verified(old, tmp_path, table)


@pytest.mark.parametrize("oddity", [oddity for oddity, _ in ODD.values()], ids=ODD)
def test_every_oddity(oddity: Oddity, tmp_path: Path) -> None:
    move_in(sound(), tmp_path)
    old = sound()
    oddity(old)
    if is_refused(old, tmp_path):
        return
    assert_verified(old, tmp_path, "")
    before = board()
    assert_nothing_new(move_in(old, tmp_path))
    assert board() == before


@pytest.mark.parametrize("dump", sorted(path.name for path in WRITTEN_BY_FLUXBB.glob("*.gz")))
def test_the_same_dump_again(dump: str, tmp_path: Path) -> None:
    move_in(WRITTEN_BY_FLUXBB / dump, tmp_path)
    before = board()
    assert_nothing_new(move_in(WRITTEN_BY_FLUXBB / dump, tmp_path))
    assert board() == before
