"""So many requests a second whatever the server does, from so many client addresses: started by storm.py.

An open loop: a request that is late does not hold up the next one, and its waiting counts from the
moment at which it was due (so the server cannot flatter its figures by being slow). The connections
are those of a web server in front, which tells each client's address in X-Forwarded-For.
"""

from __future__ import annotations

import json
import re
import select
import socket
import sys
import time
from array import array
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

MOST_CONNECTIONS = 512
# Seconds after which a client goes away.
PATIENCE = 10.0
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
# How an answer says that it is older than it should be (RFC 9211, the time it had left is negative).
OLDER = re.compile(rb"\r\ncache-status:[^\r]*\bttl=-[1-9]", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """One connection; `due` is when the request that it carries was due, 0 when it carries none."""

    socket: socket.socket
    due: float = 0.0
    # Bytes of the answer that have come, and how many it will have; None: not known yet.
    came: bytearray = field(default_factory=bytearray)
    wanted: int | None = None


class OpenLoop:
    def __init__(self, port: int, requests: Sequence[bytes], rate: float) -> None:
        self._port, self._requests, self._rate = port, requests, rate
        self._poll = select.epoll()
        self._lines: dict[int, Line] = {}
        self._idle: list[Line] = []
        self._waiting: deque[tuple[float, bytes]] = deque()
        self.answers: Counter[str] = Counter()
        self.latencies: dict[str, array[float]] = {}
        self.sent = 0
        self.most_behind = 0.0

    def run(self, seconds: float) -> None:
        begin = now = time.monotonic()
        while now < begin + seconds:
            # All that have fallen due since the last look.
            while (due := begin + self.sent / self._rate) <= now:
                self.most_behind = max(self.most_behind, now - due)
                self._waiting.append((due, self._requests[self.sent % len(self._requests)]))
                self.sent += 1
            self._send_waiting(now)
            for number, _ in self._poll.poll(max(0.0, due - time.monotonic())):
                self._read(self._lines[number])
            now = time.monotonic()
            if self.sent % 100 == 0:
                self._give_up(now)
        self.answers["no answer yet"] = len(self._waiting) + sum(
            line.due > 0 for line in self._lines.values()
        )

    def _send_waiting(self, now: float) -> None:
        while self._waiting and (self._idle or len(self._lines) < MOST_CONNECTIONS):
            due, request = self._waiting.popleft()
            if now - due > PATIENCE:
                self._note("gave up", due, now)
                continue
            line = self._idle.pop() if self._idle else self._open()
            line.due, line.wanted = due, None
            line.came.clear()
            try:
                line.socket.send(request)
            except OSError:
                self._close(line, "broken")

    def _open(self) -> Line:
        connection = socket.create_connection(("127.0.0.1", self._port), PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        line = self._lines[connection.fileno()] = Line(connection)
        self._poll.register(connection.fileno(), select.EPOLLIN)
        return line

    def _read(self, line: Line) -> None:
        try:
            came = line.socket.recv(262_144)
        except OSError:
            came = b""
        if not came:
            self._close(line, "broken")
            return
        line.came += came
        if line.wanted is None and (end := line.came.find(b"\r\n\r\n")) >= 0:
            line.wanted = _whole_length(bytes(line.came[:end]), end + 4)
        if _is_whole(line):
            self._note(_kind_of(line.came), line.due, time.monotonic())
            line.due = 0.0
            self._idle.append(line)

    def _note(self, kind: str, due: float, now: float) -> None:
        self.answers[kind] += 1
        self.latencies.setdefault(kind, array("d")).append(now - due)

    def _close(self, line: Line, why: str) -> None:
        if line.due:
            self._note(why, line.due, time.monotonic())
        elif line in self._idle:
            self._idle.remove(line)
        del self._lines[line.socket.fileno()]
        self._poll.unregister(line.socket.fileno())
        line.socket.close()

    def _give_up(self, now: float) -> None:
        for line in [one for one in self._lines.values() if one.due and now - one.due > PATIENCE]:
            self._close(line, "gave up")


def _whole_length(head: bytes, body_begins: int) -> int:
    """-1 for an answer in chunks, whose length is not known before its end."""
    if CHUNKED.search(head):
        return -1
    found = LENGTH.search(head)
    return body_begins + (int(found[1]) if found else 0)


def _is_whole(line: Line) -> bool:
    if line.wanted is None:
        return False
    return line.came.endswith(b"0\r\n\r\n") if line.wanted < 0 else len(line.came) >= line.wanted


def _kind_of(came: bytearray) -> str:
    status = came[9:12].decode()
    return f"{status}, older" if OLDER.search(came[: came.find(b"\r\n\r\n")]) else status


def requests_for(paths: Sequence[str], addresses: int) -> list[bytes]:
    """Each path once; the addresses are spread over the internet, as those of a botnet are."""
    return [
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nAccept-Encoding: br, gzip\r\n"
        f"User-Agent: Mozilla/5.0\r\nX-Forwarded-For: {_address(number % addresses)}\r\n\r\n".encode()
        for number, path in enumerate(paths)
    ]


def _address(number: int) -> str:
    """Another one for each number; nothing is ever sent there."""
    mixed = number * 2_654_435_761 % 2**32
    return f"{11 + (mixed >> 24) % 200}.{mixed >> 16 & 255}.{mixed >> 8 & 255}.{mixed & 255}"


def main() -> None:
    port, rate, seconds, addresses = (int(said) for said in sys.argv[1:5])
    paths = Path(sys.argv[5]).read_text(encoding="utf-8").splitlines()
    loop = OpenLoop(port, requests_for(paths, addresses), rate)
    begin = time.process_time()
    loop.run(seconds)
    used = time.process_time() - begin
    json.dump(
        {
            "sent": loop.sent,
            "answers": loop.answers,
            "latencies": {
                kind: [at_share(sorted(found), share) * 1000 for share in (0.5, 0.95, 0.99)]
                for kind, found in loop.latencies.items()
            },
            # How well we did ourselves: a share of one processor, and how late the latest request was.
            "own_cpu": used / seconds,
            "most_behind": loop.most_behind * 1000,
        },
        sys.stdout,
    )


def at_share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


if __name__ == "__main__":
    main()
