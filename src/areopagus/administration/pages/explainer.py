"""Why can Max not reply here?"""

from __future__ import annotations

from dataclasses import dataclass

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.names import key_of
from areopagus.administration import permissions
from areopagus.boards.explaining import Deed, Explanation, explain
from areopagus.boards.models import Forum, Topic
from areopagus.core.verdict import Refused


@dataclass(frozen=True, slots=True)
class ExplainerPage:
    """`who` and `where` as they are called."""

    who: str
    deed: Deed
    where: str
    explanation: Explanation


def explainer_page(
    actor: Actor, name: str, deed: Deed, forum_id: int | None, topic_id: int | None
) -> ExplainerPage:
    """Nobody's name is a guest. Of a topic its forum is known. Refused for who or what there is not."""
    permissions.insist_on_administrator(actor)
    who, topic = _who(name), None
    if topic_id is not None:
        topic = Topic.objects.select_related("forum").filter(pk=topic_id).first()
        if topic is None:
            raise Refused(f"There is no topic {topic_id}.")
    forum = topic.forum if topic else Forum.objects.filter(pk=forum_id or 0).first()
    if forum is None:
        raise Refused("Choose a forum, or say a topic.")
    where = f"“{topic.title}” in “{forum.name}”" if topic else f"“{forum.name}”"
    return ExplainerPage(
        who.name if name else "A guest", deed, where, explain(who, deed, forum, topic)
    )


def forums() -> list[tuple[int, str]]:
    return list(
        Forum.objects.order_by("category__position", "position", "pk").values_list("pk", "name")
    )


def _who(name: str) -> Actor:
    if not name:
        return actors.guest()
    member = User.objects.select_related("group").filter(name_key=key_of(name)).first()
    if member is None:
        raise Refused(f"There is no member called {name}.")
    return actors.member(member)
