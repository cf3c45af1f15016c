"""Where links lead: the names of hosts in a text."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings

LONGEST = 253
_HOST = re.compile(rf"(?:https?://|\bwww\.)([\w.-]{{1,{LONGEST}}})", re.IGNORECASE)


def hosts_in(text: str) -> frozenset[str]:
    """Lower case and without "www."; this board's own host is none of them."""
    if "://" not in text and "www." not in text.casefold():
        return frozenset()
    found = {plain(host) for host in _HOST.findall(text)}
    return frozenset(found - {"", own_host()})


def plain(host: str) -> str:
    return host.casefold().removeprefix("www.").strip(".-")


def own_host() -> str:
    return plain(urlsplit(settings.SITE_URL or "").hostname or "")
