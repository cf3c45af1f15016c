"""The name of a member stands beside everything they wrote, so that no list has to ask who they are."""

from __future__ import annotations

from areopagus.accounts.models import User
from areopagus.boards.models import HeldWriting, Post, Topic


def carry_name(member: User, was: str) -> None:
    """Only where it was this name: what an old board showed under another one stays so. The member is held."""
    for model in (Topic, Post, HeldWriting):
        theirs = model._base_manager.filter(author=member, author_name=was)
        # Held in the order in which every deed holds them.
        held = theirs.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)
        if list(held):
            theirs.update(author_name=member.name)
