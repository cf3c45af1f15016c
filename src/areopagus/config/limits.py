"""Which budget a request is paid from. Members pay only for what could hurt the others."""

from __future__ import annotations

import re
from typing import Any

from django.db import DatabaseError

from areopagus.accounts import client_address
from areopagus.pagecache import options
from areopagus.pagecache.budgets import Budget, Budgets

Environ = dict[str, Any]

DEEP = re.compile(r"/page/[0-9]{2,}/$")
# In a minute a network may begin to send so much that does not come, before it is no longer waited for.
SLOW = Budget("slow", 5)


class Limits:
    def __init__(self, budgets: Budgets) -> None:
        self._budgets = budgets

    def wait(self, environ: Environ, is_member: bool) -> int:
        """The seconds this request is to wait; 0: none."""
        try:
            budget = _budget_for(environ, is_member)
        except DatabaseError:
            # The house will find out as well, and say so.
            return 0
        if budget is None:
            return 0
        return self._budgets.ask(budget, client_address.within(environ))

    def is_slow(self, environ: Environ) -> bool:
        return self._budgets.is_spent(SLOW, client_address.within(environ))

    def note_slow(self, environ: Environ) -> None:
        self._budgets.ask(SLOW, client_address.within(environ))


def _budget_for(environ: Environ, is_member: bool) -> Budget | None:
    path = environ["PATH_INFO"]
    if path.startswith("/search/"):
        searches = options.MEMBER_SEARCHES if is_member else options.SEARCHES
        return Budget(searches.key, searches.get())
    if path.startswith("/feeds/") or path.endswith("/extern.php"):
        return Budget("feeds", options.FEEDS.get())
    if is_member:
        return None
    if environ["REQUEST_METHOD"] == "POST":
        return Budget("forms", options.FORMS.get())
    pages = options.DEEP_PAGES if DEEP.search(path) else options.PAGES
    return Budget(pages.key, pages.get())
