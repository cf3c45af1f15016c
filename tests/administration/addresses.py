"""Every address under /administration/: what can be looked at, and what can be sent."""

from __future__ import annotations

PAGES = [
    "/administration/",
    "/administration/options/",
    "/administration/options/board/",
]
DEEDS = [
    "/administration/options/board/",
]
