"""How much one network may ask for in a minute, of what costs the board work. What is kept costs none."""

from __future__ import annotations

from areopagus.core.options import option

PAGES = option(
    "limits.pages",
    300,
    "Pages that have to be made, for guests. As many as thirty readers behind one address open, ten times over.",
    at_least=0,
    at_most=100_000,
)
DEEP_PAGES = option(
    "limits.deep_pages",
    60,
    "Of these, pages from the tenth on of a list or topic; few people go there, and every robot.",
    at_least=0,
    at_most=100_000,
)
FEEDS = option("limits.feeds", 120, "Feeds, also for members.", at_least=0, at_most=100_000)
SEARCHES = option("limits.searches", 20, "Searches by guests.", at_least=0, at_most=100_000)
MEMBER_SEARCHES = option(
    "limits.member_searches", 60, "Searches by members.", at_least=0, at_most=100_000
)
FORMS = option(
    "limits.forms",
    60,
    "Forms sent by guests: signing in, registering, writing. A class that signs in at once sends thirty.",
    at_least=0,
    at_most=100_000,
)
