"""What StopForumSpam knows of a newcomer: asked only when an administrator has said so, and only in a job.

It is told the network address and a digest of the mail address, over https; neither the mail address itself nor
the name. What it answers is evidence for whoever looks, and decides nothing. No answer is no evidence.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

ADDRESS = "https://api.stopforumspam.org/api"
PATIENCE_SECONDS = 5
MOST_BYTES = 100_000
# As its own page on usage says; the digest is of the address in small letters.
SAID_AT = "%Y-%m-%d %H:%M:%S"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Known:
    """How often something was reported as a spammer's, and when last; 0 and None when never."""

    times: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    address: Known
    mail: Known


def ask(address: str, mail: str) -> Answer | None:
    """None when there was no answer, or nothing to ask about."""
    said: dict[str, str] = {}
    if _is_public(address):
        said["ip"] = address
    if mail:
        digest = hashlib.md5(mail.strip().lower().encode(), usedforsecurity=False)
        said["emailhash"] = digest.hexdigest()
    if not said:
        return None
    # By POST, so that it stands in nobody's log of addresses.
    body = urlencode({**said, "json": ""}).encode("ascii")
    try:
        with urlopen(Request(ADDRESS, body), timeout=PATIENCE_SECONDS) as answer:
            told = json.loads(answer.read(MOST_BYTES))
            if not told["success"]:
                return None
            return Answer(
                _known(told.get("ip")), _known(told.get("emailhash") or told.get("emailHash"))
            )
    except (URLError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        logger.warning("StopForumSpam gave no answer: %s", error)
        return None


def _known(said: Mapping[str, Any] | None) -> Known:
    if not said or not said.get("appears"):
        return Known()
    last = said.get("lastseen")
    last_at = datetime.strptime(last, SAID_AT).replace(tzinfo=UTC) if last else None
    return Known(max(1, min(int(said.get("frequency") or 1), 2**31 - 1)), last_at)


def _is_public(address: str) -> bool:
    try:
        return ip_address(address).is_global
    except ValueError:
        return False
