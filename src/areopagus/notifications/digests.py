"""Many notices in one mail, once a day or once a week.

Whatever was told before the latest time for it, and stands in none yet, makes the next one: so nothing is
forgotten while the board is down, and nothing told twice. A digest is written, its notices given to it and its job
enqueued in one transaction; sending goes as for one notice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext_lazy, ngettext

from areopagus.accounts import actors
from areopagus.accounts.mail_language import in_language_of
from areopagus.accounts.models import User
from areopagus.accounts.notices import Line, kind_named
from areopagus.core.clock import now
from areopagus.notifications import letters, permissions, sending, wishes
from areopagus.notifications.channels import DAILY, MAIL, NO, WEEKLY
from areopagus.notifications.kinds import OF_POSTS
from areopagus.notifications.lines import lines
from areopagus.notifications.models import Digest, Notice
from areopagus.notifications.quiet import quiet_until
from areopagus.notifications.unsubscribing import digest_token

# On the clock of its reader; the weekly one on Mondays.
HOUR = 8
MOST_LINES = 100
WHY = {
    DAILY: gettext_lazy("You get this daily because you asked to be told of it together."),
    WEEKLY: gettext_lazy("You get this weekly because you asked to be told of it together."),
}


@dataclass(frozen=True, slots=True)
class DigestLetter:
    """`groups` are titles, "" for what has none, with their lines."""

    board: str
    member: str
    site: str
    why: str
    groups: list[tuple[str, list[Line]]]
    more: int
    unsubscribe_url: str
    settings_url: str


def readers() -> list[int]:
    """For whom something waits."""
    waiting = Notice.objects.filter(mail__in=[DAILY, WEEKLY], ended_at=None)
    return sorted(set(waiting.values_list("user_id", flat=True)))


@transaction.atomic
def make(user_id: int) -> list[int]:
    """The digests that are due for this member; nothing while they want quiet."""
    held = User.objects.select_for_update(of=("self",), no_key=True).select_related("group")
    user, at = held.get(pk=user_id), now()
    if quiet_until(user, at) is not None:
        return []
    return [pk for period in (DAILY, WEEKLY) if (pk := _make(user, period, at)) is not None]


def _make(user: User, period: str, at: datetime) -> int | None:
    waiting = Notice.objects.filter(
        user=user, mail=period, ended_at=None, made_at__lt=_latest(user, period, at)
    )
    if not waiting.exists():
        return None
    digest = Digest.objects.create(user=user, period=period, made_at=at)
    # The notice has done its part; whether the mail was sent, the digest says.
    waiting.update(digest=digest, ended_at=at)
    return digest.pk


def _latest(user: User, period: str, at: datetime) -> datetime:
    """The latest time for it that is over."""
    local = at.astimezone(actors.member(user).clock.zone)
    today = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if period == WEEKLY:
        today -= timedelta(days=local.weekday())
    return today if today <= local else today - timedelta(days=7 if period == WEEKLY else 1)


def send(digest_id: int) -> None:
    sending.once(Digest.objects.filter(pk=digest_id), lambda: _letter(digest_id))


def _letter(digest_id: int) -> EmailMessage | None:
    """What is still worth saying; None when all was read or is wanted no more."""
    digest = Digest.objects.select_related("user__group").get(pk=digest_id)
    user = digest.user
    if not permissions.can_be_mailed(user):
        return None
    wanted = _still_wanted(digest)
    with in_language_of(user):
        described = lines(actors.member(user), wanted)
        said = [described[notice.pk] for notice in wanted if notice.pk in described]
        return _compose(digest, said) if said else None


def _still_wanted(digest: Digest) -> list[Notice]:
    said = wishes.said_by([digest.user_id]).get(digest.user_id, {})
    rows = Notice.objects.filter(digest=digest, read_at=None).order_by("pk")
    return [
        notice
        for notice in rows.select_related("user__group", "post__topic__forum")
        if (kind := kind_named(notice.kind)) is not None
        and wishes.wish(said, kind, MAIL) != NO
        and (notice.kind not in OF_POSTS or sending.still_concerns(notice))
    ]


def _compose(digest: Digest, said: list[Line]) -> EmailMessage:
    # Things in the order in which they were first told of.
    place = {key: n for n, key in enumerate(dict.fromkeys(line.under_url for line in said))}
    shown = sorted(said[:MOST_LINES], key=lambda line: place[line.under_url])
    groups = [
        (title, list(some)) for (_, title), some in groupby(shown, lambda x: (x.under_url, x.under))
    ]
    letter = DigestLetter(
        board=letters.board_name(),
        member=digest.user.name,
        site=settings.SITE_URL,
        why=str(WHY[digest.period]),
        groups=groups,
        more=len(said) - len(shown),
        unsubscribe_url=letters.unsubscribe_url(digest_token(digest)),
        settings_url=f"{settings.SITE_URL}{letters.SETTINGS}",
    )
    # All of one member's are one thread.
    thread = letters.own_id(f"digests.{digest.period}.{digest.user_id}")
    headers = {
        **letters.common_headers(letter.unsubscribe_url),
        "Message-ID": letters.own_id(f"digest.{digest.pk}"),
        "References": thread,
        "In-Reply-To": thread,
        "List-Id": letters.own_id(f"digest-{digest.period}").replace("@", "."),
    }
    subject = " ".join(f"[{letter.board}] {_in_brief(said)}".split())
    return letters.mail(digest.user, subject, "digest", letter, headers)


def _in_brief(said: list[Line]) -> str:
    things, topics = len(said), len({line.under_url for line in said if line.under})
    says = ngettext("{count} thing to tell you", "{count} things to tell you", things)
    what = says.format(count=things)
    if not topics:
        return what
    where = ngettext("{what} in {count} topic", "{what} in {count} topics", topics)
    return where.format(what=what, count=topics)
