"""Where the old board could be reached, and where links to it lead now. Pure: no database, no Django.

A link gets the new address when that is the same for every reader and for ever. What depends on who
reads (such as a page of a topic, which may be longer or shorter for them) keeps the old one, on this
board's own host, where it is answered for whoever follows it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from areopagus.core.verdict import NotFound
from areopagus.importers.fluxbb.old_addresses import thing_at
from areopagus.importers.fluxbb.old_things import Asked, ForumAt, MemberAt, PostAt, TopicAt, Way

ADDRESS = re.compile(
    r"(?:(?:https?:)?//(?P<host>[^/?#@\s\\]+))?"
    r"(?P<path>/(?!/)[^?#]*)?(?:\?(?P<query>[^#]*))?(?:#(?P<place>.*))?",
    re.IGNORECASE | re.DOTALL,
)
SCRIPT = re.compile(r"([a-z_]+)\.php")
USUAL_AVATARS = "img/avatars"
AVATAR = re.compile(r"[0-9]{1,15}\.(?:gif|jpe?g|png)")
PICTURE = re.compile(r".+\.(?:gif|jpe?g|png|webp)", re.IGNORECASE | re.DOTALL)
POST_PLACE = re.compile(r"p([1-9][0-9]{0,14})")
# Answered by views of their own.
FEEDS = "extern"
MOST_PARAMETERS = 50


class NoAddress(ValueError):
    """Not the address of a board."""


@dataclass(frozen=True, slots=True)
class OldBoard:
    """`folders` are where it stood, by host without "www.": {"example.org": ("/forum/",)}.

    `avatars` is the folder they were in, `pictures` holds the names of those that came along.
    """

    folders: dict[str, tuple[str, ...]]
    avatars: str = USUAL_AVATARS
    pictures: frozenset[str] = frozenset()

    def new_address(self, url: str) -> str:
        """Where `url` leads now; `url` itself when it was no page of the old board."""
        if not self.folders:
            return url
        found = ADDRESS.fullmatch(url)
        if found is None or not (found["host"] or found["path"]):
            return url
        rest = self._rest(found["host"], found["path"] or "/")
        if rest is None:
            return url
        if self.is_avatar(rest):
            return f"/{rest}"
        if self.pictures and PICTURE.fullmatch(rest):
            return self._picture(rest) or url
        return _new_address(rest, found["query"] or "", found["place"] or "") or url

    def called(self, url: str) -> str | None:
        """What the file at `url` was called within the old board's folder; None when it was no file."""
        found = ADDRESS.fullmatch(url)
        rest = found and self._rest(found["host"], found["path"] or "/")
        if not rest or rest.endswith((".php", "/")) or "." not in rest:
            return None
        return unquote(rest)

    def is_avatar(self, rest: str) -> bool:
        folder, _, file = rest.rpartition("/")
        return folder in {self.avatars, USUAL_AVATARS} and AVATAR.fullmatch(file) is not None

    def rests(self, path: str) -> set[str]:
        """What `path` may have meant to the old board, wherever it stood."""
        folders = {folder for some in self.folders.values() for folder in some} | {"/"}
        return {path[len(folder) :] for folder in folders if path.startswith(folder)}

    def _picture(self, rest: str) -> str | None:
        name = picture_name(unquote(rest))
        return f"/media/moved/{name}.webp" if name in self.pictures else None

    def is_folder(self, path: str) -> bool:
        return any(path in folders for folders in self.folders.values())

    def _rest(self, host: str | None, path: str) -> str | None:
        """What stands behind the folder of the old board. Without a host the link is to this one."""
        if host is None:
            folders = {folder for some in self.folders.values() for folder in some} | {"/"}
        else:
            folders = set(self.folders.get(bare_host(host), ()))
        for folder in sorted(folders, key=len, reverse=True):
            if f"{path}/" == folder:
                return ""
            if path.startswith(folder):
                return path[len(folder) :]
        return None


def old_board(addresses: Iterable[str]) -> OldBoard:
    """The board with these addresses, such as "http://www.example.org/forum". NoAddress names a wrong one."""
    folders: dict[str, set[str]] = {}
    for address in addresses:
        host, folder = _place(address)
        folders.setdefault(host, set()).add(folder)
    return OldBoard({host: tuple(sorted(some)) for host, some in folders.items()})


def is_picture(called: str) -> bool:
    return PICTURE.fullmatch(called) is not None


def picture_name(called: str) -> str:
    """Under which a picture is kept here: a name that any file may have, whatever it was called."""
    return hashlib.sha256(called.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def bare_host(said: str) -> str:
    """One form for "WWW.Example.org:80" and "example.org"; for names in other letters the plain one."""
    host = re.sub(r":(?:80|443)?$", "", said.lower()).rstrip(".").removeprefix("www.")
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host


def _place(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address.strip())
    except ValueError as error:
        raise NoAddress(address) from error
    if (
        len(address.split()) != 1
        or parts.scheme not in {"http", "https"}
        or not parts.netloc
        or "@" in parts.netloc
    ):
        raise NoAddress(address)
    path = re.sub(r"[^/]*\.php$", "", parts.path)
    return bare_host(parts.netloc), f"/{path.strip('/')}/" if path.strip("/") else "/"


def _new_address(rest: str, query: str, place: str) -> str | None:
    """None when there was no such page."""
    if not rest:
        return "/"
    found = SCRIPT.fullmatch(rest)
    script = found[1] if found else ""
    if script == "viewtopic" and (named := POST_PLACE.fullmatch(place)):
        return f"/posts/{named[1]}/"
    as_it_was = f"/{rest}" + (f"?{query}" if query else "") + (f"#{place}" if place else "")
    if script == FEEDS:
        return as_it_was
    try:
        said = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS))
        return _lasting(script, said) or as_it_was
    except (NotFound, ValueError):
        return None


def _lasting(script: str, query: dict[str, str]) -> str | None:
    match thing_at(script, Asked(query)):
        case TopicAt(topic_id, 1):
            return f"/topics/{topic_id}/"
        case ForumAt(forum_id, 1):
            return f"/forums/{forum_id}/"
        case PostAt(post_id):
            return f"/posts/{post_id}/"
        case MemberAt(member_id):
            return f"/members/{member_id}/"
        case Way(address, lasts=True):
            return address
        case _:
            return None
