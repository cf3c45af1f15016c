"""Plain functions that make things for tests, through the same actions as the board itself."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, User
from areopagus.antispam import stamps
from areopagus.boards import actions, structure
from areopagus.boards.models import Category, Forum, ForumPermission, Post, Topic
from areopagus.core.clock import now

PASSWORD = "a long enough passphrase"
P = TypeVar("P")
Role = Group.Role


def calm_form() -> dict[str, str]:
    """What a form of registration holds that has been open for a minute."""
    return {"stamp": stamps.Stamp(int(now().timestamp()) - 60, "").written()}


def make_user(name: str, role: Group.Role = Role.MEMBERS, **fields: Any) -> User:
    fields.setdefault("registered_at", now())
    fields.setdefault("email", f"{name.lower()}@example.org")
    return User.objects.create_user(name, group=with_role(role), **fields)


def make_member(name: str, **fields: Any) -> User:
    """A member whose mail address is verified, as everybody's is who registered here."""
    member = make_user(name, **fields)
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def make_forum(name: str, **fields: Any) -> Forum:
    category = Category.objects.first() or Category.objects.create(name="Voyage")
    return Forum.objects.create(name=name, category=category, **fields)


def forbid(forum: Forum, *roles: Group.Role, **rights: bool | None) -> None:
    for role in roles:
        ForumPermission.objects.create(forum=forum, group=with_role(role), **rights)
    structure.forget()


def preset_groups() -> None:
    """The groups every board has. A test with real commits has emptied their table at its end."""
    if not Group.objects.exists():
        presets = import_module("areopagus.accounts.migrations.0002_preset_groups")
        with connection.schema_editor() as editor:
            presets.create_groups(apps, editor)


def make_places(kind: Callable[..., P]) -> P:
    preset_groups()
    missions, archive = make_forum("Missions"), make_forum("Archive")
    staff_room = make_forum("Staff room")
    plain = (Role.MEMBERS, Role.NEWCOMERS, Role.GUESTS)
    forbid(archive, *plain, may_reply=False, may_start_topics=False)
    forbid(staff_room, *plain, may_read=False)
    return kind(
        missions=missions,
        archive=archive,
        staff_room=staff_room,
        subforum=make_forum("Rovers", parent=missions),
        cellar=make_forum("Cellar", parent=staff_room),
        elsewhere=make_forum("Elsewhere", link="https://example.org/"),
    )


def make_picture(colour: str = "red") -> SimpleUploadedFile:
    """Of one colour, large enough to be made smaller."""
    file = BytesIO()
    Image.new("RGB", (300, 200), colour).save(file, "PNG")
    return SimpleUploadedFile("picture.png", file.getvalue(), "image/png")


def patient(actor: Actor) -> Actor:
    """The same person without a flood interval, fresh from the database."""
    if actor.user is None:
        return actor
    user = User.objects.select_related("group").get(pk=actor.user.pk)
    user.group.post_interval = 0
    return actors.member(user, actor.address)


def make_topic(actor: Actor, forum: Forum, title: str, posts: int = 1) -> Topic:
    actor = patient(actor)
    topic = actions.start_topic(
        actor, forum, actions.Draft(title=title, source=f"{title} The first post.")
    )
    for number in range(2, posts + 1):
        make_post(actor, topic, f"Post number {number}.")
    topic.refresh_from_db()
    return topic


def make_post(actor: Actor, topic: Topic, source: str = "Aye.") -> Post:
    return actions.reply(patient(actor), topic, actions.Draft(source=source))
