"""The number of unread notices in each member's row."""

from __future__ import annotations

from collections.abc import Iterator

from areopagus.notifications.counting import mend_bells, wrong_bells
from areopagus.ops.check.facts import Fact, compared


def _wrong() -> Iterator[str]:
    return compared("member", ("unread_notices",), wrong_bells())


FACTS = (Fact("bells", _wrong, mend_bells),)
