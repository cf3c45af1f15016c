"""More connections at once, and a hundred clients that are slow on purpose beside them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from house import Board, Visitor, member, serving
from load import Load, Pace, Wrk

COUNTS = (1, 8, 64, 256)
SLOW_CLIENTS = 100
# Seconds between two bytes of a slow client.
PAUSE = 1.0
WARM_UP_SECONDS = 1
# A request whose head never ends; one whose body never ends; one whose answer is hardly read.
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = (
    b"POST /preview/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrf=" + b"x" * 32 + b"\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nsource="
)
READ = b"GET /feeds/board.atom HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\n\r\n"


@dataclass(frozen=True)
class Crowd:
    """`slow` are clients that were slow beside the measured ones, in words; "" for none."""

    who: str
    connections: int
    slow: str
    load: Load


def measure(board: Board, pace: Pace) -> list[Crowd]:
    crowds = []
    page = board.places["full_pages"][0]
    with serving(board, pace.port, pace.workers) as served:
        visitors = {"guest": Visitor(pace.port), "member": member(served)}

        def measured(who: str, count: int, slow: str = "") -> None:
            served.rest()
            wrk = Wrk(served.pid, served.address, visitors[who].headers)
            if not slow:
                wrk.again(page, WARM_UP_SECONDS)
            load = wrk.again(page, pace.seconds, count)
            crowds.append(Crowd(who, count, slow, load))

        for who in visitors:
            for count in COUNTS:
                measured(who, count)
        for kind, opening in {"heads": HEAD, "bodies": BODY, "readers": READ}.items():
            with _slow_clients(pace.port, opening):
                for who in visitors:
                    measured(who, 8, f"{SLOW_CLIENTS} slow {kind}")
    return crowds


@contextmanager
def _slow_clients(port: int, opening: bytes) -> Iterator[None]:
    """Each has sent `opening`, then sends a byte now and then, and reads one."""
    clients = [_slow_client(port, opening) for _ in range(SLOW_CLIENTS)]
    stop = threading.Event()
    thread = threading.Thread(target=_dawdle, args=(clients, stop, opening is not READ))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        for client in clients:
            client.close()


def _slow_client(port: int, opening: bytes) -> socket.socket:
    client = socket.socket()
    # The smallest there is, so that the answer stays with the server.
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    client.connect(("127.0.0.1", port))
    client.sendall(opening)
    client.setblocking(False)
    return client


def _dawdle(clients: list[socket.socket], stop: threading.Event, sends: bool) -> None:
    while not stop.wait(PAUSE):
        for client in clients:
            # The server may have had enough of it, which is its right.
            with suppress(OSError):
                if sends:
                    client.send(b"x")
                client.recv(1)
