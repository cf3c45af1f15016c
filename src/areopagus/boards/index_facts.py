"""The numbers under the index and who is here, as HTML. They change each second; most readers see the same."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from areopagus.accounts.actors import Actor
from areopagus.boards import options
from areopagus.boards.pages.statistics import Online, Statistics, statistics, whos_online
from areopagus.core.sharing import hole
from areopagus.ui.macros import macro


def facts_html(actor: Actor) -> Markup:
    if actor.is_stand_in:
        return hole("facts")
    return _html(statistics(), whos_online(actor) if options.USERS_ONLINE.get() else None)


@lru_cache(maxsize=8)
def _html(numbers: Statistics, online: Online | None) -> Markup:
    return macro("boards/_facts.html", "facts")(numbers, online)
