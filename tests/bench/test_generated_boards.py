"""The boards on which speed is measured are boards as the house itself would have made them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
GENERATOR = REPOSITORY / "bench/speed/generate.py"
POSTS = 1500


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """With a PostgreSQL database of its own when the tests run there."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("AREOPAGUS_")}
    server = os.environ.get("AREOPAGUS_TEST_DATABASE")
    if server is None:
        yield kept
        return
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE a_generated_board")
        address = urlunsplit(urlsplit(server)._replace(path="/a_generated_board"))
        yield kept | {"AREOPAGUS_DATABASE": address}
        connection.execute("DROP DATABASE a_generated_board")


def run(environment: dict[str, str], *command: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=False
    )
    assert not done.returncode, done.stdout + done.stderr
    return done.stdout


@pytest.mark.any_database
def test_nothing_is_wrong_with_a_generated_board(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    board = tmp_path / "board"
    run(environment, GENERATOR, board, str(POSTS))
    said = run(environment, "-m", "areopagus.ops.command", "check", "--board", board)
    assert said.startswith("No differences")
    places = json.loads((board / "speed.json").read_text())
    assert places["posts"] == POSTS
    assert places["long"][0]["posts"] == POSTS // 10
