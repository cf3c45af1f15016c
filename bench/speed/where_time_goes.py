"""Where the time of the hot pages goes: `python bench/speed/where_time_goes.py FOLDER [--top 25] [--times 100]`.

FOLDER is a board made by generate.py; it is copied first, because replies are written into it. All in
one process, without a server, so that what other programs do does not show: microseconds are this
thread's own processor time. First by layer, each without what it calls of another layer; then, by
cProfile, the functions that take most themselves (the profiler itself slows down small functions).
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import re
import shutil
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

# Every program here may be called with any interpreter that has the house's packages.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
from inside import Application, application, ask

# What a layer is: its name, and the functions that belong to it. One that a version of the house does
# not have is left out.
LAYERS = (
    ("who is asking", "django.contrib.auth.middleware", "get_user"),
    ("who is asking", "django.contrib.sessions.backends.base", "SessionBase._get_session"),
    ("the database itself", "django.db.backends.utils", "CursorWrapper._execute"),
    ("the database itself", "django.db.transaction", "Atomic.__exit__"),
    ("building queries, reading rows", "django.db.models.query", "QuerySet._fetch_all"),
    ("building queries, reading rows", "django.db.models.sql.compiler", "SQLCompiler.execute_sql"),
    ("page object", "areopagus.boards.pages", "topic_page"),
    ("page object", "areopagus.boards.pages", "index_page"),
    ("page object", "areopagus.boards.pages", "forum_page"),
    ("page object", "areopagus.boards.pages", "reply_page"),
    ("deed", "areopagus.boards.actions", "reply"),
    ("rendering of markup", "areopagus.markup", "render"),
    ("form", "areopagus.boards.forms", "ReplyForm.__init__"),
    ("form", "django.forms.forms", "BaseForm.full_clean"),
    ("template", "django.template.backends.jinja2", "Template.render"),
    ("posts of a page", "areopagus.boards.posts_html", "_articles"),
    ("queries worked out once", "areopagus.core.prepared", "_Ready.rows"),
    ("page cache", "areopagus.pagecache.door", "Door.__call__"),
    ("compression", "brotli", "compress"),
    ("URL, view", "django.core.handlers.base", "BaseHandler._get_response"),
    ("Django's frame around it", "django.core.handlers.wsgi", "WSGIHandler.__call__"),
)


class Layers:
    """Processor time by layer; what a layer calls of another is the other's."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inside: list[str] = ["outside"]
        self._since = time.thread_time()

    @contextmanager
    def layer(self, name: str) -> Iterator[None]:
        self._turn()
        self._inside.append(name)
        try:
            yield
        finally:
            self._turn()
            self._inside.pop()

    def _turn(self) -> None:
        now = time.thread_time()
        self.seconds[self._inside[-1]] += now - self._since
        self._since = now

    def watch(self, name: str, module: str, path: str) -> None:
        try:
            owner: Any = import_module(module)
            *way, last = path.split(".")
            for step in way:
                owner = getattr(owner, step)
            setattr(owner, last, self._watched(name, getattr(owner, last)))
        except (ImportError, AttributeError):
            return

    def _watched(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*said: Any, **more: Any) -> Any:
            # What another thread writes meanwhile is no part of a request.
            if threading.current_thread() is not threading.main_thread():
                return function(*said, **more)
            with self.layer(name):
                return function(*said, **more)

        return watched


class Deeds:
    """The pages and deeds that are measured; each call does one, the cold ones another page each time."""

    def __init__(self, asked: Application, places: dict[str, Any], cookie: str) -> None:
        self._asked, self._cookie = asked, cookie
        self._full, self._forum = places["full_pages"], places["forums"][0]
        self._cold = cycle(places["full_pages"][50:])
        self._token = ""
        self.by_name: dict[str, Callable[[], None]] = {
            "guest, a topic not asked for before": lambda: self._read(next(self._cold), ""),
            "guest, the same topic again": lambda: self._read(self._full[0], ""),
            "guest, index": lambda: self._read("/", ""),
            "guest, forum": lambda: self._read(self._forum, ""),
            "member, the same topic again": lambda: self._read(self._full[0], cookie),
            "member, index": lambda: self._read("/", cookie),
            "member, forum": lambda: self._read(self._forum, cookie),
            "member, reply": self._reply,
        }

    def _read(self, path: str, cookie: str) -> None:
        if not (status := ask(self._asked, path, cookie).status).startswith("200"):
            raise SystemExit(f"{path} answers {status}")

    def _reply(self) -> None:
        address = f"/topics/{re.search(r'[0-9]+', self._full[1])[0]}/replies/"  # type: ignore[index]
        if not self._token:
            answer = ask(self._asked, address, self._cookie)
            # The page is compressed; a plain one has the token where we find it.
            self._token = answer.cookie("csrf") or ""
            self._cookie += f"; csrf={self._token}"
        form = {
            "csrfmiddlewaretoken": self._token,
            "source": "A [b]short[/b] answer of a few words, as most are. :)\n\nAnd a second line.",
            "markup": "bbcode",
            "with_smilies": "on",
            "submission": str(uuid4()),
        }
        answer = ask(self._asked, address, self._cookie, urlencode(form).encode())
        if not answer.status.startswith("302"):
            raise SystemExit(f"a reply is answered {answer.status}")


