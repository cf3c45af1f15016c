"""The link by which a mail ends itself, without signing in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet

from areopagus.accounts.models import User
from areopagus.accounts.notices import Kind, kind_named, kinds
from areopagus.boards.models import Forum, ForumSubscription, Level, Topic, TopicSubscription
from areopagus.boards.words import shown_title
from areopagus.core.verdict import NotFound
from areopagus.notifications import wishes
from areopagus.notifications.channels import MAIL, NO
from areopagus.notifications.kinds import MENTION, QUOTE, REPLY, TOPIC
from areopagus.notifications.models import Digest, Notice

SALT = "notifications.unsubscribe"
KIND = "kind:"
DIGEST = "digest:"
# In mails from before there were kinds.
NAMED = "named"


@dataclass(frozen=True, slots=True)
class UnsubscribePage:
    """What somebody would be told of no more: a topic or forum by its name, or kinds by their words."""

    member: str
    noun: str
    name: str
    is_subscribed: bool


def token_for(notice: Notice) -> str:
    """Of a topic or forum that is watched, else of the kind."""
    if notice.post is not None and notice.kind == REPLY.key:
        return _token(notice.user_id, "topic", notice.post.topic_id)
    if notice.post is not None and notice.kind == TOPIC.key:
        return _token(notice.user_id, "forum", notice.post.topic.forum_id)
    return _token(notice.user_id, f"{KIND}{notice.kind}", notice.user_id)


def digest_token(digest: Digest) -> str:
    """Of all that comes in mails of this period."""
    return _token(digest.user_id, f"{DIGEST}{digest.period}", digest.user_id)


def _token(user_id: int, noun: str, pk: int) -> str:
    return signing.dumps([user_id, noun, pk], salt=SALT)


def unsubscribe_page(token: str) -> UnsubscribePage:
    """NotFound for a link that was not made here, or when the member or the thing is gone."""
    user_id, noun, pk = _read(token)
    member = User.objects.filter(pk=user_id).first()
    if member is None:
        raise NotFound
    said = wishes.said_by([user_id]).get(user_id, {})
    if noun.startswith(DIGEST):
        period = noun.removeprefix(DIGEST)
        return UnsubscribePage(member.name, "digest", period, bool(_in_digest(said, period)))
    if some := _kinds(noun):
        name = " or ".join(kind.label[0].lower() + kind.label[1:] for kind in some)
        wants = any(wishes.wish(said, kind, MAIL) != NO for kind in some)
        return UnsubscribePage(member.name, "kind", name, wants)
    found = (
        Topic.objects.filter(pk=pk).values_list("title", flat=True).first()
        if noun == "topic"
        else Forum.objects.filter(pk=pk).values_list("name", flat=True).first()
    )
    if found is None:
        raise NotFound
    watches = _rows(user_id, noun, pk).filter(level=Level.WATCHED).exists()
    found = shown_title(found) if noun == "topic" else found
    return UnsubscribePage(member.name, noun, found, watches)


@transaction.atomic
def unsubscribe(token: str) -> None:
    """Done twice it is no error. What is watched is only followed then: the board still tells of it."""
    user_id, noun, pk = _read(token)
    ended = _kinds(noun)
    if noun.startswith(DIGEST):
        said = wishes.said_by([user_id]).get(user_id, {})
        ended = _in_digest(said, noun.removeprefix(DIGEST))
    if ended or noun.startswith(DIGEST):
        wishes.change(user_id, {kind.key: {MAIL.key: NO} for kind in ended})
    else:
        _rows(user_id, noun, pk).filter(level=Level.WATCHED).update(level=Level.FOLLOWED)


def _in_digest(said: Mapping[str, Mapping[str, str]], period: str) -> list[Kind]:
    return [kind for kind in kinds() if wishes.wish(said, kind, MAIL) == period]


def _kinds(noun: str) -> list[Kind]:
    if noun == NAMED:
        return [MENTION, QUOTE]
    kind = kind_named(noun.removeprefix(KIND)) if noun.startswith(KIND) else None
    return [kind] if kind is not None else []


def _rows(
    user_id: int, noun: str, pk: int
) -> QuerySet[TopicSubscription] | QuerySet[ForumSubscription]:
    if noun == "topic":
        return TopicSubscription.objects.filter(user=user_id, topic=pk)
    return ForumSubscription.objects.filter(user=user_id, forum=pk)


def _read(token: str) -> tuple[int, str, int]:
    try:
        user_id, noun, pk = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotFound from error
    return int(user_id), str(noun), int(pk)
