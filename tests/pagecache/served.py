"""A real board with two web processes, somebody who writes beside them, and readers of both."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.serving import COMMAND, PATIENCE, greeting

MAKE_BOARD = """
from areopagus.accounts.models import User
from areopagus.accounts import actors
from areopagus.accounts.groups import with_role
from areopagus.boards import actions, structure
from areopagus.boards.models import Category, Forum
from areopagus.core.clock import now
ada = User.objects.create_user("Ada", email="ada@example.org", group=with_role("administrators"), registered_at=now())
forum = Forum.objects.create(name="Missions", category=Category.objects.create(name="Voyage"))
structure.forget()
actor = actors.member(ada)
actions.start_topic(actor, forum, actions.Draft(title="Who lands first?", source="Who?"))
"""
AS_ADA = """
import os, signal, sys
from django.db import transaction
from areopagus.accounts import actors
from areopagus.accounts.models import User
from areopagus.boards import actions
from areopagus.boards.models import Post, Topic
actor = actors.member(User.objects.select_related("group").get(name="Ada"))
topic = Topic.objects.get(pk=1)
"""
COUNT = re.compile(rb"([\d,]+) posts? \xc2\xb7")
TOPIC = "/topics/1-who-lands-first/"


@dataclass(frozen=True)
class Board:
    folder: Path
    address: str
    pid: int

    def command(self, *said: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, said[0], "--board", str(self.folder), *said[1:]],
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE * 2,
            check=False,
        )

    def do(self, code: str) -> subprocess.CompletedProcess[str]:
        """Something Ada does in a process of her own: `areopagus manage shell` beside the board."""
        return self.command("manage", "shell", "--no-imports", "-c", AS_ADA + code)

    def start(self, code: str) -> subprocess.Popen[str]:
        arguments = ["manage", "--board", str(self.folder), "shell", "--no-imports", "-c"]
        return subprocess.Popen(
            [*COMMAND, *arguments, AS_ADA + code],
            env=_environment() | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )

    @contextmanager
    def connection(self) -> Iterator[http.client.HTTPConnection]:
        """Each stays with one of the web processes."""
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        try:
            yield connection
        finally:
            connection.close()


def read(connection: http.client.HTTPConnection, path: str = TOPIC) -> bytes:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (answer.status, body)
    return body


def posts_on(page: bytes) -> int:
    """How many posts the topic has, as the page says."""
    found = COUNT.search(page)
    assert found, page
    return int(found[1].replace(b",", b""))


@contextmanager
def two_processes(folder: Path, **settings: str) -> Iterator[Board]:
    process = subprocess.Popen(
        [*COMMAND, "serve", "--board", str(folder), "--port", "0", "--workers", "2"],
        env=_environment() | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        served = greeting(process, folder)
        board = Board(folder, served.address, process.pid)
        made = board.command("manage", "shell", "--no-imports", "-c", MAKE_BOARD)
        assert made.returncode == 0, made.stderr
        yield board
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)
        if process.stdout is not None:
            process.stdout.close()


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("AREOPAGUS_")}
