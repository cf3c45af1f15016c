"""What becomes of writings that wait: approved and shown, or rejected with a reason; or withdrawn by who wrote them.

An approved one is published as its author's, with the number and the time of that moment. The post is
made as one that is removed, and the deed lifts that: so undoing the approval takes it from view, and
whatever has grown on it stays whole.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import deeds, events, permissions, waiting
from areopagus.boards.actions.drafts import Draft, Words, checked_words, tidy_title
from areopagus.boards.actions.posting import publish_reply, publish_topic
from areopagus.boards.actions.selecting import concern_posts
from areopagus.boards.judging import Outcome, Writing, verdicts_on
from areopagus.boards.models import HeldWriting, Post, PostRevision, Topic
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.ledger import recording
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused, Verdict

Kind, Decision = HeldWriting.Kind, HeldWriting.Decision
TAKEN_BACK = "A moderator looks at this first."


def approve(
    actor: Actor, held_id: int, source: str | None = None, *, seen: str | None = None
) -> Deed:
    """Publishes it, in the words of `source` when a moderator has mended them. Refused says what stands in the way.

    `seen` is the digest of what the moderator had before them.
    """
    held = _find(actor, held_id)
    text = held.source if source is None else source
    # Rendering takes its time: before the transaction, in which others wait.
    words = checked_words(_writer(held), text, held.markup, with_smilies=held.with_smilies)
    return _approve(actor, held_id, words, held.digest if seen is None else seen)


@transaction.atomic
def _approve(actor: Actor, held_id: int, words: Words, seen: str) -> Deed:
    held = _hold(actor, held_id)
    if held.author is not None and not held.author.is_active:
        # Who leaves for good is erased piece by piece; what came after a piece would keep their name.
        raise Refused(f"{held.author_name} is no member any more. Reject it.")
    if held.digest != seen:
        raise Refused(f"{held.author_name} has changed it meanwhile. Look at it again.")
    with recording.batch(actor, deeds.WRITING_APPROVED) as deed:
        deed.details = {"writing": _called(held)}
        _concern(deed, held)
        if held.kind == Kind.EDIT:
            _apply(deed, held, words)
        else:
            _show(deed, held, words)
        deed.change(held, source=words.source, **_decided(actor, Decision.APPROVED))
        announce(events.WritingApproved(held.pk))
    return deed


@transaction.atomic
def reject(actor: Actor, held_id: int, reason: str) -> Deed:
    """It is not shown; its writer reads the reason."""
    held = _hold(actor, held_id)
    if not reason.strip():
        raise Refused("Say why, in a few words: the writer reads them.")
    with recording.batch(actor, deeds.WRITING_REJECTED, reason.strip()) as deed:
        deed.details = {"writing": _called(held)}
        _concern(deed, held)
        values = _decided(actor, Decision.REJECTED) | {"answer": reason.strip()[:500]}
        deed.change(held, **values)
        announce(events.WritingRejected(held.pk))
    return deed


@transaction.atomic
def withdraw(actor: Actor, held_id: int) -> None:
    """Its writer does not want it any more."""
    held = _hold_own(actor, held_id)
    held.decided_at, held.decision = now(), Decision.WITHDRAWN
    held.save(update_fields=["decided_at", "decision"])
    waiting.forget()


def change_held(actor: Actor, held_id: int, source: str) -> None:
    """Other words, which wait as those before."""
    held = _own(actor).filter(pk=held_id).first()
    if held is None:
        raise NotFound
    words = checked_words(actor, source, held.markup, with_smilies=held.with_smilies)
    verdicts = verdicts_on(
        Writing(
            actor,
            held.kind,
            held.forum_id,
            words.source,
            held.markup,
            words.made,
            title=held.title,
            earlier=held.earlier,
            topic_id=held.topic_id,
            post_id=held.post_id,
        )
    )
    if verdicts.outcome == Outcome.REFUSE:
        raise Refused(verdicts.reason)
    with transaction.atomic():
        held = _hold_own(actor, held_id)
        held.source = words.source
        # It waits for what it was held for as long as nothing else is said of it.
        held.judgements = verdicts.as_data() or held.judgements
        held.save(update_fields=["source", "judgements"])


def _find(actor: Actor, held_id: int) -> HeldWriting:
    held = permissions.visible_held(actor).filter(pk=held_id).first()
    if held is None:
        raise NotFound
    return held


def _hold(actor: Actor, held_id: int) -> HeldWriting:
    """Locked author, topic, held writing, in this order as everywhere. Refused says who was faster."""
    found = _find(actor, held_id)
    if found.author_id is not None:
        User.objects.select_for_update(no_key=True).get(pk=found.author_id)
    if found.topic_id is not None:
        Topic.objects.select_for_update(no_key=True).get(pk=found.topic_id)
    held = (
        HeldWriting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("author__group", "forum", "topic__forum", "post")
        .get(pk=held_id)
    )
    if held.decided_at is not None:
        who = held.decided_by_name or held.author_name
        raise Refused(f"{who} was faster: it is {held.get_decision_display()}.")
    return held


def _own(actor: Actor) -> QuerySet[HeldWriting]:
    if actor.user_id is None:
        raise Refused("Sign in to see what you have written.")
    return HeldWriting.objects.filter(author=actor.user_id, decided_at=None)


def _hold_own(actor: Actor, held_id: int) -> HeldWriting:
    held = _own(actor).select_for_update(no_key=True).filter(pk=held_id).first()
    if held is None:
        raise Refused("It does not wait any more.")
    return held


def _writer(held: HeldWriting) -> Actor:
    if held.author is None:
        return actors.guest(held.author_address)
    return actors.member(held.author, held.author_address)


def _show(deed: Deed, held: HeldWriting, words: Words) -> None:
    post = held.post
    if post is None:
        post = _publish(held, words)
        hidden: Post | Topic = post.topic if held.kind == Kind.TOPIC else post
        hidden.removed_at, hidden.removal_reason = now(), TAKEN_BACK
        hidden.save(update_fields=["removed_at", "removal_reason"])
        held.post, held.topic = post, post.topic
        held.save(update_fields=["post", "topic"])
    concern_posts(deed, [post])
    if held.kind == Kind.TOPIC:
        deed.change(post.topic, removed_at=None, removal_reason="")
    else:
        _insist_on_topic(post.topic)
        deed.change(post, removed_at=None, removal_reason="")
    deed.change(post, source=words.source)


def _publish(held: HeldWriting, words: Words) -> Post:
    """As its author's, and with their rights as they are now."""
    writer = _writer(held)
    draft = Draft(
        words.source,
        held.markup,
        title=held.title,
        with_smilies=held.with_smilies,
        subscribe=held.subscribe,
        guest_name=held.author_name,
        guest_mail=held.author_mail,
    )
    if held.author is not None and held.author.is_shut_out:
        raise Refused(f"{held.author_name} is shut out by now. Reject it, or let them in first.")
    if held.kind == Kind.TOPIC:
        _insist(held, permissions.can_start_topic(writer, held.forum))
        return publish_topic(writer, held.forum, draft, words)
    topic = _insist_on_topic(held.topic)
    _insist(held, permissions.can_reply(writer, topic))
    return publish_reply(writer, topic, draft, words)


