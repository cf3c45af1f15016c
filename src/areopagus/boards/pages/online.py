"""Who is online, remembered for a second: topic pages and the index ask at every request."""

from __future__ import annotations

from areopagus.accounts import presence
from areopagus.accounts.presence import Online
from areopagus.boards import options
from areopagus.core.remembered import Remembered
from areopagus.core.sharing import OwnIds

_online: Remembered[Online] = Remembered(
    "online", lambda: presence.online(options.ONLINE_SECONDS.get()), seconds=1
)
whos_online = _online.get
# What the pages of stand-ins call them.
ONLINE = OwnIds("online")


def online_ids() -> frozenset[int]:
    return frozenset(user_id for user_id, _ in whos_online().members)
