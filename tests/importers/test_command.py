"""`areopagus import fluxbb` as it is typed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.importers.old_boards import SAMPLE


def areopagus(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("AREOPAGUS_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "areopagus.ops.command", *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_board_moves_in_once_and_is_sound(tmp_path: Path) -> None:
    board = tmp_path / "a board"
    first = areopagus("import", "fluxbb", SAMPLE, "--board", board)
    assert first.returncode == 0, first.stderr
    assert "Every row is accounted for." in first.stdout
    assert not list(board.glob(".import-*")), "the staging was cleared away"

    again = areopagus("import", "fluxbb", SAMPLE, "--board", board)
    assert again.returncode == 0, again.stderr
    assert re.search(r"posts +0 +0 +\d+ +0 +0\n", again.stdout), "nothing was new"
    assert (board / "import-report-1.html").is_file()

    checked = areopagus("check", "--board", board)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_bad_dump_leaves_an_empty_board_that_another_can_move_into(tmp_path: Path) -> None:
    bad = tmp_path / "half.sql"
    bad.write_bytes(b"CREATE TABLE users (id int")
    refused = areopagus("import", "fluxbb", bad, "--board", tmp_path / "board")
    assert refused.returncode == 1
    assert refused.stderr.startswith("areopagus: half.sql, line 1: ")
    assert "Traceback" not in refused.stderr
    assert "Nothing was imported" in refused.stderr
    left = tmp_path / "board" / ".import-left-by-a-killed-one"
    left.mkdir()
    assert areopagus("import", "fluxbb", SAMPLE, "--board", tmp_path / "board").returncode == 0
    assert not left.exists()


def test_an_unknown_character_set_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    refused = areopagus(
        "import", "fluxbb", SAMPLE, "--charset", "klingon", "--board", tmp_path / "board"
    )
    assert refused.returncode == 2
    assert "'klingon' is no character set" in refused.stderr
    assert not (tmp_path / "board").exists()
