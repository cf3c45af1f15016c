"""What stands around every page: title, navigation, status line, announcement, jump box, footer.

Given to templates as `frame`. Everything is worked out when it is asked for, so that a page that
does not show a thing does not pay for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import cast

from django.http import HttpRequest

from areopagus.accounts import options as account_options
from areopagus.accounts.actors import Actor, guest
from areopagus.accounts.mail_trouble import trouble_of
from areopagus.administration.permissions import can_administer
from areopagus.boards import options, permissions, structure, waiting
from areopagus.core.clock import Clock
from areopagus.core.http import CsrfInput, Request, own_address
from areopagus.core.sharing import Either, hole
from areopagus.homecoming.permissions import count_to_look_after
from areopagus.leaving.standing import leaves_at
from areopagus.moderation.options import PUBLIC_LOG
from areopagus.moderation.pages.reports import open_case_count
from areopagus.moderation.permissions import has_ledger, moderated_forums

Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Status:
    """The left of the status line. `signed_in_as` is (name, address), None for a guest.

    `unread` is what the bell says.
    """

    signed_in_as: Link | None
    last_visit: str | None
    unread: int | Either = 0


class Frame:
    """One page's frame, for one request. Asks the database only through what is remembered."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        # A refusal can come before the actor is known; then the frame is a guest's.
        actor = getattr(request, "actor", None)
        self.actor: Actor = actor if actor is not None else guest()

    @property
    def title(self) -> str:
        return options.TITLE.get()

    @property
    def description_html(self) -> str:
        return options.DESCRIPTION_HTML.get()

    @property
    def announcement_html(self) -> str | None:
        return options.ANNOUNCEMENT_HTML.get() or None

    @property
    def lang(self) -> str:
        return (self.actor.user and self.actor.user.language) or account_options.LANGUAGE.get()

    @property
    def theme(self) -> str:
        return self.actor.user.theme if self.actor.user else "system"

    @cached_property
    def clock(self) -> Clock:
        return self.actor.clock

    @property
    def maintenance(self) -> bool:
        return options.MAINTENANCE.get()

    @property
    def is_installable(self) -> bool:
        return options.INSTALLABLE.get()

    @property
    def mail_trouble(self) -> str | None:
        """Why letters to this member come back; None while they do not."""
        return trouble_of(self.actor.user) if self.actor.user is not None else None

    @property
    def leaves_at(self) -> datetime | None:
        """When this member will be forgotten, if they have asked to be."""
        return leaves_at(self.actor.user) if self.actor.user is not None else None

    @property
    def has_warning(self) -> bool:
        """Whether staff said something to this member that they have not confirmed."""
        return self.actor.user is not None and self.actor.user.warned_at is not None

    @property
    def canonical_base(self) -> str:
        return own_address(self.request)

    @cached_property
    def moderates(self) -> bool:
        """Whether they look after any forum; others of staff have the ledger alone, and perhaps bans."""
        return self.actor.is_staff and bool(moderated_forums(self.actor))

    @cached_property
    def navigation(self) -> list[tuple[str, str, bool]]:
        """(label, address, whether this is the current page)."""
        links: list[Link] = [("Forums", "/"), ("Recent", "/active/")]
        if self.actor.group.may_view_members:
            links.append(("Members", "/members/"))
        if self.actor.is_administrator or self.actor.group.may_search:
            links.append(("Search", "/search/"))
        if account_options.RULES_HTML.get():
            links.append(("Rules", "/rules/"))
        if self.moderates:
            count = open_case_count(self.actor) + waiting.count_in(moderated_forums(self.actor))
            count += count_to_look_after(self.actor)
            links.append((f"Moderation ({count})" if count else "Moderation", "/moderation/"))
        elif has_ledger(self.actor):
            links.append(("Moderation", "/moderation/ledger/"))
        if can_administer(self.actor):
            links.append(("Administration", "/administration/"))
        if self.actor.user is not None:
            links.append(("Settings", "/settings/"))
        else:
            links.append(("Sign in", "/sign-in/"))
            if account_options.REGISTRATION.get() != "closed":
                links.append(("Register", "/register/"))
        here = self.request.path
        return [(label, url, _stands_under(here, url)) for label, url in links]

    @cached_property
    def status(self) -> Status:
        user = self.actor.user
        if user is None:
            return Status(None, None)
        last = self.clock.moment(user.last_visit_at) if user.last_visit_at else None
        if self.actor.is_stand_in:
            last = hole("last_visit") if last else None
            return Status((user.name, hole("url")), last, Either("notices", hole("notices"), 0))
        return Status((user.name, user.url), last, user.unread_notices)

    @property
    def status_links(self) -> list[Link]:
        links = [("Active", "/active/"), ("Unanswered", "/unanswered/")]
        if self.actor.user is not None:
            links.insert(0, ("Unread", "/unread/"))
            address = hole("url") if self.actor.is_stand_in else self.actor.user.url
            links.append(("My posts", f"{address}posts/"))
            links.append(("Watched", "/subscriptions/"))
            if waiting.waits(self.actor):
                links.append(("Waiting for a moderator", "/waiting/"))
        return links

    @cached_property
    def jump(self) -> list[tuple[str, list[tuple[int, str, str]]]]:
        """Per category its readable forums: (id, name indented by depth, address)."""
        readable = permissions.access(self.actor)
        seen = [place for place in structure.places() if place.forum_id in readable]
        return [
            (
                category,
                [(p.forum_id, "\u2003" * p.depth + p.name, p.url) for p in places],
            )
            for (_, category), places in (
                (key, list(rows))
                for key, rows in groupby(seen, key=lambda p: (p.category_id, p.category))
            )
        ]

    @property
    def feeds(self) -> list[tuple[str, str, str]]:
        return [
            (f"{self.title} (Atom)", "/feeds/board.atom", "application/atom+xml"),
            (f"{self.title} (RSS)", "/feeds/board.rss", "application/rss+xml"),
        ]

    @property
    def footer_links(self) -> list[Link]:
        links = [("Feed", "/feeds/board.atom"), ("Writing help", "/help/markup/")]
        if account_options.RULES_HTML.get():
            links.append(("Rules", "/rules/"))
        if PUBLIC_LOG.get() != "off":
            links.append(("Moderation log", "/moderation-log/"))
        return links


def is_usual(actor: Actor) -> bool:
    """Whether the frame tells this member nothing that it does not tell all members of their kind."""
    user = actor.user
    return (
        user is not None
        and trouble_of(user) is None
        and leaves_at(user) is None
        and not waiting.waits(actor)
    )


def _stands_under(here: str, url: str) -> bool:
    if url == "/":
        return here == "/" or here.startswith(("/forums/", "/topics/"))
    return here.startswith(url)


def frame(request: HttpRequest) -> dict[str, object]:
    """Jinja2 context processor."""
    return {
        "frame": Frame(request),
        "actor": getattr(cast(Request, request), "actor", None),
        "csrf_input": CsrfInput(request),
    }
