"""The real server, and many who want something of it at once."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.browser.serving import Served, serving

# More than a web process has threads.
MANY = 40
HALF_A_HEAD = "GET / HTTP/1.1\r\nHost: board\r\nX-Slow: "
HEAD_WITHOUT_BODY = (
    "POST /preview/ HTTP/1.1\r\nHost: board\r\nContent-Length: 5000\r\n"
    f"Cookie: csrf={'x' * 32}\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nsource="
)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("crowd"), demo=False) as served:
        yield served


@contextmanager
def slow_clients(board: Served, said: str) -> Iterator[None]:
    """They say so much and then nothing."""
    parts = urlsplit(board.address)
    with ExitStack() as stack:
        for _ in range(MANY):
            client = socket.create_connection((parts.hostname, parts.port), timeout=30)
            stack.enter_context(client)
            client.sendall(said.encode())
        yield


@pytest.mark.parametrize("said", ["", HALF_A_HEAD, HEAD_WITHOUT_BODY])
def test_slow_clients_do_not_stop_the_rest(board: Served, said: str) -> None:
    with slow_clients(board, said):
        for _ in range(3):
            # Less than a slow body is waited for.
            assert urlopen(f"{board.address}/health/", timeout=5).read() == b"ok\n"
            assert urlopen(f"{board.address}/sign-in/", timeout=5).status == 200


def test_idle_connections_do_not_keep_out_others(board: Served) -> None:
    parts = urlsplit(board.address)
    with ExitStack() as stack:
        for _ in range(600):
            client = socket.create_connection((parts.hostname, parts.port), timeout=30)
            stack.enter_context(client)
            client.sendall(b"GET /health/ HTTP/1.1\r\nHost: board\r\n\r\n")
            assert client.recv(12) == b"HTTP/1.1 200"
        assert urlopen(f"{board.address}/health/", timeout=5).read() == b"ok\n"


def test_what_is_sent_in_one_go_arrives(board: Served) -> None:
    parts = urlsplit(board.address)
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as client:
        client.sendall(HEAD_WITHOUT_BODY.encode() + b"x" * 4993)
        # The token is wrong, and the text comes back.
        assert client.recv(12) == b"HTTP/1.1 403"
