"""What groups may do in one forum, and who looks after it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.accounts.names import key_of
from areopagus.administration import permissions
from areopagus.boards import structure
from areopagus.boards.models import Forum, ForumModerator, ForumPermission
from areopagus.core.verdict import NotFound, Refused

RIGHTS = ("may_read", "may_reply", "may_start_topics")


@transaction.atomic
def set_rights(actor: Actor, forum_id: int, changes: Mapping[tuple[int, str], bool | None]) -> None:
    """`changes` are by group and right; None is "as the group". A row is kept only where it differs."""
    permissions.insist_on_administrator(actor)
    forum = _locked(forum_id)
    wanted = {group_id for group_id, _ in changes}
    # Held, so that a group cannot be removed meanwhile.
    groups = Group.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    stored = {row.group_id: row for row in ForumPermission.objects.filter(forum=forum)}
    rows = {g.pk: stored.get(g.pk) or ForumPermission(forum=forum, group=g) for g in groups}
    for (group_id, right), answer in changes.items():
        if group_id in rows and right in RIGHTS:
            setattr(rows[group_id], right, answer)
    same = {pk for pk, row in rows.items() if all(getattr(row, r) is None for r in RIGHTS)}
    ForumPermission.objects.filter(forum=forum, group__in=same).delete()
    ForumPermission.objects.bulk_create(
        [row for pk, row in rows.items() if pk not in same and row.pk is None]
    )
    ForumPermission.objects.bulk_update(
        [row for pk, row in rows.items() if pk not in same and pk in stored], RIGHTS
    )
    structure.forget()


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
    ForumModerator.objects.get_or_create(forum=forum, user=member)
    structure.forget()
    return member


@transaction.atomic
def dismiss_moderator(actor: Actor, forum_id: int, user_id: int) -> None:
    """Dismissing somebody twice changes nothing."""
    permissions.insist_on_administrator(actor)
    ForumModerator.objects.filter(forum=_locked(forum_id), user=user_id).delete()
    structure.forget()


def _locked(forum_id: int) -> Forum:
    forum = Forum.objects.select_for_update().filter(pk=forum_id).first()
    if forum is None:
        raise NotFound
    return forum
