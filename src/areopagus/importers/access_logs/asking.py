"""Asking the board what it answers a guest: the whole house, in this process, without a trace."""

from __future__ import annotations

import warnings
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes, urldefrag
from wsgiref.util import setup_testing_defaults

from django.core.files.storage import storages
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponseBase

from areopagus.core.tally import Tally

PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
MOST_STEPS = 5
# Many old addresses lead to the same page, which need not be made again for each.
REMEMBERED = 50_000
Steps = tuple[int, ...]


class Guest:
    def __init__(self) -> None:
        # A board that was never served has collected no style sheets, and nobody sees these pages.
        storages.backends["staticfiles"] = {"BACKEND": PLAIN_FILES}  # type: ignore[assignment]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            self._handler = WSGIHandler()
        self._end_of = lru_cache(REMEMBERED)(self._follow)

    def ask(self, address: str) -> tuple[Steps, str]:
        """The status of each step, and where the last one stood; what leads to another site ends there."""
        status, location = self._answer(address)
        if location is None:
            return (status,), address
        steps, end = self._end_of(location)
        return (status, *steps), end

    def _follow(self, address: str) -> tuple[Steps, str]:
        steps: list[int] = []
        for _ in range(MOST_STEPS):
            if not address.startswith("/"):
                break
            status, location = self._answer(address)
            steps.append(status)
            if location is None:
                break
            address = location
        return tuple(steps), address

    def _answer(self, address: str) -> tuple[int, str | None]:
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(path.encode("latin-1", "ignore")).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "HTTP_HOST": "localhost",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": BytesIO(),
        }
        setup_testing_defaults(environ)
        answer = self._handler.get_response(WSGIRequest(environ))
        _close(answer)
        # Nobody was here, and nothing was read once more.
        Tally.forget_everything()
        location = answer.headers.get("Location")
        return answer.status_code, None if location is None else urldefrag(location).url


def _close(answer: HttpResponseBase) -> None:
    """As a server does, but the database stays open for the next question."""
    request_finished.disconnect(close_old_connections)
    try:
        answer.close()
    finally:
        request_finished.connect(close_old_connections)
