"""What stands in front of the house, put together: bodies are taken in, then comes the door.

A process has more threads than can work at once, because most of them wait: for their turn, for the
database, for what is being sent. Guests, others who are not known as members, and those who send may each
hold only some of them, so that a member always finds one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from areopagus.accounts import client_address, presence, sessions
from areopagus.boards import options
from areopagus.config.frame import is_usual
from areopagus.config.limits import Limits
from areopagus.core.security import POLICY
from areopagus.core.stamps import stamps
from areopagus.core.store import Store
from areopagus.pagecache import budgets
from areopagus.pagecache.acquaintances import Acquaintances, session_of
from areopagus.pagecache.bodies import Intake
from areopagus.pagecache.door import Application, Crowd, Door, Environ, StartResponse
from areopagus.pagecache.places import Places, Precedence
from areopagus.pagecache.refusals import Refusals
from areopagus.pagecache.shared import Shared
from areopagus.ui.errors import at_the_door
from areopagus.upkeep import traffic
from areopagus.uploads.limits import MOST_BYTES_AT_ONCE

# Where somebody becomes a member for the board; open also when guests' pages are many.
ENTRANCE = ("/sign-in/", "/sign-out/", "/register/", "/password/", "/account/", "/set-up/")
# Longer nobody waits for a page without any sign of life.
GUESTS_WAIT, OTHERS_WAIT = 1.0, 5.0


P = ParamSpec("P")
T = TypeVar("T")
logger = logging.getLogger(__name__)


def entrance(house: Application) -> Application:
    """What the server calls. The house answers for its own errors; those of the entrance are logged here."""
    front = _front(house)

    def logged(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        traffic.note(environ, is_member=bool(session_of(environ.get("HTTP_COOKIE", ""))))
        try:
            return front(environ, start_response)
        except Exception:
            logger.exception("The entrance failed")
            raise

    return logged


def _front(house: Application) -> Intake:
    limits = Limits(budgets.Budgets(Path(settings.BOARD) / budgets.FILE_NAME))
    refusals = Refusals(_refusal, POLICY, stamps())
    door = Door(
        Shared(house, Store(settings.PAGE_CACHE_BYTES // 4), is_usual),
        Store(settings.PAGE_CACHE_BYTES // 2),
        lambda environ: presence.note_guest(client_address.within(environ)),
        _crowd(limits, refusals),
    )
    return Intake(
        door,
        MOST_BYTES_AT_ONCE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        # A body that has come takes no time; two that come at once must not cost anybody their text.
        Places(_share(4), waiting=_share(4), seconds=OTHERS_WAIT),
        is_slow=limits.is_slow,
        note_slow=limits.note_slow,
        refusals=refusals,
    )


def _crowd(limits: Limits, refusals: Refusals) -> Crowd:
    return Crowd(
        # Python does one thing at a time: two pages at once would only both take longer.
        guests=Places(1, waiting=_share(2) - 1, seconds=GUESTS_WAIT),
        # Two, because checking a password does not hold up Python.
        others=Places(2, waiting=_share(8), seconds=OTHERS_WAIT),
        precedence=Precedence(),
        entrance=ENTRANCE,
        members=Acquaintances(_is_members, Places(1, waiting=1, seconds=OTHERS_WAIT)),
        wait=_giving_back(limits.wait),
        refusals=refusals,
    )


def _share(part: int) -> int:
    """A part of the process's threads, one at least."""
    return max(1, int(settings.THREADS) // part)


def _giving_back(asks: Callable[P, T]) -> Callable[P, T]:
    """Gives back the connection to the database, which is asked outside of what Django knows as a request.

    Else a thread that refuses somebody would keep it, and there are fewer than threads.
    """

    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return asks(*args, **kwargs)
        finally:
            close_old_connections()

    return ask


@_giving_back
def _refusal(status: int) -> str:
    return at_the_door(options.TITLE.get(), status)


@_giving_back
def _is_members(session: str) -> bool:
    try:
        return sessions.is_members(session)
    except DatabaseError:
        # The house will find out as well, and say so.
        return False
