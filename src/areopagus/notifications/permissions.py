"""Who may be told of what."""

from __future__ import annotations

from areopagus.accounts import actors
from areopagus.accounts.mail_trouble import trouble_of
from areopagus.accounts.models import User
from areopagus.boards.models import Post
from areopagus.boards.permissions import can_see_post
from areopagus.core.verdict import ALLOWED, NotFound, Verdict, denied
from areopagus.notifications.models import Notice


def can_be_told(member: User) -> Verdict:
    """Of anything, anywhere. Wants `group` selected along."""
    if not member.is_active or member.is_shut_out or member.dormant_at:
        return denied("They are not here.")
    return ALLOWED


def can_be_told_of(member: User, post: Post) -> Verdict:
    """Wants `group` and `topic` selected along."""
    if not (may := can_be_told(member)):
        return may
    if member.pk == post.author_id:
        return denied("They wrote it.")
    if not can_see_post(actors.member(member), post):
        return denied("They may not read it.")
    return ALLOWED


def can_be_mailed(member: User) -> Verdict:
    if not member.email:
        return denied("They cannot be written to.")
    if trouble_of(member) is not None:
        return denied("Letters to them come back.")
    return can_be_told(member)


def own_notice(actor: actors.Actor, notice_id: int) -> Notice:
    """On the board. NotFound for everybody else's."""
    mine = Notice.objects.filter(user=actor.user_id, on_board=True, pk=notice_id)
    if actor.is_guest or (notice := mine.first()) is None:
        raise NotFound
    return notice
