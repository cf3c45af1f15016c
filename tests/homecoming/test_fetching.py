"""A page that a member names is read, and the board is sent nowhere else by it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from areopagus.core import internet
from areopagus.core.internet import is_public, looked_up
from areopagus.homecoming import fetching
from areopagus.homecoming.fetching import Unreadable, read

INSIDE = (
    *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "0.0.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::"),
    *("fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8"),
    *("64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2001:db8::1"),
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
)


class Page(BaseHTTPRequestHandler):
    """Answers by its path."""

    def do_GET(self) -> None:
        leads = {
            "/on": "/page",
            "/around": "/around",
            "/inside": "http://inner.example/page",
            "/file": "file:///etc/passwd",
            "/other": "http://board.example:8000/page",
        }
        where = leads.get(self.path)
        self.send_response(302 if where else 200 if self.path != "/gone" else 404)
        if where:
            self.send_header("Location", where)
        self.end_headers()
        if self.path == "/page":
            self.wfile.write(b"<p>areopagus-mark</p>")
        if self.path == "/large":
            self.wfile.write(b"x" * (fetching.MOST_BYTES + 10_000))
        if self.path == "/slow":
            stopped.wait(5)

    def log_message(self, *_: object) -> None:
        pass


stopped = threading.Event()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A page of ours on the loopback, which counts as public here; `inner.example` does not."""
    stopped.clear()
    served = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    port = served.server_address[1]
    names = {"public.example": "127.0.0.1", "inner.example": "10.0.0.1"}
    monkeypatch.setattr(fetching, "PORTS", {"http": (port,), "https": (443,)})
    monkeypatch.setattr(
        fetching,
        "looked_up",
        lambda host, port: looked_up(host, port, lambda one: str(one) == "127.0.0.1"),
    )
    monkeypatch.setattr(
        internet,
        "getaddrinfo",
        lambda host, port, **_: [(2, 1, 6, "", (names[host], port))],
    )
    yield "http://public.example"
    stopped.set()
    served.shutdown()
    served.server_close()


def test_a_page_is_read_and_redirects_are_followed(server: str) -> None:
    assert b"areopagus-mark" in read(f"{server}/page").body
    found = read(f"{server}/on")
    assert found.address == f"{server}/page" and b"areopagus-mark" in found.body


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/around", "too often"),
        ("/gone", "404"),
        ("/inside", "no such page"),
        ("/file", "no such page"),
        ("/other", "no such page"),
    ],
)
def test_it_goes_nowhere_else(server: str, path: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(f"{server}{path}")


def test_neither_a_large_nor_a_slow_page_holds_it_up(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(read(f"{server}/large").body) == fetching.MOST_BYTES
    monkeypatch.setattr(fetching, "PATIENCE", 0.2)
    try:
        assert read(f"{server}/slow").body == b""
    except Unreadable as error:
        assert "did not answer" in str(error)
    assert not stopped.is_set()


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_of_the_internet_is_not_asked(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_what_is_of_the_internet_is(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://localhost/",
        "https://user:secret@example.org/",
        "http://example.org:22/",
        "ftp://example.org/",
        "gopher://example.org/",
        "//example.org/",
        "javascript:alert(1)",
        "http://",
        "http://[bad",
        "",
    ],
)
def test_what_is_no_address_of_a_page_is_not_asked(address: str) -> None:
    with pytest.raises(Unreadable, match="no such page"):
        read(address)


def test_one_inner_address_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads outside and inside is not asked at all."""
    both = [(2, 1, 6, "", (one, 80)) for one in ("8.8.8.8", "192.168.0.1")]
    monkeypatch.setattr(internet, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(Unreadable, match="no such page"):
        read("http://rebinding.example/")
