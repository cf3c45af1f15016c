"""The link by which a mail ends itself, without signing in."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet

from areopagus.accounts.models import User
from areopagus.boards.models import Forum, ForumSubscription, Topic, TopicSubscription
from areopagus.boards.words import shown_title
from areopagus.core.verdict import NotFound
from areopagus.notifications.models import Notice

SALT = "notifications.unsubscribe"
NAMED = "named"


@dataclass(frozen=True, slots=True)
class UnsubscribePage:
    """What somebody would be told of no more."""

    member: str
    noun: str
    name: str
    is_subscribed: bool


def token_for(notice: Notice) -> str:
    topic = notice.post.topic
    if notice.named:
        return signing.dumps([notice.user_id, NAMED, notice.user_id], salt=SALT)
    what = ("forum", topic.forum_id) if notice.of_forum else ("topic", topic.pk)
    return signing.dumps([notice.user_id, *what], salt=SALT)


def unsubscribe_page(token: str) -> UnsubscribePage:
    """NotFound for a link that was not made here, or when the member or the thing is gone."""
    user_id, noun, pk = _read(token)
    member = User.objects.filter(pk=user_id).values_list("name", flat=True).first()
    if noun == NAMED and member is not None:
        wants = User.objects.filter(pk=user_id, notify_when_named=True).exists()
        return UnsubscribePage(member, NAMED, "", wants)
    name = (
        Topic.objects.filter(pk=pk).values_list("title", flat=True).first()
        if noun == "topic"
        else Forum.objects.filter(pk=pk).values_list("name", flat=True).first()
    )
    if member is None or name is None:
        raise NotFound
    name = shown_title(name) if noun == "topic" else name
    return UnsubscribePage(member, noun, name, _rows(user_id, noun, pk).exists())


@transaction.atomic
def unsubscribe(token: str) -> None:
    """Done twice it is no error."""
    user_id, noun, pk = _read(token)
    if noun == NAMED:
        User.objects.filter(pk=user_id).update(notify_when_named=False)
    else:
        _rows(user_id, noun, pk).delete()


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
