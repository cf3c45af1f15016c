"""The deeds that are done to a choice of topics or posts: what each is called, asks and does.

Each has an address of its own, where it is previewed and done (see `doing`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from areopagus.accounts.actors import Actor
from areopagus.boards import actions
from areopagus.boards.permissions import can_pin_everywhere
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Verdict
from areopagus.moderation.forms import deeds as forms

Noun = Literal["topic", "post"]


@dataclass(frozen=True, slots=True)
class Plan:
    """`do` takes the actor, the chosen ids and what the form says."""

    noun: Noun
    name: str
    label: str
    form: type[forms.DeedForm]
    do: Callable[..., Deed]
    is_dangerous: bool = False
    # For one thing at a time, such as a title.
    is_single: bool = False
    # Where it is not for every moderator: whether it is offered to this one.
    may: Callable[[Actor], Verdict] | None = None

    @property
    def url(self) -> str:
        return f"/moderation/{self.noun}s/{self.name}/"

    @property
    def asks(self) -> bool:
        """Whether it must be told something first, such as where to."""
        return self.form.asks


def _rename(actor: Actor, topic_ids: list[int], title: str, reason: str) -> Deed:
    return actions.rename_topic(actor, topic_ids[0], title, reason)


PLANS = (
    Plan("topic", "lock", "Lock", forms.DeedForm, actions.lock_topics),
    Plan("topic", "unlock", "Unlock", forms.DeedForm, actions.unlock_topics),
    Plan("topic", "pin", "Pin", forms.DeedForm, actions.pin_topics),
    Plan(
        "topic",
        "pin-everywhere",
        "Pin everywhere",
        forms.DeedForm,
        actions.pin_topics_everywhere,
        may=can_pin_everywhere,
    ),
    Plan("topic", "unpin", "Unpin", forms.DeedForm, actions.unpin_topics),
    Plan("topic", "move", "Move", forms.MoveForm, actions.move_topics),
    Plan("topic", "merge", "Merge", forms.MergeForm, actions.merge_topics),
    Plan("topic", "rename", "Rename", forms.RenameForm, _rename, is_single=True),
    Plan("topic", "restore", "Restore", forms.DeedForm, actions.restore_topics),
    Plan("topic", "remove", "Remove", forms.RemoveForm, actions.remove_topics, is_dangerous=True),
    Plan("post", "split", "Split off", forms.SplitForm, actions.split_posts),
    Plan("post", "move", "Move to a topic", forms.MovePostsForm, actions.move_posts),
    Plan("post", "ghost", "Take the name off", forms.GhostForm, actions.give_to_ghost),
    Plan("post", "restore", "Restore", forms.DeedForm, actions.restore_posts),
    Plan("post", "remove", "Remove", forms.RemoveForm, actions.remove_posts, is_dangerous=True),
)


def plans_for(actor: Actor, noun: Noun) -> list[Plan]:
    return [p for p in PLANS if p.noun == noun and (p.may is None or p.may(actor))]
