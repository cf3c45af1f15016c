"""`areopagus serve` as somebody types it: a real process, a real folder, a real port."""

from __future__ import annotations

import os
import select
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.browser.serving import COMMAND, PATIENCE, serving


def serve(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command where it is expected to refuse."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("AREOPAGUS_")}
    return subprocess.run(
        [*COMMAND, "serve", "--port", "0", *arguments],
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def children_of(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(number) for number in found.stdout.split()]


def wait_until_gone(pids: list[int]) -> None:
    """Waits on the processes themselves, not on a clock."""
    for pid in pids:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            ready, _, _ = select.select([handle], [], [], PATIENCE)
            assert ready, f"process {pid} is still there"
        finally:
            os.close(handle)


def test_the_first_start_makes_a_board_that_answers(tmp_path: Path) -> None:
    board = tmp_path / "my board"
    with serving(board, demo=False) as served:
        assert urlopen(f"{served.address}/health/", timeout=10).read() == b"ok\n"
        page = urlopen(served.set_up or "", timeout=10)
        assert page.status == 200
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert stat.S_IMODE((board / "secret.key").stat().st_mode) == 0o600
        assert (board / "board.sqlite3").exists()
        second = serve("--board", str(board))
        assert second.returncode == 1
        assert "being served by another process" in second.stderr


def test_a_second_start_keeps_the_key_and_gives_a_new_link(tmp_path: Path) -> None:
    links, keys = set(), set()
    for _ in range(2):
        with serving(tmp_path, demo=False) as served:
            links.add(served.set_up.rsplit("/", 2)[1] if served.set_up else "")
            keys.add((tmp_path / "secret.key").read_text())
    assert len(links) == 2
    assert len(keys) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_behind_however_it_ends(tmp_path: Path, number: signal.Signals) -> None:
    pids: list[int] = []
    with serving(tmp_path, demo=False) as served:
        pids = [served.pid, *children_of(served.pid)]
        assert len(pids) >= 3, "the web worker and the job worker"
        os.kill(served.pid, number)
        wait_until_gone(pids[1:])


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="what is open cannot be seen here")
def test_children_inherit_nothing_that_is_open_of_the_board(tmp_path: Path) -> None:
    """Locks and connections that two processes share would shut neither out."""
    board = tmp_path.resolve()
    with serving(board, demo=False) as served:
        process = Path(f"/proc/{served.pid}")
        links = [str(handle.readlink()) for handle in (process / "fd").iterdir()]
        assert [link for link in links if link.startswith(str(board))] == [str(board / ".lock")]
        assert str(board) not in (process / "maps").read_text()


GREETING = """
import os, socket, sys
from pathlib import Path
from areopagus.ops import folder
from areopagus.ops.serve import opening, orphans, tree

os.environ[orphans.PARENT] = str(os.getpid())
board = Path(sys.argv[1])
with folder.opened(board), socket.create_server(("127.0.0.1", 0)) as listening:
    opened = opening.prepared(board, demo=False)
    tree._load(board)
    before = set(sys.modules)
    tree._greet("127.0.0.1", listening.getsockname()[1], "", opened)
    sys.exit(" ".join(set(sys.modules) - before))
"""


def test_who_greets_loads_nothing_while_others_are_forked(tmp_path: Path) -> None:
    """A forked process keeps the lock of a module that was just being loaded, and waits for it for ever."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("AREOPAGUS_")}
    done = subprocess.run(
        [sys.executable, "-c", GREETING, str(tmp_path / "board")],
        env=clean,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "Ctrl-C stops it" in done.stdout
    assert done.stderr.strip() == "", "load it before processes are forked"


def test_what_dies_is_started_again(tmp_path: Path) -> None:
    with serving(tmp_path, demo=False) as served:
        before = children_of(served.pid)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        wait_until_gone(before)
        end = time.monotonic() + PATIENCE
        while len(set(children_of(served.pid)) - set(before)) < len(before):
            assert time.monotonic() < end, "they were not started again"
            select.select([], [], [], 0.05)
        assert urlopen(f"{served.address}/health/", timeout=10).read() == b"ok\n"


def test_what_is_no_board_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()
    file = tmp_path / "file"
    file.touch()
    for place, reason in ((tmp_path, "is not a board"), (file, "is a file")):
        refused = serve("--board", str(place))
        assert (refused.returncode, refused.stdout) == (1, "")
        assert reason in refused.stderr
        assert len(refused.stderr.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "holiday.jpg"]


def test_a_taken_port_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        refused = serve("--board", str(tmp_path / "b"), "--port", port)
    assert refused.returncode == 1
    assert "the port is taken" in refused.stderr
    assert not (tmp_path / "b").exists()


def test_an_address_that_is_not_ours_is_told(tmp_path: Path) -> None:
    refused = serve("--board", str(tmp_path / "b"), "--host", "198.51.100.1")
    assert refused.returncode == 1
    assert "no such address" in refused.stderr


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    # Root may write everywhere but where the kernel itself says no.
    place = Path("/proc") if os.geteuid() == 0 else tmp_path
    refused = serve("--board", str(place / "board"))
    assert refused.returncode == 1
    assert "cannot be made" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_stamps_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    """As on a full disk, or one that can only be read."""
    board = tmp_path / "b"
    with serving(board, demo=False):
        pass
    (board / ".stamps").unlink()
    (board / ".stamps").mkdir()
    refused = serve("--board", str(board))
    assert refused.returncode == 1
    assert ".stamps cannot be written: Is a directory" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def with_database(board: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    database = sqlite3.connect(board / "board.sqlite3")
    try:
        change(database)
        database.commit()
    finally:
        database.close()


def test_a_board_from_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    with serving(tmp_path, demo=False):
        pass
    with_database(
        tmp_path,
        lambda d: d.execute(
            "insert into django_migrations (app, name, applied) "
            "values ('boards', '9999_from_the_future', '2036-01-01')"
        ),
    )
    refused = serve("--board", str(tmp_path))
    assert refused.returncode == 1
    assert "newer version" in refused.stderr and "9999_from_the_future" in refused.stderr


def test_a_migration_is_preceded_by_a_backup(tmp_path: Path) -> None:
    with serving(tmp_path, demo=False):
        pass

    def forget_last_migration(database: sqlite3.Connection) -> None:
        tables = database.execute(
            "select name from sqlite_master where name like 'moderation\\_%' escape '\\' and type = 'table'"
        )
        for (table,) in tables.fetchall():
            database.execute(f"drop table {table}")
        database.execute("delete from django_migrations where app = 'moderation'")

    with_database(tmp_path, forget_last_migration)
    with serving(tmp_path, demo=False):
        pass
    backups = list((tmp_path / "backups").glob("*.sqlite3"))
    assert len(backups) == 1
    kept = sqlite3.connect(backups[0])
    assert kept.execute("pragma integrity_check").fetchone() == ("ok",)
    assert not kept.execute(
        "select * from sqlite_master where name = 'moderation_report'"
    ).fetchall()
    kept.close()


def test_views_counted_in_memory_are_written_when_the_board_stops(tmp_path: Path) -> None:
    def views() -> int:
        found: list[int] = []
        with_database(
            tmp_path,
            lambda d: found.extend(
                d.execute("select view_count from boards_topic where id = 1").fetchone()
            ),
        )
        return found[0]

    with serving(tmp_path, demo=True) as served:
        before = views()
        for _ in range(3):
            assert urlopen(f"{served.address}/topics/1/", timeout=10).status == 200
    assert views() == before + 3


def test_a_wrong_setting_is_named_with_what_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "areopagus.toml").write_text("smtp_port = 70000\n")
    refused = serve("--board", str(tmp_path))
    assert refused.returncode == 2
    assert "smtp_port" in refused.stderr and "70000" in refused.stderr and "65535" in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["areopagus.toml"]
