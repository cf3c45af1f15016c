"""Named places in templates where a higher room may show something.

    @provides("post.foot")
    def reactions(request: HttpRequest, post_ids: Sequence[int]) -> Mapping[int, Markup]: ...

A provider gets the whole batch of ids at once, so a slot never costs a query per post. A template
asks once and then looks up: `{% set foot = slot("post.foot", request, ids) %} … {{ foot[post.id] }}`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Literal, get_args

from django.http import HttpRequest
from markupsafe import Markup

from areopagus.core import shown

# What the ids are: of topics, topics, posts, posts, members, ghosts, nothing (0), a topic or 0 for a new one, nothing (0).
Slot = Literal[
    "topic.head",
    "topic.foot",
    "post.aside",
    "post.foot",
    "member.panel",
    "ghost.panel",
    "index.aside",
    "composer.tools",
    "moderation.waiting",
]
Provider = Callable[[HttpRequest, Sequence[int]], Mapping[int, Markup]]
Alike = Callable[[HttpRequest], Hashable]

SLOTS: tuple[Slot, ...] = get_args(Slot)
NOTHING = Markup()

_providers: dict[Slot, list[Provider]] = {name: [] for name in SLOTS}
_alike: dict[Provider, Alike] = {}
logger = logging.getLogger(__name__)


def provides(name: Slot, alike: Alike | None = None) -> Callable[[Provider], Provider]:
    """Registers a provider; call it from a room's `AppConfig.ready`. KeyError: no such slot.

    `alike(request)` is equal for requests to which the provider shows the same at the same place as
    long as the post and its topic do not change: then what it shows is kept with the posts, and members
    of one kind share the page. Without it the provider is asked at each request.
    """
    providers = _providers[name]

    def register(provider: Provider) -> Provider:
        providers.append(provider)
        if alike is not None:
            _alike[provider] = alike
        return provider

    return register


def withdraw(name: Slot, provider: Provider) -> None:
    """Takes a provider out again."""
    _providers[name].remove(provider)


def fill(name: Slot, request: HttpRequest, ids: Sequence[int] = (0,)) -> Mapping[int, Markup]:
    """For each id what all providers show there, in the order they were registered.

    A provider that fails is logged and shows nothing: an ornament must not take the page down.
    """
    if has_own(name):
        shown.note_own()
    return _filled(_providers[name], name, request, ids)


def fill_alike(name: Slot, request: HttpRequest, ids: Sequence[int]) -> Mapping[int, Markup]:
    """What may be kept, and belongs to requests with the same `alike_key`."""
    return _filled([p for p in _providers[name] if p in _alike], name, request, ids)


def fill_own(name: Slot, request: HttpRequest, ids: Sequence[int]) -> Mapping[int, Markup]:
    """The rest of it: what only this request is shown."""
    shown.note_own()
    return _filled([p for p in _providers[name] if p not in _alike], name, request, ids)


def has_own(name: Slot) -> bool:
    """Whether there is such a rest."""
    return any(provider not in _alike for provider in _providers[name])


def alike_key(name: Slot, request: HttpRequest) -> Hashable:
    return tuple(_alike[p](request) for p in _providers[name] if p in _alike)


def _filled(
    providers: Sequence[Provider], name: Slot, request: HttpRequest, ids: Sequence[int]
) -> Mapping[int, Markup]:
    filled = dict.fromkeys(ids, NOTHING)
    for provider in providers:
        try:
            pieces = provider(request, ids)
        except Exception:
            logger.exception("The slot %s could not be filled by %r", name, provider)
            continue
        for key, piece in pieces.items():
            if key in filled:
                filled[key] += piece
    return filled
