"""Every address under /administration/: what can be looked at, and what can be sent."""

from __future__ import annotations

PAGES = [
    "/administration/",
    "/administration/options/",
    "/administration/options/board/",
    "/administration/categories/new/",
    "/administration/categories/{category}/",
    "/administration/forums/",
    "/administration/forums/new/",
    "/administration/forums/{forum}/",
    "/administration/forums/{forum}/permissions/",
    "/administration/forums/{forum}/moderators/",
    "/administration/forums/{forum}/remove/",
]
DEEDS = [
    "/administration/options/board/",
    "/administration/categories/new/",
    "/administration/categories/{category}/",
    "/administration/categories/{category}/remove/",
    "/administration/forums/",
    "/administration/forums/new/",
    "/administration/forums/{forum}/",
    "/administration/forums/{forum}/permissions/",
    "/administration/forums/{forum}/moderators/",
    "/administration/forums/{forum}/moderators/{member}/dismiss/",
    "/administration/forums/{forum}/remove/",
    "/administration/forums/{forum}/move-topics/",
]
