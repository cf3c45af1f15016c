"""A page that is made once for all readers of one kind, with places for what is each reader's own.

It is made for a *stand-in*, who is nobody: so nothing of anybody's can be in it. Where readers differ
the stand-in's page says both (`Either`), or has a hole. A template asks with `either`, which for
everybody else is told what is so:

    {% call(is_new) either(row.topic_id|among(unread)) %}{% if is_new %}New{% endif %}{% endcall %}

What is the same for all is deflated once; a hole is filled with a block that is stored as it is (RFC
1951 §3.2.4), so a page costs its reader no compression. See decision 0025.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from secrets import token_hex
from struct import pack
from typing import Any, Protocol, TypeVar

from django.http import HttpResponse
from markupsafe import Markup

from areopagus.core.checksums import Checked
from areopagus.core.http import Request

# Nobody can write it into a page.
MARK = token_hex(16)
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# An empty block with the fixed codes, the last one (RFC 1951 §3.2.6).
END = b"\x03\x00"
RAW = -zlib.MAX_WBITS
# Many pages are asked for once: quickly at first, well when they were asked for so often.
QUICKLY, WELL = 1, 9
OFTEN = 3
# What a hole holds is stored as it is up to this length.
SHORT = 300
# Readers differ in few ways; more forms of a page than these are not kept beside one another.
MOST_FORMS = 24

MARKS = re.compile(
    rf"<!--{MARK}(?:\?(?P<either>[^-]*)|(?P<turn>[:.]))-->|{MARK}-(?P<hole>\w+)-".encode()
)


@dataclass(frozen=True, slots=True)
class Either:
    """One of two things, by who reads. `name` is what is so of those who get `yes`."""

    name: str
    yes: Any = True
    no: Any = False


@dataclass(frozen=True, slots=True)
class OwnIds:
    """Ids that each reader has others of, such as those of topics with something new."""

    name: str

    def of(self, thing_id: int) -> Either:
        return Either(f"{self.name}:{int(thing_id)}")


def either(said: Any, caller: Callable[[Any], Markup]) -> Markup:
    """In templates: what `caller` makes of what is so; of both where readers differ."""
    if not isinstance(said, Either):
        return caller(said)
    yes, no = caller(said.yes), caller(said.no)
    if yes == no:
        return yes
    parts = (f"<!--{MARK}?{said.name}-->", yes, f"<!--{MARK}:-->", no, f"<!--{MARK}.-->")
    return Markup("".join(parts))  # noqa: S704 - of templates and our own words.


def among(thing_id: int, ids: int | Collection[int] | OwnIds) -> bool | Either:
    """In templates: whether it is this one, or one of these."""
    if isinstance(ids, OwnIds):
        return ids.of(thing_id)
    return thing_id == ids if isinstance(ids, int) else thing_id in ids


def hole(name: str) -> Markup:
    """Where each reader's own word of this name stands."""
    return Markup(f"{MARK}-{name}-")  # noqa: S704 - our own word.


@dataclass(frozen=True, slots=True)
class Own:
    """What is so of one reader: names of `Either`s, and words for holes, as safe HTML."""

    so: frozenset[str]
    words: Mapping[str, bytes]


class OwnParts(Protocol):
    """What a page has of each reader. Its view makes it, of what does not change while the page is true."""

    def of(self, actor: Any) -> Own | None:
        """In few queries; None: this reader's page must be made for them alone."""

    def read_by(self, actor: Any) -> None:
        """Called each time the page is read."""


class SharedResponse(HttpResponse):
    """The page of a stand-in."""

    def __init__(self, page: HttpResponse, own: OwnParts) -> None:
        super().__init__(page.content, headers=dict(page.headers))
        self.own = own


V = TypeVar("V", bound=Callable[..., HttpResponse])


def shared(view: V) -> V:
    """Declares that members of one kind may share this page; the view ends with `page_for`."""
    view.is_shared = True  # type: ignore[attr-defined]
    return view


def page_for(request: Request, page: HttpResponse, own: OwnParts) -> HttpResponse:
    if request.actor.is_stand_in:
        return SharedResponse(page, own)
    own.read_by(request.actor)
    return page