def main() -> None:
    said = _said()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "board"
        shutil.copytree(said.folder, folder)
        asked = application(folder)
        cookie = _signed_in()
        # As a browser that has been here before; else every page would be made for it alone.
        cookie += f"; csrf={ask(asked, '/', cookie).cookie('csrf')}"
        places = json.loads((folder / "speed.json").read_text())
        deeds = Deeds(asked, places, cookie)
        for deed in deeds.by_name.values():
            for _ in range(5):
                deed()
        whole = {name: _seconds(deed, said.times) for name, deed in deeds.by_name.items()}
        for name, deed in deeds.by_name.items():
            _print_functions(name, deed, said.times, said.top)
        # Last, because the watching stays.
        _print_layers(deeds, whole, said.times)
        # What is in hand is written while there is a folder.
        _end()


def _said() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--top", type=int, default=25, help="functions to print for each page")
    parser.add_argument("--times", type=int, default=100, help="how often each page is asked for")
    return parser.parse_args()


def _end() -> None:
    from areopagus.core.tally import Tally

    Tally.write_everything()


def _signed_in() -> str:
    from django.test import Client

    from areopagus.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(pk=100))
    return f"session={client.cookies['session'].value}"


def _seconds(deed: Callable[[], None], times: int) -> float:
    begin = time.thread_time()
    for _ in range(times):
        deed()
    return (time.thread_time() - begin) / times


def _print_functions(name: str, deed: Callable[[], None], times: int, top: int) -> None:
    profile = cProfile.Profile(time.thread_time)
    profile.enable()
    for _ in range(times):
        deed()
    profile.disable()
    print(f"\n## {name}: microseconds of each request in the function itself (cProfile)\n")
    entries = sorted(pstats.Stats(profile).stats.items(), key=lambda kept: -kept[1][2])  # type: ignore[attr-defined]
    for (file, line, function), (_, calls, own, whole, _) in entries[:top]:
        where = f"{'/'.join(Path(file).parts[-3:])}:{line} " if line else ""
        print(
            f"{own / times * 1e6:8.0f} own {whole / times * 1e6:8.0f} all "
            f"{calls / times:7.1f} calls  {where}{function}"
        )


def _print_layers(deeds: Deeds, whole: dict[str, float], times: int) -> None:
    from django.conf import settings

    layers = Layers()
    for name in settings.MIDDLEWARE:
        module, _, kind = name.rpartition(".")
        layers.watch(f"middleware {kind}", module, f"{kind}.__call__")
    for name, module, path in LAYERS:
        layers.watch(name, module, path)
    columns = {}
    for name, deed in deeds.by_name.items():
        layers.seconds.clear()
        for _ in range(times):
            deed()
        columns[name] = {k: v / times * 1e6 for k, v in layers.seconds.items()}
    print(
        "\n## Processor microseconds of each request by layer (each without what it calls of others)\n"
    )
    _print_table(columns, whole)


def _print_table(columns: dict[str, dict[str, float]], whole: dict[str, float]) -> None:
    names = list(columns)
    print("| layer | " + " | ".join(names) + " |\n|---|" + "--:|" * len(names))
    layers = {layer for column in columns.values() for layer in column}
    for layer in sorted(layers, key=lambda one: -sum(c.get(one, 0) for c in columns.values())):
        cells = (f"{columns[name].get(layer, 0):,.0f}" for name in names)
        print(f"| {layer} | " + " | ".join(cells) + " |")
    print("| **all, unwatched** | " + " | ".join(f"{whole[n] * 1e6:,.0f}" for n in names) + " |")


if __name__ == "__main__":
    main()
