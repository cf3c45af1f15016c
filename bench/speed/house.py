"""The board under measurement: started as its user starts it, and asked over HTTP as anybody asks it.

Nothing here imports the house, so that any version of it can be measured.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import brotli
import processes

PATIENCE = 60
# So many members read by turns.
MEMBERS = 10
AS_A_BROWSER = {"Accept-Encoding": "br, gzip", "Accept": "text/html"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Board:
    """A generated board: where it stands, which database it has, and what `speed.json` says of it."""

    house: Path
    folder: Path
    database: str | None
    places: Mapping[str, Any]

    @property
    def engine(self) -> str:
        return "PostgreSQL" if self.database else "SQLite"

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("AREOPAGUS_")}
        kept["PYTHONPATH"] = str(self.house / "src")
        return kept | ({"AREOPAGUS_DATABASE": self.database} if self.database else {})

    @property
    def python(self) -> str:
        """The interpreter the house itself runs in."""
        return str(self.house / ".venv" / "bin" / "python")


def generated(house: Path, folder: Path, posts: int, database: str | None) -> Board:
    """The board in `folder`, made now when it is not there or has another number of posts."""
    listed = folder / "speed.json"
    board = Board(house, folder, database, {})
    if not listed.exists() or json.loads(listed.read_text())["posts"] < posts:
        shutil.rmtree(folder, ignore_errors=True)
        print(f"Making a board of {posts:,} posts in {folder}", file=sys.stderr, flush=True)
        command = [board.python, str(Path(__file__).with_name("generate.py")), folder, str(posts)]
        if database:
            command += ["--database", database]
        subprocess.run(command, check=True, env=board.environment, stdout=sys.stderr)
    return Board(house, folder, database, json.loads(listed.read_text()))


@dataclass(frozen=True)
class Served:
    """`seconds_to_answer` is from the command to the first answered request."""

    board: Board
    pid: int
    port: int
    workers: int
    seconds_to_answer: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def rest(self) -> None:
        """Waits until requests of clients who have gone are worked off."""
        processes.wait_until_idle(self.pid)


@contextmanager
def serving(
    board: Board, port: int, workers: int = 2, settings: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """`settings` are further variables of the environment, such as AREOPAGUS_TRUSTED_PROXIES."""
    command = [str(board.house / "areopagus"), "serve", "--board", str(board.folder)]
    begin = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--port", str(port), "--workers", str(workers)],
        env=board.environment | dict(settings or {}),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for_answer(process, port)
        yield Served(board, process.pid, port, workers, time.perf_counter() - begin)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def _wait_for_answer(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/", headers=AS_A_BROWSER)
            connection.getresponse().read()
        except (ConnectionError, http.client.HTTPException):
            time.sleep(0.01)
        else:
            return
        finally:
            connection.close()
    raise SystemExit("The board did not start; what it said stands above.")


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    content: bytes
    seconds: float

    @property
    def plain(self) -> bytes:
        match self.headers["Content-Encoding"]:
            case "br":
                return bytes(brotli.decompress(self.content))
            case "gzip":
                return gzip.decompress(self.content)
        return self.content


@dataclass
class Visitor:
    """Somebody with a browser: one connection, cookies, perhaps an address behind a proxy."""

    port: int
    forwarded_for: str | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    # Others like them, who read by turns with them.
    others: list[Visitor] = field(default_factory=list)
    _connection: http.client.HTTPConnection | None = None

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> Answer:
        """One request; a connection that the server has closed meanwhile is opened again."""
        for attempt in (1, 2):
            try:
                return self._ask(path, form)
            except (http.client.HTTPException, ConnectionError):
                self.close()
                if attempt == 2:
                    raise
        raise AssertionError

    def _ask(self, path: str, form: Mapping[str, str] | None) -> Answer:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = self.headers
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begin = time.perf_counter()
        body = None if form is None else urlencode(form)
        self._connection.request("GET" if form is None else "POST", path, body, headers)
        got = self._connection.getresponse()
        content = got.read()
        for line in got.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(got.status, got.headers, content, time.perf_counter() - begin)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def headers(self) -> dict[str, str]:
        headers = dict(AS_A_BROWSER)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self.forwarded_for:
            headers["X-Forwarded-For"] = self.forwarded_for
        return headers

    @property
    def everybodys_cookies(self) -> list[str]:
        """Of those who read by turns; nothing when there is only one."""
        if not self.others:
            return []
        return [visitor.headers["Cookie"] for visitor in (self, *self.others)]

    def token(self, path: str) -> str:
        """The page's CSRF token, as its forms send it."""
        found = TOKEN.findall(self.ask(path).plain.decode())
        if not found:
            raise SystemExit(f"There is no form to send at {path}")
        return str(found[-1])

    def sign_in(self, name: str, password: str) -> None:
        form = {
            "login": name,
            "password": password,
            "csrfmiddlewaretoken": self.token("/sign-in/"),
        }
        if (status := self.ask("/sign-in/", form).status) != 302:
            raise SystemExit(f"{name} could not sign in: {status}")


def member(served: Served, number: int = 100, **more: Any) -> Visitor:
    """The member of this number, signed in. Number 1 is an administrator."""
    visitor = Visitor(served.port, **more)
    places = served.board.places
    visitor.sign_in(places["members"][number - 1], places["password"])
    return visitor


def members(served: Served) -> Visitor:
    """One of several, who all have begun their visit and read the index."""
    first, *others = (member(served, number) for number in range(100, 100 + MEMBERS))
    for visitor in (first, *others):
        visitor.ask("/")
    first.others = others
    return first
