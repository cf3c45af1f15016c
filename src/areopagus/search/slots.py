"""What this room shows under a topic, and to whoever is about to begin one."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import cast

from django.http import HttpRequest
from markupsafe import Markup

from areopagus.boards.access import sight_of
from areopagus.core.http import Request
from areopagus.core.verdict import Refused
from areopagus.search.pages import similar_topics, topics_like
from areopagus.ui.macros import macro

NEW_TOPIC = re.compile(r"/forums/\d+/topics/")


def who_sees_alike(plain: HttpRequest) -> Hashable:
    return sight_of(cast(Request, plain).actor)


def what_is_begun(plain: HttpRequest) -> Hashable:
    if not NEW_TOPIC.fullmatch(plain.path):
        return None
    return who_sees_alike(plain), plain.POST.get("title", "")


def under_topics(plain: HttpRequest, topic_ids: Sequence[int]) -> Mapping[int, Markup]:
    actor = cast(Request, plain).actor
    found = {pk: similar_topics(actor, pk) for pk in topic_ids}
    show = macro("search/_similar.html", "under_topic")
    return {
        pk: block.piece("", lambda block=block: show(block.data))  # type: ignore[misc]
        for pk, block in found.items()
        if block.data.topics
    }


def before_beginning(plain: HttpRequest, ids: Sequence[int]) -> Mapping[int, Markup]:
    """For a new topic's form: what is there already. A script asks again while the title is written."""
    request = cast(Request, plain)
    if not NEW_TOPIC.fullmatch(request.path):
        return {}
    show = macro("search/_similar.html", "before_beginning")
    try:
        found = topics_like(request.actor, request.POST.get("title", ""))
    except Refused:
        return {}
    return {ids[0]: show(found)}