def _insist(held: HeldWriting, verdict: Verdict) -> None:
    if not verdict:
        raise Refused(f"{held.author_name} could not write this now: {verdict.reason}")


def _insist_on_topic(topic: Topic | None) -> Topic:
    if topic is None or topic.removed_at is not None:
        raise Refused("The topic was removed. Restore it first, or reject this.")
    return topic


def _apply(deed: Deed, held: HeldWriting, words: Words) -> None:
    """An edit: the text that stood there becomes a revision."""
    if held.post is None or held.topic is None:
        raise Refused("The post is not there any more. Reject this.")
    post = Post.objects.select_for_update(no_key=True).get(pk=held.post_id)
    post.topic = held.topic
    if post.removed_at is not None:
        raise Refused("The post was removed. Restore it first, or reject this.")
    if post.source != held.earlier:
        raise Refused(
            "The post was changed since this edit was written; approving it would undo that. Reject it, or edit the post."
        )
    renames = bool(held.title) and post.number == 1
    revision = PostRevision.objects.create(
        post=post,
        source=post.source,
        markup=post.markup,
        title=post.topic.title if renames else "",
        edited_at=now(),
        edited_by_id=held.author_id,
        edited_by_name=held.author_name,
        reason=held.edit_reason,
    )
    deed.made(revision)
    concern_posts(deed, [post])
    deed.change(
        post,
        source=words.source,
        markup=held.markup,
        with_smilies=held.with_smilies,
        edited_at=now(),
        edited_by_name=held.author_name,
        edit_reason=held.edit_reason,
    )
    if renames:
        stubs = list(post.topic.stubs.select_for_update(no_key=True).order_by("pk"))
        deed.change(post.topic, *stubs, title=tidy_title(held.title))
    announce(events.PostEdited(post.pk, post.topic_id, post.topic.forum_id))


def _decided(actor: Actor, decision: HeldWriting.Decision) -> dict[str, Any]:
    return {"decided_at": now(), "decision": decision, "decided_by_name": actor.name}


def _concern(deed: Deed, held: HeldWriting) -> None:
    deed.concerns(
        forum=[held.forum_id, held.topic.forum_id if held.topic else None],
        topic=[held.topic_id],
        member=[held.author_id],
    )


def _called(held: HeldWriting) -> str:
    where = f" in “{held.where}”" if held.where else ""
    return f"the {held.get_kind_display()} by {held.author_name}{where}"
