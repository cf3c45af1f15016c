"""What a page costs: `python bench/pages.py [seconds]`.

Makes a demo board in a temporary folder, serves it with one web process as `areopagus serve` does, and
prints the bytes of a topic page of 25 posts, the queries and processor time of each page, and how many
requests a second come out (with wrk when it is installed, else with a small client of our own).
"""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "src")]
os.environ["PYTHONPATH"] = str(REPOSITORY / "src")

# They stand where the lines above have just pointed.
import brotli  # noqa: E402

from areopagus.ops.demo import PASSWORD  # noqa: E402
from tests.browser.serving import Served, serving  # noqa: E402

CONNECTIONS = 4
RUNS = 40
POSTS = 25
FILES = {"CSS": r'<link rel="stylesheet" href="([^"]+)"', "JS": r'<script[^>]* src="([^"]+)"'}
AS_A_BROWSER = {"Accept-Encoding": "br, gzip", "Accept": "text/html"}


class Visitor:
    """Somebody with a browser: one connection, and cookies when signed in."""

    def __init__(self, served: Served) -> None:
        self._connection = http.client.HTTPConnection(served.address.removeprefix("http://"))
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[Any, bytes]:
        headers = dict(AS_A_BROWSER)
        if self.cookies:
            headers["Cookie"] = self.cookie_line
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = None if form is None else urlencode(form)
        self._connection.request("GET" if form is None else "POST", path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer, content

    @property
    def cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def sign_in(self, name: str) -> None:
        page = plain(*self.ask("/sign-in/")).decode()
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1]
        form = {"login": name, "password": PASSWORD, "csrfmiddlewaretoken": token}
        answer, _ = self.ask("/sign-in/", form)
        if answer.status != 302:
            raise SystemExit(f"{name} could not sign in: {answer.status}")


def plain(answer: Any, content: bytes) -> bytes:
    match answer.headers["Content-Encoding"]:
        case "br":
            return bytes(brotli.decompress(content))
        case "gzip":
            return gzip.decompress(content)
    return content


def print_bytes(visitors: dict[str, Visitor], topic: str) -> None:
    print(f"\nBytes of {topic}, 25 posts\n")
    print(f"{'':18}{'plain':>9}{'sent':>9}{'gzip -6':>9}{'brotli 5':>10}  sent as")
    for who, visitor in visitors.items():
        answer, content = visitor.ask(topic)
        html = plain(answer, content).decode()
        if (count := html.count('<article class="post')) != POSTS:
            raise SystemExit(f"{topic} has {count} posts, not {POSTS}; mend this program.")
        total = [_line(f"{who}: HTML", answer, content)]
        for kind, pattern in FILES.items():
            addresses = dict.fromkeys(re.findall(pattern, html))
            total += [_line(f"{who}: {kind}", *visitor.ask(address)) for address in addresses]
        _print_sizes(f"{who}: all", [sum(column) for column in zip(*total, strict=True)])


def _print_sizes(name: str, sizes: Sequence[int], encoding: str = "") -> None:
    shown = "".join(f"{size:{w},}" for size, w in zip(sizes, (9, 9, 9, 10), strict=True))
    print(f"{name:18}{shown}  {encoding}".rstrip())


def _line(name: str, answer: Any, content: bytes) -> tuple[int, int, int, int]:
    text = plain(answer, content)
    sizes = (
        len(text),
        len(content),
        len(gzip.compress(text, 6)),
        len(brotli.compress(text, quality=5)),
    )
    _print_sizes(name, sizes, answer.headers["Content-Encoding"] or "plain")
    return sizes


def print_queries(pages: dict[str, str]) -> None:
    """In this process, through Django's test client: what the server adds is not in it."""
    from django.test import Client

    from areopagus.accounts.models import User

    print(f"\nQueries and processor milliseconds of a page seen before (median of {RUNS})\n")
    print(f"{'':18}{'guest':>17}{'member':>17}{'administrator':>17}")
    clients = {"": Client(), "Max": Client(), "Ada": Client()}
    for name in filter(None, clients):
        clients[name].force_login(User.objects.get(name=name))
    for title, address in pages.items():
        cells = [_cost(client, address) for client in clients.values()]
        print(f"{title:18}", *(f"{cell:>17}" for cell in cells), sep="")


def _cost(client: Any, address: str) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if (status := client.get(address).status_code) != 200:
        return f"({status})"
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        # Counted here: the next request empties the list.
        count = len(queries)
    times = []
    for _ in range(RUNS):
        # The processor's own time: what else the machine does meanwhile is not in it.
        start = time.process_time()
        client.get(address)
        times.append(time.process_time() - start)
    return f"{count} q {statistics.median(times) * 1000:6.1f} ms"


def print_speed(
    served: Served, visitors: dict[str, Visitor], paths: list[str], seconds: int
) -> None:
    client = "wrk" if shutil.which("wrk") else "our own client, the slower of the two"
    print(
        f"\nRequests a second: one web process, {CONNECTIONS} connections, {seconds} s, {client}\n"
    )
    for path in paths:
        for who, visitor in visitors.items():
            rate = (_with_wrk if shutil.which("wrk") else _by_hand)(served, visitor, path, seconds)
            print(f"{who:8}{rate:9,.0f}  {path}")


def _with_wrk(served: Served, visitor: Visitor, path: str, seconds: int) -> float:
    cookie = ["-H", f"Cookie: {visitor.cookie_line}"] if visitor.cookies else []
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *cookie, served.address + path],  # noqa: S607
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in said or (found := re.search(r"Requests/sec:\s+([\d.]+)", said)) is None:
        raise SystemExit(said)
    return float(found[1])


def _by_hand(served: Served, visitor: Visitor, path: str, seconds: int) -> float:
    counts: list[int] = []
    end = time.monotonic() + seconds

    def knock() -> None:
        own, count = Visitor(served), 0
        own.cookies = dict(visitor.cookies)
        while time.monotonic() < end:
            answer, _ = own.ask(path)
            count += answer.status == 200
        counts.append(count)

    threads = [threading.Thread(target=knock) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def pages_of(board: Path) -> dict[str, str]:
    """A name and an address of each kind of page. The first is a topic's page of 25 posts."""
    os.environ["AREOPAGUS_BOARD"] = str(board)
    os.environ["DJANGO_SETTINGS_MODULE"] = "areopagus.config.settings"
    import django

    django.setup()
    from areopagus.accounts.models import User
    from areopagus.boards.models import Forum, Topic

    # The log of the greenhouse has 2,000 posts, so a page in its middle is a full one.
    topic = Topic.objects.order_by("-last_number")[0]
    forum = Forum.objects.order_by("-topic_count")[0]
    return {
        f"topic, {POSTS} posts": f"{topic.url}page/3/",
        "index": "/",
        "forum": forum.url,
        "recent": "/active/",
        "members": "/members/",
        "member": User.objects.get(name="Mona").url,
        "sign in": "/sign-in/",
        "feed": "/feeds/board.atom",
    }


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), demo=True) as served:
        pages = pages_of(served.folder)
        topic = next(iter(pages.values()))
        visitors = {"guest": Visitor(served), "member": Visitor(served)}
        visitors["member"].sign_in("Max")
        print_bytes(visitors, topic)
        print_queries(pages)
        print_speed(served, visitors, [topic, "/"], seconds)


if __name__ == "__main__":
    main()
