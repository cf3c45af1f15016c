"""Nobody holds up a job for ever by answering slowly, wherever in the conversation."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.client import HTTPException
from ipaddress import ip_address

import pytest

from areopagus.core.internet import Connection, Stop

# Each of them goes on for as long as anybody listens, and never lets a read wait for long.
SLOW = {
    "a status line": (b"HTTP/1.1 2", b"0"),
    "a header": (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
    "one moment please": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "shaking hands": (b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc", b"\x03"),
}
LONG = 5.0


@pytest.fixture
def serve() -> Iterator[Callable[[bytes, bytes], int]]:
    listening = socket.create_server(("127.0.0.1", 0))

    def answer(first: bytes, then: bytes) -> None:
        with suppress(OSError), listening.accept()[0] as asked:
            ends = time.monotonic() + LONG
            asked.sendall(first)
            while time.monotonic() < ends:
                asked.sendall(then)
                time.sleep(0.02)

    def start(first: bytes, then: bytes) -> int:
        threading.Thread(target=answer, args=(first, then), daemon=True).start()
        return int(listening.getsockname()[1])

    yield start
    listening.close()


@pytest.mark.parametrize("how", SLOW)
def test_a_slow_answer_ends_with_the_patience(
    serve: Callable[[bytes, bytes], int], how: str
) -> None:
    port, began, stop = serve(*SLOW[how]), time.monotonic(), Stop(0.3)
    context = ssl.create_default_context() if how == "shaking hands" else None
    connection = Connection("slow.example", port, ip_address("127.0.0.1"), stop, context)
    with closing(connection), suppress(OSError, HTTPException):
        connection.request("GET", "/")
        connection.getresponse().read()
    assert stop.is_over and time.monotonic() - began < LONG / 2
