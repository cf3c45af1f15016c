"""Members who read, and of which kind each is: all of one kind are shown the same, but for their own parts.

The pages of a kind are made for its *stand-in*: a member who is nobody, with the group and the preferences
of the kind, and holes for all that is somebody's own (`core.sharing`).
"""

from __future__ import annotations

import secrets
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from markupsafe import escape

from areopagus.accounts import actors, bans, client_address, presence
from areopagus.accounts.actors import Actor
from areopagus.accounts.member_rows import GROUP_FIELDS
from areopagus.accounts.models import User
from areopagus.accounts.sessions import Row, SessionStore, row_of
from areopagus.core.clock import now
from areopagus.core.cookies import cookies_in
from areopagus.core.sharing import hole
from areopagus.core.tokens import SECRET, masked

# What of a member changes what they are shown of others. A member who differs in one is of another kind.
OF_A_KIND = (
    "language",
    "time_zone",
    "date_format",
    "time_format",
    "theme",
    "markup",
    "topics_per_page",
    "posts_per_page",
    "show_avatars",
    "show_signatures",
    "show_images",
    "show_signature_images",
    "show_smilies",
    "level_when_writing",
)
# The rest: shown to others too, or to nobody, or only where a page is made for its reader alone.
OWN = (
    *(
        "id",
        "password",
        "password_reset_at",
        "name",
        "name_key",
        "name_skeleton",
        "email",
        "group_id",
        "is_active",
    ),
    *("registered_at", "registered_from", "approved_at", "application"),
    *("banned_at", "banned_until", "ban_message", "quarantined_at"),
    *("silenced_at", "silenced_until", "silence_reason", "warned_at"),
    *("rules_version", "rules_accepted_at", "dormant_at"),
    *("title", "real_name", "location", "website", "contacts", "avatar", "staff_note"),
    *("signature", "signature_markup", "signature_html", "signature_html_version"),
    *("mail_privacy", "notify_with_text", "mail_language", "unread_notices"),
    *("post_count", "posts_elsewhere", "posts_claimed", "last_post_at", "last_letter_at"),
    *("last_login", "last_seen_at", "last_visit_at", "days_here", "read_before"),
)
# Nobody has this number, and nobody can guess it.
NOBODY = secrets.randbits(62)
# Some kilobytes each.
MOST_KNOWN = 2_000
MESSAGES = "messages"
MESSAGES_IN_SESSION = "_messages"
Environ = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What follows from the row of a session, its member and their group."""

    row: Row
    user: User
    kind: Hashable
    words: Mapping[str, bytes]
    is_usual: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """A member who reads now. `so` and `words` are what the frame of their pages has of them (`core.sharing.Own`)."""

    actor: Actor
    kind: Hashable
    so: frozenset[str]
    words: dict[str, bytes]

    def stand_in(self) -> Actor:
        """Whoever is alike gets an equal one."""
        member = cast(User, self.actor.user)
        same = {name: getattr(member, name) for name in OF_A_KIND}
        visited = member.last_visit_at and now()
        nobody = User(
            pk=NOBODY, name=hole("name"), group=member.group, last_visit_at=visited, **same
        )
        return Actor(nobody, member.group, is_stand_in=True)


_known: dict[str, Known] = {}


def reader_of(environ: Environ) -> Reader | None:
    """Who asks, in one query. None: nobody, or there is something about them that pages of a kind do not show."""
    cookies = cookies_in(environ.get("HTTP_COOKIE", ""))
    secret = cookies.get(settings.CSRF_COOKIE_NAME, "")
    if not SECRET.fullmatch(secret) or MESSAGES in cookies:
        return None
    known = _known_by(cookies.get(settings.SESSION_COOKIE_NAME, ""))
    address = client_address.within(environ)
    if known is None or not known.is_usual or not _is_usual_now(known.user, address):
        return None
    actor = actors.member(known.user, address)
    visited = actor.clock.moment(known.user.last_visit_at)
    own = {"token": masked(secret), "submission": str(uuid4()), "last_visit": escape(visited)}
    words = {**known.words, **{name: word.encode() for name, word in own.items()}}
    so = frozenset({"notices"} if known.user.unread_notices else ())
    return Reader(actor, (known.kind, actor.clock.key), so, words)


def _known_by(session_key: str) -> Known | None:
    row = row_of(session_key)
    if row is None:
        return None
    known = _known.get(session_key)
    if known is None or known.row != row:
        known = _made(row)
        if known is not None:
            _known[session_key] = known
            if len(_known) > MOST_KNOWN:
                # Copied, because another thread may put one in meanwhile.
                _known.pop(next(iter(tuple(_known))), None)
    return known


def _made(row: Row) -> Known | None:
    session = SessionStore.of_row(row)
    # Django asks no more of a request; it also looks whether the password was changed since.
    user = get_user(cast(HttpRequest, SimpleNamespace(session=session)))
    if not isinstance(user, User):
        return None
    group = row[-len(GROUP_FIELDS) :]
    same = tuple(getattr(user, name) for name in OF_A_KIND)
    said = {"name": user.name, "url": user.url, "notices": user.unread_notices}
    words = {name: escape(word).encode() for name, word in said.items()}
    is_usual = not (
        user.group.is_staff
        or user.is_shut_out
        or user.silenced_at
        or user.warned_at
        or MESSAGES_IN_SESSION in session
    )
    kind = (group, same, user.last_visit_at is None)
    return Known(row, user, kind, words, is_usual)


def _is_usual_now(user: User, address: str) -> bool:
    """Whether nothing shuts them out, and their visit has begun."""
    return (
        user.last_seen_at is not None
        and user.last_seen_at >= now() - presence.PAUSE
        and bans.in_the_way_of(user, address) is None
        and not user.is_shut_out
    )