class Outline:
    """A stand-in's page. It is kept compressed: it is only needed to make another form."""

    def __init__(self, html: bytes) -> None:
        self._html = zlib.compress(html, QUICKLY)
        self._names = frozenset(
            found["either"].decode() for found in MARKS.finditer(html) if found["either"]
        )
        self._forms: dict[frozenset[str], Form] = {}

    @property
    def size(self) -> int:
        # Another thread may put a form in meanwhile.
        return len(self._html) + sum(form.size for form in tuple(self._forms.values()))

    def form(self, so: frozenset[str]) -> Form:
        """For all readers of whom the same is so, as far as this page tells it."""
        key = so & self._names
        form = self._forms.get(key)
        if form is None:
            if len(self._forms) >= MOST_FORMS:
                self._forms = {}
            form = self._forms[key] = Form(_chosen(zlib.decompress(self._html), key))
        return form


def _chosen(html: bytes, so: frozenset[str]) -> Iterator[tuple[bytes, str]]:
    """Pieces of the page, each with the name of the hole behind it."""
    texts: list[bytes] = []
    at, shows, is_so = 0, True, False
    for found in MARKS.finditer(html):
        if shows:
            texts.append(html[at : found.start()])
        at = found.end()
        if found["hole"] is not None:
            if shows:
                yield b"".join(texts), found["hole"].decode()
                texts = []
        elif found["either"] is not None:
            shows = is_so = found["either"].decode() in so
        else:
            shows = found["turn"] == b"." or not is_so
    yield b"".join([*texts, html[at:]]), ""


class Form:
    """The page without what stands in its holes."""

    def __init__(self, pieces: Iterable[tuple[bytes, str]]) -> None:
        pieces = list(pieces)
        # Until they are compressed as well as may be.
        self._plain = [text for text, _ in pieces]
        self._holes = [name for _, name in pieces[:-1]]
        self._length = sum(map(len, self._plain))
        self._checked = [Checked(text) for text in self._plain]
        self._asked = 0
        self._compress(QUICKLY)

    def gzipped(self, words: Mapping[str, bytes]) -> bytes:
        """A gzip stream (RFC 1952)."""
        self._asked += 1
        if self._asked == OFTEN:
            self._compress(WELL)
        said = [words[name] for name in self._holes]
        crc = self._checked[0].added_to(0)
        for word, part in zip(said, self._checked[1:], strict=True):
            crc = part.added_to(zlib.crc32(word, crc))
        length = self._length + sum(map(len, said))
        parts = _woven(self._deflated, [_block(word) for word in said])
        return b"".join((GZIP_HEAD, *parts, END, pack("<II", crc, length & 0xFFFFFFFF)))

    def _compress(self, level: int) -> None:
        plain = self._plain
        if not plain:
            # Another thread has done it.
            return
        self._deflated = list(_compressed(plain, self._holes, level))
        if level == WELL:
            self._plain = []
        self.size = sum(map(len, self._deflated)) + sum(map(len, self._plain))


def _compressed(plain: list[bytes], holes: list[str], level: int) -> Iterator[bytes]:
    """Each piece by itself as far as a hole before it may be longer or shorter.

    What is always of one length may stand between a piece and what it repeats: nothing repeats it
    itself, because zeros stand for it here.
    """
    compressor = zlib.compressobj(level, zlib.DEFLATED, RAW)
    for piece, name in zip(plain, [*holes, ""], strict=True):
        length = LENGTHS.get(name, 0)
        end = zlib.Z_SYNC_FLUSH if length else zlib.Z_FULL_FLUSH
        yield compressor.compress(piece) + compressor.flush(end)
        if length:
            compressor.compress(bytes(length))
            compressor.flush(zlib.Z_SYNC_FLUSH)


def _woven(pieces: list[bytes], fillings: list[bytes]) -> Iterator[bytes]:
    for piece, filling in zip_longest(pieces, fillings, fillvalue=b""):
        yield piece
        yield filling


# Words that have always the same length: a token as Django masks it, and a UUID.
LENGTHS = {"token": 64, "submission": 36}


@lru_cache(maxsize=256)
def _deflated(word: bytes) -> bytes:
    compressor = zlib.compressobj(QUICKLY, zlib.DEFLATED, RAW)
    return compressor.compress(word) + compressor.flush(zlib.Z_FULL_FLUSH)


def _block(word: bytes) -> bytes:
    """A word as a block of a deflated stream."""
    length = len(word)
    if length > SHORT:
        return _deflated(word)
    return pack("<BHH", 0, length, length ^ 0xFFFF) + word
