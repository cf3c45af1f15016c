"""A throw-away MariaDB on a socket in a temporary folder, from the machine's own package."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE = 60
NEEDED = ("mariadbd", "mariadb-install-db", "mariadb")


@contextmanager
def running(folder: Path) -> Iterator[Path]:
    """Its socket. Skips where the package is missing."""
    if not all(map(_found, NEEDED)):
        pytest.skip("needs MariaDB: apt-get install mariadb-server")
    data, socket = folder / "data", folder / "db.sock"
    as_root = ["--user=root"] if os.geteuid() == 0 else []
    usual = ["--no-defaults", *as_root, f"--datadir={data}"]
    install = [_found("mariadb-install-db"), *usual, "--auth-root-authentication-method=normal"]
    subprocess.run(install, check=True, capture_output=True, timeout=PATIENCE)
    serve = [_found("mariadbd"), *usual, f"--socket={socket}", "--skip-networking"]
    server = subprocess.Popen(serve, stderr=subprocess.PIPE, text=True)
    try:
        said = "".join(iter(lambda: _line_before_ready(server), ""))
        assert server.poll() is None, said
        ask(socket, "CREATE DATABASE flux CHARACTER SET utf8mb4")
        yield socket
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE)


def _line_before_ready(server: subprocess.Popen[str]) -> str:
    """Empty when it is ready, or has ended."""
    line = server.stderr.readline() if server.stderr else ""
    return "" if "ready for connections" in line else line


def ask(socket: Path, sql: str | bytes, *options: str) -> None:
    said = sql.encode() if isinstance(sql, str) else sql
    command = [_found("mariadb"), "--no-defaults", "-u", "root", f"--socket={socket}", *options]
    subprocess.run(
        [*command, "--default-character-set=utf8mb4"], input=said, check=True, timeout=PATIENCE
    )


def _found(program: str) -> str:
    # Debian keeps servers where ordinary users do not look.
    return shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") or ""
