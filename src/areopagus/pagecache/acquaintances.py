"""Who is known as a member by their session: anybody can invent a cookie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from areopagus.accounts.sessions import KEY
from areopagus.core.cookies import cookies_in
from areopagus.pagecache.places import Places

SESSION = "session"
# So many are remembered; then the board gets to know its members anew.
MOST = 20_000


class Acquaintances:
    """`is_members` looks a session up; in `places` only, so that inventing sessions stops nobody."""

    def __init__(self, is_members: Callable[[str], bool], places: Places) -> None:
        self._is_members = is_members
        self._places = places
        self._known: set[str] = set()

    def is_member(self, environ: Mapping[str, Any]) -> bool:
        """Whether a member has sent this, as far as there was time to look."""
        session = session_of(environ.get("HTTP_COOKIE", ""))
        if not session or session in self._known:
            return bool(session)
        with self._places.one() as is_granted:
            is_member = is_granted and self._is_members(session)
        if is_member:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known.add(session)
        return is_member


def session_of(cookies: str) -> str:
    """The session that the house would look up; "" when there is none."""
    if SESSION not in cookies:
        return ""
    said = cookies_in(cookies).get(SESSION, "")
    return said if KEY.fullmatch(said) else ""
