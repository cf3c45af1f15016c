"""How a lower room tells higher rooms what has happened, without knowing them.

An event is a frozen dataclass named in the past tense. An action announces it; it is delivered
after the transaction commits; a failing listener is logged by Django and never breaks the deed. Who
only has a job done joins the deed instead: the job is written with it, or neither is.

`changes` of an event are the keys of what it changes on pages, such as "topic:42"; what is kept and
shows one of them is made again (see `stamps`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Protocol, TypeVar

from django.db import transaction

from areopagus.core import stamps


class Event(Protocol):
    @property
    def changes(self) -> tuple[str, ...]: ...


class OnlyAdds:
    """An event that alters and takes away nothing that was shown before; it only adds to it.

    A page from before it lacks what is new, and may be shown while the board is very busy.
    """

    __slots__ = ()


E = TypeVar("E", bound=Event)
Listener = Callable[[E], None]

_untold: ContextVar[bool] = ContextVar("untold", default=False)
_listeners: dict[type[Event], list[Listener[Any]]] = defaultdict(list)
_joining: dict[type[Event], list[Listener[Any]]] = defaultdict(list)


def listens_to(kind: type[E]) -> Callable[[Listener[E]], Listener[E]]:
    def register(listener: Listener[E]) -> Listener[E]:
        _listeners[kind].append(listener)
        return listener

    return register


def joins(kind: type[E]) -> Callable[[Listener[E]], Listener[E]]:
    """Called inside the deed; what it writes is a part of it. For enqueuing jobs, and nothing slower."""

    def register(listener: Listener[E]) -> Listener[E]:
        _joining[kind].append(listener)
        return listener

    return register


def announce(event: Event) -> None:
    if _untold.get():
        return
    if event.changes:
        stamps.changed(event.changes, adds=isinstance(event, OnlyAdds))
    for join in _joining[type(event)]:
        join(event)
    for listener in listeners_of(type(event)):
        transaction.on_commit(_delivery(listener, event), robust=True)


@contextmanager
def untold() -> Iterator[None]:
    """Within it nothing is announced: for what will be taken back before anybody sees it."""
    token = _untold.set(True)
    try:
        yield
    finally:
        _untold.reset(token)


def listeners_of(kind: type[Event]) -> list[Listener[Any]]:
    return list(_listeners[kind])


def _delivery(listener: Listener[E], event: E) -> Callable[[], None]:
    # Django names the function in the log when it fails; a functools.partial has no name.
    @wraps(listener)
    def deliver() -> None:
        listener(event)

    return deliver
