"""Members read pages that were made for all of their kind, with their own parts put in.

Stands between the door and Django. Whoever is not usual (`accounts.readers`) and whatever is not shared
(`core.sharing`) goes in to the house as ever; so here is nothing that the house does not do, only less.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import Any

from django.core.handlers.wsgi import get_path_info
from django.db import DatabaseError, close_old_connections
from django.urls import Resolver404, resolve

from areopagus.accounts import presence, readers
from areopagus.accounts.actors import Actor
from areopagus.accounts.middleware import STAND_IN
from areopagus.accounts.readers import Reader
from areopagus.core import compression, shown
from areopagus.core.kept import Kept
from areopagus.core.sharing import Outline, OwnParts, SharedResponse
from areopagus.core.shown import Shown
from areopagus.core.stamps import moment
from areopagus.core.store import Store
from areopagus.pagecache.acquaintances import SESSION
from areopagus.pagecache.door import LONGEST_ADDRESS, SPECIAL, key_of
from areopagus.pagecache.pages import Header

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# What the visitor says of themselves; the stand-in says nothing.
PERSONAL = {"HTTP_COOKIE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}
# Said anew of each answer.
REPLACED = {"content-length", "content-encoding"}
OVERHEAD = 3_000


class SharedPage(Kept):
    __slots__ = ("headers", "outline", "own")

    def __init__(
        self, made: int, shown: Shown, headers: list[Header], html: bytes, own: OwnParts
    ) -> None:
        super().__init__(made, shown)
        self.headers = [header for header in headers if header[0].lower() not in REPLACED]
        self.outline, self.own = Outline(html), own

    @property
    def size(self) -> int:
        return OVERHEAD + self.outline.size


class Shared:
    """`is_usual` says of a member whether what stands around every page shows them nothing unusual."""

    def __init__(
        self, house: Application, store: Store[SharedPage], is_usual: Callable[[Actor], bool]
    ) -> None:
        self._house = house
        self._store = store
        self._is_usual = is_usual

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not _may_be_shared(environ):
            return self._house(environ, start_response)
        try:
            answer = self._answer(environ)
        except DatabaseError:
            # The house will find out as well, and say so.
            answer = None
        finally:
            # As Django does at the end of each request; nothing else that it then does is needed here.
            close_old_connections()
        if answer is None:
            return self._house(environ, start_response)
        headers, body = answer
        start_response("200 OK", headers)
        return [body]

    def _answer(self, environ: Environ) -> tuple[list[Header], bytes] | None:
        """None: it is to be made in the house, for this reader alone."""
        reader = readers.reader_of(environ)
        if reader is None or not self._is_usual(reader.actor):
            return None
        key = (key_of(environ), reader.kind)
        page = self._store.find(key)
        if page is None or not page.is_true():
            page = self._made(key, environ, reader)
        if page is None or (own := page.own.of(reader.actor)) is None:
            return None
        size = page.size
        body = page.outline.form(own.so | reader.so).gzipped({**reader.words, **own.words})
        if page.size != size:
            self._store.grew(key, page, page.size - size)
        presence.note(reader.actor)
        page.own.read_by(reader.actor)
        told = [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
        return [*page.headers, *told], body

    def _made(self, key: Hashable, environ: Environ, reader: Reader) -> SharedPage | None:
        asked = {name: value for name, value in environ.items() if name not in PERSONAL}
        asked[STAND_IN] = reader.stand_in()
        said: list[list[Header]] = []
        made = moment()
        with shown.collecting() as noted:
            answer = self._house(asked, lambda _, headers, *__: said.append(headers))
        try:
            if not isinstance(answer, SharedResponse) or noted.has_own or not noted.is_told:
                return None
            if any(name.lower() == "set-cookie" for name, _ in said[-1]):
                return None
            page = SharedPage(made, noted, said[-1], answer.content, answer.own)
        finally:
            answer.close()  # type: ignore[attr-defined]
        if page.may_be_kept:
            self._store.put(key, page)
        return page


def _may_be_shared(environ: Environ) -> bool:
    if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING"):
        return False
    if SESSION not in environ.get("HTTP_COOKIE", "") or not environ.keys().isdisjoint(SPECIAL):
        return False
    if not compression.takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        return False
    return len(environ["PATH_INFO"]) < LONGEST_ADDRESS and _is_shared(get_path_info(environ))


@lru_cache(maxsize=16_384)
def _is_shared(path: str) -> bool:
    """Whether the view at this address says so."""
    try:
        return getattr(resolve(path).func, "is_shared", False)
    except Resolver404:
        return False
