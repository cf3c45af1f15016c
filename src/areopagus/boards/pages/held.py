"""What waits for moderators: for its writer, and for the moderators of its forum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.boards import permissions, rendering
from areopagus.boards.models import HeldWriting
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound, Refused

PER_PAGE = 20
OWN_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Held:
    """`html` is what it will look like; `earlier` the text that an edit replaces, else empty."""

    writing: HeldWriting
    html: str
    earlier: str

    @property
    def evidence(self) -> list[str]:
        """What the judges found, a sentence each."""
        return [line for one in self.writing.judgements for line in one["evidence"]]


@dataclass(frozen=True, slots=True)
class HeldPage:
    """The oldest first: who has waited longest comes first."""

    held: Sequence[Held]
    pages: Pager


def held_page(actor: Actor, number: int = 1) -> HeldPage:
    """Three queries."""
    found = permissions.visible_held(actor).filter(decided_at=None)
    pages = Pager(number, page_count(found.count(), PER_PAGE), "/moderation/held/")
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * PER_PAGE
    rows = found.select_related("author", "forum", "topic", "post").order_by("held_at", "pk")
    return HeldPage([_shown(row) for row in rows[start : start + PER_PAGE]], pages)


def held_writing(actor: Actor, held_id: int) -> Held:
    found = permissions.visible_held(actor).select_related("author", "forum", "topic", "post")
    writing = found.filter(pk=held_id).first()
    if writing is None:
        raise NotFound
    return _shown(writing)


def own_held(actor: Actor) -> list[HeldWriting]:
    """What this member wrote that waits or was decided on lately, newest first. One query."""
    if actor.user_id is None:
        raise Refused("Sign in to see what you have written.")
    mine = HeldWriting.objects.filter(author=actor.user_id).select_related("topic", "post", "forum")
    return list(mine.order_by("-held_at", "-pk")[:OWN_SHOWN])


def own_waiting(actor: Actor, held_id: int) -> HeldWriting:
    """One of them that still waits."""
    found = next((one for one in own_held(actor) if one.pk == held_id), None)
    if found is None or found.decided_at is not None:
        raise NotFound
    return found


def _shown(writing: HeldWriting) -> Held:
    made = rendering.render(writing.source, writing.markup, with_smilies=writing.with_smilies)
    return Held(writing, made.html, writing.earlier)
