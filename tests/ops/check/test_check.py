"""Each fact the board keeps is damaged in turn; the check must see it, name it and mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from areopagus.accounts.models import Group, User
from areopagus.boards.models import Forum, Ghost, Topic
from areopagus.core.clock import now
from tests.ops.check.conftest import Said

Damage = Callable[[Topic], Any]


def topics(topic: Topic, **changes: Any) -> None:
    Topic.objects.filter(pk=topic.pk).update(**changes)


def forums(topic: Topic, **changes: Any) -> None:
    Forum.objects.filter(pk=topic.forum_id).update(**changes)


def authors(topic: Topic, **changes: Any) -> None:
    User.objects.filter(topics=topic).update(**changes)


def posts(topic: Topic, **changes: Any) -> None:
    topic.posts.filter(number=3).update(**changes)


def stubs(topic: Topic, **changes: Any) -> None:
    Topic.objects.filter(is_stub=True).update(**changes)


def ghost(**fields: Any) -> Ghost:
    return Ghost.objects.create(id=1, name="Olga", name_key="olga", origin="guest", **fields)


MENDABLE: dict[str, tuple[Damage, str]] = {
    "posts of a topic": (
        lambda t: topics(t, post_count=7),
        '"Who lands first?": post_count is 7, should be 4',
    ),
    "last number": (lambda t: topics(t, last_number=9), "last_number is 9, should be 5"),
    "first post": (lambda t: topics(t, first_post=None), "first_post is empty, should be"),
    "last post": (
        lambda t: topics(t, last_post=t.posts.get(number=5)),
        "last_post is",
    ),
    "time of the last post": (
        lambda t: topics(t, last_post_at=F("last_post_at") + timedelta(seconds=1)),
        "last_post_at is",
    ),
    "topics of a forum": (lambda t: forums(t, topic_count=0), "topic_count is 0, should be 1"),
    "posts of a forum": (lambda t: forums(t, post_count=1), "post_count is 1, should be 4"),
    "last post of a forum": (lambda t: forums(t, last_post=None), "last_post is empty, should be"),
    "posts of a member": (
        lambda t: authors(t, post_count=2),
        '"Max": post_count is 2, should be 5',
    ),
    "earlier posts of a member": (
        lambda t: authors(t, posts_elsewhere=100),
        "post_count is 5, should be 105",
    ),
    "last post of a member": (lambda t: authors(t, last_post_at=None), "last_post_at is empty"),
    "a bell": (lambda t: authors(t, unread_notices=3), "unread_notices is 3, should be 0"),
    "a post removed behind the counters": (
        lambda t: posts(t, removed_at=now()),
        "post_count is 4, should be 3",
    ),
    "a topic removed behind the counters": (
        lambda t: topics(t, removed_at=now()),
        '"Missions": topic_count is 1, should be 0',
    ),
    "a stub that counts": (lambda t: stubs(t, post_count=2), "post_count is 2, should be 0"),
    "a stub without its mark": (
        lambda t: stubs(t, is_stub=False),
        "leads to another topic but is not marked as a stub",
    ),
    "an author who is not there": (lambda t: posts(t, author=987_654), "author is user 987654"),
    "an author who is nobody": (
        lambda t: posts(t, author=None),
        "belongs to no member and to no ghost author",
    ),
    "two authors": (
        lambda t: posts(t, ghost=ghost(post_count=1)),
        "belongs to a member and to a ghost author",
    ),
    "posts of a ghost author": (
        lambda _: ghost(post_count=3),
        'ghost author 1 "Olga": post_count is 3, should be 0',
    ),
    "old HTML": (
        lambda t: posts(t, html="<p>As it was.</p>", html_version=0),
        "1 posts hold HTML of an older renderer (version 0 and up",
    ),
    "key of a name": (lambda t: authors(t, name_key="mox"), 'name_key is "mox", should be "max"'),
    "skeleton of a name": (lambda t: authors(t, name_skeleton="mox"), 'name_skeleton is "mox"'),
    "a group that is gone": (
        lambda _: Group.objects.filter(role="newcomers").update(role=None),
        'group "newcomers": every board needs it',
    ),
}


def test_a_healthy_board_has_no_differences(talk: Topic, said: Said) -> None:
    code, out = said()
    assert code == 0
    assert out.startswith("No differences in ")
    assert len(out.splitlines()) == 1


@pytest.mark.parametrize("damaged", MENDABLE)
def test_damage_is_found_and_mended(damaged: str, talk: Topic, said: Said) -> None:
    damage, expected = MENDABLE[damaged]
    damage(talk)

    code, out = said()
    assert code == 1
    assert expected in out
    assert out.splitlines()[-1].endswith("Run it again with --repair to mend them.")

    code, out = said(repair=True)
    assert code == 0, out
    assert expected in out
    assert "\nmended " in out
    assert said()[0] == 0
