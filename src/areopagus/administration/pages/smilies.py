"""The smilies that only this board has, and how a text with them looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.administration import permissions
from areopagus.boards import options, rendering
from areopagus.core.verdict import NotFound
from areopagus.uploads.models import Smiley


@dataclass(frozen=True, slots=True)
class SmiliesPage:
    """`tried` is the text somebody tries, `shown` the HTML that readers would see."""

    smilies: Sequence[Smiley]
    are_shown: bool
    tried: str
    shown: str


@dataclass(frozen=True, slots=True)
class SmileyPage:
    smiley: Smiley


def smilies_page(actor: Actor, tried: str = "") -> SmiliesPage:
    """One query."""
    permissions.insist_on_administrator(actor)
    shown = rendering.render(tried, options.MARKUP.get()).html if tried else ""
    return SmiliesPage(list(Smiley.objects.all()), options.SMILIES.get(), tried, shown)


def smiley_page(actor: Actor, smiley_id: int) -> SmileyPage:
    permissions.insist_on_administrator(actor)
    found = Smiley.objects.filter(pk=smiley_id).first()
    if found is None:
        raise NotFound
    return SmileyPage(found)
