"""What waits for a moderator: taken, but no post yet. It has gone through all that a post goes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.boards import events, permissions, waiting
from areopagus.boards.actions.drafts import Draft, Words, checked_title
from areopagus.boards.actions.writers import (
    author_name,
    insist_on_patience,
    last_held_at,
    lock_author,
)
from areopagus.boards.judging import Outcome, Verdicts, Writing, verdicts_on
from areopagus.boards.models import Forum, HeldWriting, Post, Topic
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.verdict import Refused

Kind = HeldWriting.Kind
MOST_WAITING = 20


class WaitsForApproval(Exception):
    """No refusal: the writing is taken, and a moderator looks at it first. Its message says why."""

    def __init__(self, held: HeldWriting) -> None:
        super().__init__(held.reason)
        self.held = held


def judged(writing: Writing, hold: Callable[[], HeldWriting]) -> Verdicts:
    """What the judges say of it. Refused, or WaitsForApproval when it was held by `hold`.

    It may take as long as the words are many: do it before the transaction, in which others wait.
    """
    verdicts = verdicts_on(writing)
    if verdicts.outcome == Outcome.REFUSE:
        raise Refused(verdicts.reason)
    if verdicts.outcome == Outcome.HOLD:
        _keep(writing, hold, verdicts)
    return verdicts


@transaction.atomic
def _hold(writing: Writing, hold: Callable[[], HeldWriting], verdicts: Verdicts) -> HeldWriting:
    last = lock_author(writing.actor)
    held = hold()
    if held.submission is not None and (
        sent := HeldWriting.objects.filter(
            submission=held.submission, author=writing.actor.user_id
        ).first()
    ):
        return sent
    if held.pk is not None:
        # It waits already, and whom that concerns has been told.
        held.judgements = verdicts.as_data()
        held.save()
        return held
    _insist_on_room(writing.actor)
    if held.kind != Kind.EDIT:
        # As for what is published: between two edits nobody has to wait.
        insist_on_patience(writing.actor, last)
        insist_on_patience(writing.actor, last_held_at(writing.actor))
    held.judgements, held.held_at = verdicts.as_data(), now()
    held.save()
    waiting.forget()
    announce(events.WritingHeld(held.pk))
    return held


def _keep(writing: Writing, hold: Callable[[], HeldWriting], verdicts: Verdicts) -> NoReturn:
    # Only when the transaction has ended: an exception would undo it.
    raise WaitsForApproval(_hold(writing, hold, verdicts))


def hold_topic(actor: Actor, forum: Forum, draft: Draft, words: Words) -> HeldWriting:
    """As it would be kept. Refused when it could not be published either."""
    permissions.can_start_topic(actor, forum).insist()
    return _held(actor, Kind.TOPIC, draft, words, forum=forum, title=checked_title(draft.title))


def hold_reply(actor: Actor, topic: Topic, draft: Draft, words: Words) -> HeldWriting:
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    permissions.can_see_topic(actor, topic).insist()
    permissions.can_reply(actor, topic).insist()
    return _held(actor, Kind.REPLY, draft, words, forum=topic.forum, topic=topic)


def hold_edit(actor: Actor, post: Post, draft: Draft, words: Words, *, reason: str) -> HeldWriting:
    """The earlier text stays until a moderator has approved the new one."""
    held = _held(actor, Kind.EDIT, draft, words, forum=post.topic.forum, topic=post.topic)
    held.post, held.title, held.edit_reason = post, draft.title, reason
    held.earlier = post.source
    _take_place(held)
    return held


def _take_place(held: HeldWriting) -> None:
    """Of an edit of theirs that waits already: when that were approved, this one could not be.

    It is the same row, so that whoever edits again and again fills no queue. Its digest is another one.
    """
    earlier = (
        HeldWriting.objects.select_for_update(no_key=True)
        .filter(kind=Kind.EDIT, post=held.post, author=held.author_id, decided_at=None)
        .order_by("-pk")
    )
    if one := earlier.first():
        held.pk, held.held_at = one.pk, one.held_at
        # More than one only where a decision was undone.
        withdrawn = earlier.exclude(pk=one.pk)
        withdrawn.update(decided_at=now(), decision=HeldWriting.Decision.WITHDRAWN)
        waiting.forget()


def _held(actor: Actor, kind: Kind, draft: Draft, words: Words, **where: Any) -> HeldWriting:
    return HeldWriting(
        kind=kind,
        author_id=actor.user_id,
        author_name=author_name(actor, draft),
        author_mail=draft.guest_mail if actor.is_guest else "",
        author_address=actor.address,
        source=words.source,
        markup=draft.dialect,
        with_smilies=draft.with_smilies,
        subscribe=draft.subscribe,
        submission=draft.submission,
        **where,
    )


def _insist_on_room(actor: Actor) -> None:
    mine = HeldWriting.objects.filter(author=actor.user_id, decided_at=None)
    if actor.user_id is None:
        mine = mine.filter(author_address=actor.address)
    if mine.count() >= MOST_WAITING:
        raise Refused(
            f"{MOST_WAITING} of your texts wait for a moderator; please wait until they were looked at."
        )
