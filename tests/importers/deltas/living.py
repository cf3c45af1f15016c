"""People who try the new board while the old one goes on: what they did must stand for ever."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from areopagus.accounts import actors
from areopagus.accounts.actions.profile import save_profile
from areopagus.accounts.models import Group, User
from areopagus.administration.actions.forums import change_forum
from areopagus.administration.actions.members import ban as ban_member
from areopagus.administration.actions.options import save_options
from areopagus.boards.actions import (
    Draft,
    delete_post,
    edit_post,
    reply,
    start_topic,
    subscribe_to_forum,
    unsubscribe_from_topic,
)
from areopagus.boards.models import Forum, ForumSubscription, Post, Topic, TopicSubscription
from areopagus.boards.options import TITLE
from areopagus.core.clock import now

ADA, MAX = 2, 3


class Life:
    """`stands` asks anew what somebody did, by what it is called; `did` is what it was."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - nobody's secret.
        self.times = 0
        self.did: dict[str, Any] = {}
        self._asked: dict[str, Callable[[], Any]] = {}

    def live(self, deeds: int) -> None:
        Group.objects.filter(role=Group.Role.ADMINISTRATORS).update(post_interval=0)
        # Whoever does anything has signed in before.
        User.objects.update(last_login=now())
        for _ in range(deeds):
            self.times += 1
            self.chance.choice(DEEDS)(self)

    def note(self, name: str, ask: Callable[[], Any]) -> None:
        self._asked[name] = ask
        self.did[name] = ask()

    def stands(self) -> dict[str, Any]:
        return {name: ask() for name, ask in self._asked.items()}

    @property
    def ada(self) -> actors.Actor:
        return actors.member(User.objects.select_related("group").get(pk=ADA))

    def text(self) -> str:
        return f"Written here, {self.times}"

    def one(self, rows: Any) -> Any:
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        return rows.get(pk=self.chance.choice(ids)) if ids else None


def _topics() -> Any:
    return Topic.objects.filter(removed_at=None, is_stub=False, forum__link="")


def _note_post(life: Life, post: Post) -> None:
    rows = Post.objects.filter(pk=post.pk)
    life.note(
        f"post {post.pk}", lambda: rows.values("source", "html", "removed_at", "author").get()
    )


def answer(life: Life) -> None:
    topic = life.one(_topics())
    if topic is not None:
        post = reply(life.ada, topic, Draft(life.text()))
        _note_post(life, post)
        life.note(
            f"number {post.pk}", lambda: Post.objects.values("topic", "number").get(pk=post.pk)
        )


def begin(life: Life) -> None:
    topic = start_topic(
        life.ada, life.one(Forum.objects.filter(link="")), Draft(life.text(), title=life.text())
    )
    life.note(
        f"topic {topic.pk}", lambda: Topic.objects.values("title", "removed_at").get(pk=topic.pk)
    )


def edit(life: Life) -> None:
    post = life.one(Post.objects.filter(removed_at=None, topic__in=_topics()))
    if post is not None:
        edit_post(life.ada, post, life.text(), "bbcode")
        _note_post(life, post)


def remove(life: Life) -> None:
    post = life.one(Post.objects.filter(removed_at=None, topic__in=_topics(), number__gt=1))
    if post is not None:
        delete_post(life.ada, post, "Not nice")
        rows = Post.objects.filter(pk=post.pk)
        life.note(f"post {post.pk}", lambda: rows.values("removed_at", "removal_reason").get())


def settle_in(life: Life) -> None:
    save_profile(User.objects.get(pk=MAX), {"location": life.text()})
    life.note("location", lambda: User.objects.get(pk=MAX).location)


def take_password(life: Life) -> None:
    member = User.objects.get(pk=MAX)
    member.set_password(life.text())
    member.save()
    life.note("password", lambda: User.objects.get(pk=MAX).password)


def rename_forum(life: Life) -> None:
    forum = life.one(Forum.objects.all())
    change_forum(life.ada, forum.pk, {"name": life.text()})
    life.note(f"forum {forum.pk}", lambda: Forum.objects.get(pk=forum.pk).name)


def rename_board(life: Life) -> None:
    save_options(life.ada, {TITLE.key: life.text()})
    life.note("title", TITLE.get)


def register(life: Life) -> None:
    group = Group.objects.get(role=Group.Role.MEMBERS)
    member = User.objects.create_user(
        f"Member{life.chance.randint(3, 12)}x{life.times}", "own@example.org", "secret words",
        group=group, registered_at="2026-01-01T00:00Z",
    )  # fmt: skip
    life.note(
        f"member {member.pk}", lambda: User.objects.values("name", "name_key").get(pk=member.pk)
    )


def ban(life: Life) -> None:
    member = life.one(User.objects.filter(group__role=Group.Role.MEMBERS, banned_at=None))
    if member is not None:
        ban_member(life.ada, member.pk, life.text())
        life.note(
            f"ban {member.pk}",
            lambda: User.objects.values("banned_at", "ban_message").get(pk=member.pk),
        )


def follow(life: Life) -> None:
    forum = life.one(Forum.objects.exclude(subscriptions__user=ADA))
    if forum is None:
        return
    subscribe_to_forum(life.ada, forum)
    life.note(
        f"follows {forum.pk}", ForumSubscription.objects.filter(user=ADA, forum=forum.pk).exists
    )


def leave(life: Life) -> None:
    row = life.one(TopicSubscription.objects.all())
    if row is not None:
        user = actors.member(User.objects.select_related("group").get(pk=row.user_id))
        unsubscribe_from_topic(user, row.topic)
        rows = TopicSubscription.objects.filter(user=row.user_id, topic=row.topic_id)
        life.note(f"left {row.user_id} {row.topic_id}", rows.exists)


DEEDS = (
    answer, answer, begin, edit, edit, remove, settle_in, take_password, rename_forum, rename_board,
    register, ban, follow, leave,
)  # fmt: skip
