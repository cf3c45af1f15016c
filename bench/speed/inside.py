"""The house inside one process: its application asked without a server, and its queries counted.

The application is the very one that the web server calls, with whatever stands in front of Django.
Called as a program with a board's folder it reads a JSON list of {"path", "cookie"} and answers, for
each, the queries of a page that was not asked for before, and of the same page asked for again.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Answered(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def cookie(self, name: str) -> str | None:
        for header, value in self.headers:
            key, _, rest = value.strip().partition("=")
            if header.lower() == "set-cookie" and key == name:
                return rest.partition(";")[0]
        return None


def application(folder: Path) -> Application:
    os.environ["AREOPAGUS_BOARD"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "areopagus.config.settings"
    if not (folder / "static").is_dir():
        # `serve` has never been here. Before the application, which looks once for what there is.
        import django
        from django.core.management import call_command

        django.setup()
        call_command("collectstatic", interactive=False, verbosity=0)
    from areopagus.config import wsgi

    made: Application = wsgi.application
    return made


def ask(
    application: Application, path: str, cookie: str = "", form: bytes | None = None
) -> Answered:
    """One request through WSGI (PEP 3333)."""
    said: list[tuple[str, list[tuple[str, str]]]] = []
    address, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET" if form is None else "POST",
        "PATH_INFO": unquote(address, "utf-8").encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT": "text/html",
        "HTTP_ACCEPT_ENCODING": "br, gzip",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(form or b""),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if cookie:
        environ["HTTP_COOKIE"] = cookie
    if form is not None:
        environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        environ["CONTENT_LENGTH"] = str(len(form))
    answer = application(environ, lambda line, headers, *_: said.append((line, headers)))
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return Answered(*said[0], body)


def count(application: Application, path: str, cookie: str) -> int:
    from django.db import connection

    counted = 0

    def watch(execute: Any, *said: Any) -> Any:
        nonlocal counted
        counted += 1
        return execute(*said)

    with connection.execute_wrapper(watch):
        ask(application, path, cookie)
    return counted


def main() -> None:
    application_ = application(Path(sys.argv[1]))
    # The first request of a process pays for much that no other pays for.
    ask(application_, "/")
    answers = []
    for wanted in json.load(sys.stdin):
        path, cookie = wanted["path"], wanted["cookie"]
        # What is remembered for a second is asked for again, as on a page that is alone in its second.
        time.sleep(1.1)
        before = count(application_, path, cookie)
        answers.append({"before": before, "again": count(application_, path, cookie)})
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
