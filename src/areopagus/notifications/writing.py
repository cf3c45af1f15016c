"""Notices as rows: which kind, which channels, counted on the member's own row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from areopagus.accounts.models import User
from areopagus.accounts.notices import Kind
from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.prepared import Prepared, given, given_list
from areopagus.notifications import options, wishes
from areopagus.notifications.channels import BOARD, DAILY, MAIL, NO, NOW, WEEKLY, channels
from areopagus.notifications.counting import AT_ONCE, recount
from areopagus.notifications.models import Notice
from areopagus.notifications.permissions import can_be_mailed

# Who has so many unread is not helped by more.
MOST_UNREAD = 300
# The sooner the mail, the better the reason.
SOONEST = {NOW: 0, DAILY: 1, WEEKLY: 2, NO: 3}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody is to be told of something; `kinds` are the reasons, the most personal first.

    By their keys: `stands_already`, of which an unread notice tells already; `board_only`, told
    quietly; `may_mail`, for which a mail may go out at once.
    """

    user: User
    kinds: Sequence[Kind]
    post: Post | None = None
    subject_id: int | None = None
    stands_already: frozenset[str] = frozenset()
    board_only: frozenset[str] = frozenset()
    may_mail: frozenset[str] | None = None


def write(wanted: Sequence[Wanted]) -> list[Notice]:
    """The new notices of those who have none of it yet, counted and handed to their channels.

    All of `wanted` are of one post or one subject. Members are held one after the other, so that no
    two jobs wait for each other.
    """
    if not wanted:
        return []
    ids = [w.user.pk for w in wanted]
    unread = dict(_HELD.rows(ids=ids))
    told = _told(wanted[0], ids)
    said = wishes.said_by(ids)
    fresh = [w for w in wanted if w.user.pk in unread and w.user.pk not in told]
    drafts = [
        (draft, w)
        for w in fresh
        if (draft := _draft(w, said.get(w.user.pk, {}), unread[w.user.pk])) is not None
    ]
    made = Notice.objects.bulk_create([draft for draft, _ in drafts], batch_size=AT_ONCE)
    recount(notice.user_id for notice in made if notice.on_board)
    _hand_over([w for _, w in drafts], made, said)
    return made


def _told(w: Wanted, user_ids: Collection[int]) -> set[int]:
    """Who of them has a notice of it."""
    if w.post is not None:
        return {user_id for (user_id,) in _TOLD.rows(post=w.post.pk, users=user_ids)}
    of_subject = Notice.objects.filter(kind=w.kinds[0].key, subject_id=w.subject_id)
    return set(of_subject.filter(user__in=user_ids).values_list("user_id", flat=True))


# Prepared, because most posts are somebody's notice.
_TOLD = Prepared(
    lambda: Notice.objects.filter(
        post=given("post", int), user__in=given_list("users", int)
    ).values_list("user_id")
)
_HELD = Prepared(
    lambda: (
        User.objects.select_for_update(no_key=True)
        .filter(pk__in=given_list("ids", int))
        .order_by("pk")
        .values_list("pk", "unread_notices")
    )
)


def _draft(w: Wanted, said: Mapping[str, Mapping[str, str]], unread: int) -> Notice | None:
    kind = min(w.kinds, key=lambda kind: SOONEST[_mail(w, kind, said)])
    mail = _mail(w, kind, said)
    is_new = kind.key not in w.stands_already
    on_board = is_new and unread < MOST_UNREAD and wishes.wish(said, kind, BOARD) != NO
    if not is_new and mail in {DAILY, WEEKLY}:
        mail = NO
    if not (on_board or mail or _others(w, kind, said)):
        return None
    return Notice(
        user=w.user,
        kind=kind.key,
        post=w.post,
        subject_id=w.subject_id,
        made_at=now(),
        on_board=on_board,
        mail=mail,
        ended_at=None if mail else now(),
    )


def _mail(w: Wanted, kind: Kind, said: Mapping[str, Mapping[str, str]]) -> str:
    # Without an address of its own the board can write nothing that leads back to it.
    if kind.key in w.board_only or not (settings.SITE_URL and options.BY_MAIL.get()):
        return NO
    if not can_be_mailed(w.user):
        return NO
    wish = wishes.wish(said, kind, MAIL)
    if wish == NOW and w.may_mail is not None and kind.key not in w.may_mail:
        return NO
    return wish


def _others(w: Wanted, kind: Kind, said: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The keys of the channels beside board and mail that are to bring it."""
    if {kind.key} & (w.board_only | w.stands_already):
        return []
    return [c.key for c in channels() if c.hand_over and wishes.wish(said, kind, c) != NO]


def _hand_over(
    wanted: Sequence[Wanted],
    made: Collection[Notice],
    said: Mapping[int, Mapping[str, Mapping[str, str]]],
) -> None:
    for channel in channels():
        if channel.hand_over is None:
            continue
        for_it = [
            notice
            for w, notice in zip(wanted, made, strict=True)
            if channel.key in _others(w, _kind_of(w, notice), said.get(notice.user_id, {}))
        ]
        if for_it:
            channel.hand_over(for_it)


def _kind_of(w: Wanted, notice: Notice) -> Kind:
    return next(kind for kind in w.kinds if kind.key == notice.kind)
