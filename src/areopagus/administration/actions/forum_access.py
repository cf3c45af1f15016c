"""What groups may do in one forum, and who looks after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.accounts.names import key_of
from areopagus.administration import deeds, permissions
from areopagus.administration.deeds import administering
from areopagus.boards.models import Forum, ForumModerator, ForumPermission
from areopagus.core.ledger.kinds import Kind
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused

# More groups or forums than this are not named.
MANY = 4
RIGHTS = ("may_read", "may_reply", "may_start_topics")


@transaction.atomic
def set_rights(
    actor: Actor,
    forum_id: int,
    changes: Mapping[tuple[int, str], bool | None],
    reason: str = "",
) -> None:
    """`changes` are by group and right; None is "as the group". A row is kept only where it differs."""
    permissions.insist_on_administrator(actor)
    # Held, so that a group cannot be removed meanwhile; groups before forums, as everywhere.
    wanted = {group_id for group_id, _ in changes}
    groups = list(Group.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    forum = _locked(forum_id)
    held = ForumPermission.objects.select_for_update(no_key=True).filter(forum=forum)
    stored = {row.group_id: row for row in held.order_by("pk")}
    named = " and ".join(str(group) for group in groups) if len(groups) < MANY else "many groups"
    details = {"forum": forum.name, "groups": named}
    with administering(actor, deeds.RIGHTS_SET, reason, **details) as deed:
        for group in groups:
            said = {r: a for (pk, r), a in changes.items() if pk == group.pk and r in RIGHTS}
            _set_rights(
                deed, stored.get(group.pk) or ForumPermission(forum=forum, group=group), said
            )
        deed.concerns(forum=[forum.pk], group=wanted)


@transaction.atomic
def set_rights_of_group(
    actor: Actor,
    group_id: int,
    changes: Mapping[tuple[int, str], bool | None],
    reason: str = "",
) -> None:
    """The same for one group in many forums: `changes` are by forum and right."""
    permissions.insist_on_administrator(actor)
    group = Group.objects.select_for_update(no_key=True).filter(pk=group_id).first()
    if group is None or group.is_administrators:
        raise NotFound
    wanted = {forum_id for forum_id, _ in changes}
    forums = list(Forum.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    held = ForumPermission.objects.select_for_update(no_key=True).filter(group=group)
    stored = {row.forum_id: row for row in held.order_by("pk")}
    named = " and ".join(f"“{forum}”" for forum in forums)
    details = {
        "group": group.name,
        "forums": named if len(forums) < MANY else f"{len(forums)} forums",
    }
    with administering(actor, deeds.RIGHTS_OF_GROUP_SET, reason, **details) as deed:
        for forum in forums:
            said = {r: a for (pk, r), a in changes.items() if pk == forum.pk and r in RIGHTS}
            row = stored.get(forum.pk) or ForumPermission(forum=forum, group=group)
            _set_rights(deed, row, said)
        deed.concerns(forum=wanted, group=[group.pk])


def _set_rights(deed: Deed, row: ForumPermission, said: Mapping[str, bool | None]) -> None:
    rights = {right: said.get(right, getattr(row, right)) for right in RIGHTS}
    differs = any(answer is not None for answer in rights.values())
    if row.pk is not None and differs:
        deed.change(row, **rights)
    elif row.pk is not None:
        deed.take(row)
    elif differs:
        made = ForumPermission.objects.create(forum=row.forum, group=row.group, **rights)
        deed.made(made)


@transaction.atomic
def appoint_moderator(actor: Actor, forum_id: int, name: str) -> User:
    permissions.insist_on_administrator(actor)
    forum = _locked(forum_id)
    member = User.objects.select_related("group").filter(name_key=key_of(name)).first()
    if member is None:
        raise Refused(f"Nobody here is called “{name}”.")
    if member.group.is_administrators:
        raise Refused(f"{member} is an administrator and moderates everywhere already.")
    if not member.group.is_moderator:
        raise Refused(
            f"{member} is in the group {member.group}, which does not moderate. Move them to a "
            "moderators' group first."
        )
    with _concerning(actor, deeds.MODERATOR_APPOINTED, forum, member) as deed:
        row, is_new = ForumModerator.objects.get_or_create(forum=forum, user=member)
        if is_new:
            deed.made(row)
    return member


@transaction.atomic
def dismiss_moderator(actor: Actor, forum_id: int, user_id: int, reason: str = "") -> None:
    """Dismissing somebody twice changes nothing."""
    permissions.insist_on_administrator(actor)
    forum = _locked(forum_id)
    listed = forum.moderators.select_for_update(of=("self",), no_key=True)
    row = listed.select_related("user").filter(user=user_id).first()
    if row is not None:
        with _concerning(actor, deeds.MODERATOR_DISMISSED, forum, row.user, reason) as deed:
            deed.take(row)


@contextmanager
def _concerning(
    actor: Actor, kind: Kind, forum: Forum, member: User, reason: str = ""
) -> Iterator[Deed]:
    with administering(actor, kind, reason, forum=forum.name, member=member.name) as deed:
        deed.concerns(forum=[forum.pk], member=[member.pk])
        yield deed


def _locked(forum_id: int) -> Forum:
    forum = Forum.objects.select_for_update(no_key=True).filter(pk=forum_id).first()
    if forum is None:
        raise NotFound
    return forum
