"""Telling the other machines of a board what a deed changes, through Valkey; see decision 0026.

Each machine has stamps of its own (`core.stamps`). Every deed says on a channel that it has begun, before
its commit, and that it has ended. On each machine one process, the *carrier*, hears it and stamps the
places there. It also sends itself a beat, five times a second, over the same channel: when the beat
arrives, so has everything that was said before it, and the machine's stamps are *vouched for*. What is
kept is told for less than a second longer than that, so a channel that fails makes everything old.

A deed that could not be told leaves a row instead, in its own transaction, and carriers look for such
rows with every beat.
"""

from __future__ import annotations

import fcntl
import json
import logging
import secrets
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Sum
from valkey import Valkey
from valkey.backoff import NoBackoff
from valkey.client import PubSub
from valkey.exceptions import ValkeyError
from valkey.retry import Retry

from areopagus.core import stamps
from areopagus.core.clock import now
from areopagus.core.models import UntoldChange

LOCK_NAME = ".carrier"
SECOND = 1_000_000_000
BEAT_SECONDS = 0.2
# Longer no deed waits for Valkey; it leaves a row. The carrier has time: what it does not know is not told.
DEEDS_WAIT, CARRIER_WAITS = 0.4, 3.0
# So long after a failure no deed tries again.
PAUSE_NANOSECONDS = SECOND
# No carrier needs a row that is older.
ROWS_LAST = timedelta(hours=1)

logger = logging.getLogger(__name__)


def teller(address: str) -> Teller:
    # A connection that was cut while nobody used it is tried once more.
    return Teller(_client(address, DEEDS_WAIT, retries=1))


def carrier(address: str) -> Carrier:
    # Never by itself: what was said in between would be missed, and nobody would notice.
    return Carrier(_client(address, CARRIER_WAITS, retries=0), stamps.stamps())


def _client(address: str, seconds: float, *, retries: int) -> Valkey:
    """It connects when it is first used."""
    return Valkey.from_url(
        address,
        socket_timeout=seconds,
        socket_connect_timeout=seconds,
        retry=Retry(NoBackoff(), retries),
    )


def channel() -> str:
    """Every board has its own, also when two share one Valkey."""
    return f"areopagus:{connection.settings_dict['NAME']}"


class Teller:
    """Says what the deeds of this process change. One object serves all its threads."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._away_until = 0

    def begin(self, places: tuple[int, ...], *, adds: bool) -> str:
        """Inside the deed. What it answers is for `end`."""
        deed = secrets.token_hex(8)
        if not self._say({"begins": deed, "places": places, "adds": adds}):
            UntoldChange.objects.create()
        return deed

    def end(self, deed: str) -> None:
        """When its transaction has ended. Who does not hear it waits for the deed a while longer."""
        self._say({"ends": deed})

    def _say(self, what: dict[str, object]) -> bool:
        if stamps.moment() < self._away_until:
            return False
        try:
            self._valkey.publish(channel(), json.dumps(what))
        except ValkeyError as error:
            if not self._away_until:
                logger.warning("Other machines are told by the database, not by Valkey: %s", error)
            self._away_until = stamps.moment() + PAUSE_NANOSECONDS
            return False
        self._away_until = 0
        return True


class Carrier:
    """Carries what is said into the stamps of this machine."""

    def __init__(self, valkey: Valkey, shared: stamps.Stamps) -> None:
        self._valkey, self._shared = valkey, shared
        self._has_warned = False
        self._name = secrets.token_hex(8)
        # The deeds that have begun: their places, whether they only add, and when that was heard.
        self._under_way: dict[str, tuple[tuple[int, ...], bool, int]] = {}

    def keep_carrying(self, ends: threading.Event) -> None:
        """Until `ends`; but only one process of a machine does, the next when it has gone."""
        with (Path(settings.BOARD) / LOCK_NAME).open("w") as lock:
            while not ends.is_set() and not _is_first(lock.fileno()):
                ends.wait(BEAT_SECONDS)
            while not ends.is_set():
                try:
                    self._carry(ends)
                except (ValkeyError, DatabaseError, OSError, ValueError) as error:
                    self._warn(error)
                    ends.wait(BEAT_SECONDS)
                finally:
                    connection.close()

    def _warn(self, error: Exception) -> None:
        """Once for each time, however long it lasts."""
        if not self._has_warned:
            logger.warning("Other machines are not heard, so pages are kept a second: %s", error)
        self._has_warned = True

    def _carry(self, ends: threading.Event) -> None:
        heard: Any = PubSub(self._valkey.connection_pool, ignore_subscribe_messages=True)
        try:
            heard.subscribe(channel())
            UntoldChange.objects.filter(at__lt=now() - ROWS_LAST).delete()
            self._beat(heard, ends)
        finally:
            heard.close()

    def _beat(self, heard: PubSub, ends: threading.Event) -> None:
        began, untold = stamps.moment(), None
        while not ends.is_set():
            at = stamps.moment()
            self._valkey.publish(channel(), json.dumps({"beat": self._name, "at": at}))
            found = _untold()
            self._hear_beat(heard, at)
            # Deeds that began before we listened have ended by then, told or not.
            if found != untold or at - began < stamps.PENDING_NANOSECONDS:
                self._shared.stamp((stamps.EVERYTHING,))
            untold = found
            self._stamp_under_way()
            self._shared.vouch(at)
            self._has_warned = False
            self._hear_until(heard, at + int(BEAT_SECONDS * SECOND))

    def _hear_beat(self, heard: PubSub, at: int) -> None:
        """Everything that was said before this beat of ours."""
        late = at + int(CARRIER_WAITS * SECOND)
        while (left := late - stamps.moment()) > 0:
            said = self._hear(heard, left)
            if said is not None and said.get("beat") == self._name and said["at"] == at:
                return
        raise ValkeyError("our own beat was not heard")

    def _hear_until(self, heard: PubSub, end: int) -> None:
        while (left := end - stamps.moment()) > 0:
            self._hear(heard, left)

    def _hear(self, heard: PubSub, nanoseconds: int) -> dict[str, Any] | None:
        message = heard.get_message(timeout=nanoseconds / SECOND)
        if message is None:
            return None
        said: dict[str, Any] = json.loads(message["data"])
        if (deed := said.get("begins")) is not None:
            places = tuple(said["places"])
            self._under_way[deed] = (places, said["adds"], stamps.moment())
            self._shared.stamp(places, adds=said["adds"])
        elif (deed := said.get("ends")) is not None and deed in self._under_way:
            places, adds, _ = self._under_way.pop(deed)
            self._shared.stamp(places, adds=adds)
        return said

    def _stamp_under_way(self) -> None:
        """What was made since the last beat may be from before their commits."""
        at = stamps.moment()
        for deed, (places, adds, since) in list(self._under_way.items()):
            self._shared.stamp(places, adds=adds)
            if at - since > stamps.PENDING_NANOSECONDS:
                del self._under_way[deed]


def _is_first(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _untold() -> tuple[int, int]:
    """Differs when there is one more. Ids alone would not do: they are not committed in their order."""
    found = UntoldChange.objects.aggregate(rows=Count("pk"), ids=Sum("pk"))
    # Its connection goes back to those the pages use.
    connection.close()
    return found["rows"], found["ids"] or 0
