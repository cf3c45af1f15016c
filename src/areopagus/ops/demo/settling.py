"""The board itself and its people: options, categories, forums, rights, members with their faces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile

from areopagus.accounts import groups, names, rules
from areopagus.accounts import options as account_options
from areopagus.accounts.models import Group, User
from areopagus.boards import options, structure
from areopagus.boards.models import Category, Forum, ForumModerator, ForumPermission
from areopagus.moderation.options import PUBLIC_LOG
from areopagus.ops.demo import avatars, texts
from areopagus.uploads import avatars as uploads

Role = Group.Role
PLAIN = (Role.MEMBERS, Role.NEWCOMERS, Role.GUESTS)
# What those who came before this year had written on the board's earlier software.
EARLIER_BOARD = 2012
# Every third has never bothered to choose a picture.
FACELESS = 3


def set_options(places: dict[str, Any]) -> None:
    options.TITLE.set(places["title"])
    options.DESCRIPTION_HTML.set(places["description"])
    options.ANNOUNCEMENT_HTML.set(places["announcement"].strip())
    account_options.RULES_HTML.set(places["rules"].strip())
    PUBLIC_LOG.set("without names")
    rules.keep_version()


def settle_members(password: str, dice: Random, now: datetime) -> dict[str, User]:
    """All members by name. They share one password, and one digest of it: argon2 takes its time."""
    digest = make_password(password)
    by_role = {group.role: group for group in Group.objects.exclude(role=None)}
    people = [
        _member(row, number, group=by_role[Role(row["group"])], digest=digest, dice=dice, now=now)
        for number, row in enumerate(texts.read("people")["member"], start=1)
    ]
    for person in people:
        if person.pk % FACELESS:
            person.avatar = _face(person)
    User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in people
    )
    return {person.name: person for person in people}


def weights() -> dict[str, int]:
    """How talkative everybody is."""
    return {row["name"]: row["weight"] for row in texts.read("people")["member"]}


def _member(
    row: dict[str, Any], number: int, *, group: Group, digest: str, dice: Random, now: datetime
) -> User:
    registered = _registered(row, dice, now)
    last_seen = now - timedelta(minutes=dice.randint(2, 60 * 24 * 9))
    member = User(
        id=number,
        name=row["name"],
        name_key=names.key_of(row["name"]),
        name_skeleton=names.skeleton_of(row["name"]),
        password=digest,
        email=row.get("email", f"member{number}@example.org"),
        group=group,
        registered_at=registered,
        approved_at=registered,
        registered_from=f"203.0.113.{number}",
        title=row.get("title", ""),
        real_name=row.get("real_name", ""),
        location=row.get("location", ""),
        website=row.get("website", ""),
        signature=row.get("signature", ""),
        last_seen_at=last_seen,
        last_visit_at=last_seen - timedelta(days=1),
    )
    if registered.year < EARLIER_BOARD:
        member.posts_elsewhere = row["weight"] * 611
    if "banned" in row:
        member.banned_at, member.ban_message = now - timedelta(days=20), row["banned"]
    if row.get("dormant"):
        member.last_seen_at = member.last_visit_at = now - timedelta(days=3300)
        member.dormant_at = now - timedelta(days=700)
    return member


def _face(person: User) -> str:
    """From dice of their own, so that a picture more or less moves nobody's words."""
    picture = avatars.draw(Random(person.name))  # noqa: S311 - the same face every time.
    file = SimpleUploadedFile("face.png", picture)
    return uploads.keep(file, account_options.AVATAR_SIZE.get())


def _registered(row: dict[str, Any], dice: Random, now: datetime) -> datetime:
    if "registered_days" in row:
        return now - timedelta(days=row["registered_days"])
    at = time(dice.randint(5, 22), dice.randint(0, 59), dice.randint(0, 59), tzinfo=UTC)
    return datetime.combine(row["registered"], at)


def settle_places(places: dict[str, Any], people: dict[str, User]) -> dict[str, Forum]:
    """All forums by their key in places.toml."""
    forums: dict[str, Forum] = {}
    for position, row in enumerate(places["category"]):
        category = Category.objects.create(id=position + 1, name=row["name"], position=position)
        for place, own in enumerate(row["forum"]):
            forums[own["key"]] = Forum.objects.create(
                id=len(forums) + 1,
                category=category,
                parent=forums.get(own.get("parent")),
                name=own["name"],
                description=own.get("description", ""),
                description_html=own.get("description", ""),
                position=place,
                link=own.get("link", ""),
            )
            ForumPermission.objects.bulk_create(_permissions(own, forums[own["key"]]))
            if "moderator" in own:
                ForumModerator.objects.create(
                    forum=forums[own["key"]], user=people[own["moderator"]]
                )
    structure.forget()
    return forums


def _permissions(row: dict[str, Any], forum: Forum) -> Iterator[ForumPermission]:
    for role in PLAIN:
        rights = ForumPermission(forum=forum, group=groups.with_role(role))
        if row.get("hidden"):
            rights.may_read = False
        elif row.get("read_only"):
            rights.may_reply = rights.may_start_topics = False
        elif row.get("guests_write") and role == Role.GUESTS:
            rights.may_reply = rights.may_start_topics = True
        else:
            continue
        yield rights
