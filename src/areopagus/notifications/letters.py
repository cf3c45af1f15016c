"""A notice as the mail it becomes: plain and HTML, in one thread with the others of its topic.

RFC 5322 (Message-ID, References), RFC 2919 (List-Id), RFC 2369 and RFC 8058 (List-Unsubscribe, by one
click), RFC 3834 (Auto-Submitted). Nothing in it tells whether it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from areopagus.accounts import return_addresses
from areopagus.boards.stored_html import plain_text, with_whole_addresses, without_pictures
from areopagus.boards.words import shown_title
from areopagus.core.options import current
from areopagus.notifications.models import Notice
from areopagus.notifications.unsubscribing import token_for

LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Letter:
    """What the templates show. `text` and `html` are empty for whoever wants no words of posts in mails."""

    board: str
    member: str
    author: str
    topic: str
    forum: str
    url: str
    unsubscribe_url: str
    # Where an answer by mail goes; empty when the board takes none.
    answer_to: str
    of_forum: bool
    named: bool
    is_new_topic: bool
    text: str
    html: str


def compose(notice: Notice) -> EmailMultiAlternatives:
    """Wants `user`, `post`, its topic and forum selected along."""
    letter, post = _letter(notice), notice.post
    message = EmailMultiAlternatives(
        subject=_subject(letter),
        body=render_to_string("notifications/letter.txt", {"letter": letter}),
        # Who sends it, for the mail servers on its way; its reader sees the header From.
        from_email=return_addresses.for_returns(notice.user_id) or None,
        to=[notice.user.email],
        reply_to=[letter.answer_to] if letter.answer_to else None,
        headers=_headers(notice, letter),
    )
    html = render_to_string("notifications/letter.html", {"letter": letter, "lang": "en"})
    message.attach_alternative(html, "text/html")
    if post.number > 1:
        message.extra_headers["In-Reply-To"] = _id(f"topic.{post.topic_id}")
    return message


def _letter(notice: Notice) -> Letter:
    post, user, site = notice.post, notice.user, settings.SITE_URL
    board = str(current().get("board.title", "")).strip() or urlsplit(site).netloc
    html = with_whole_addresses(without_pictures(post.html), site, post.url)
    html = html if user.notify_with_text else ""
    return Letter(
        board=board,
        member=user.name,
        author=post.author_name,
        topic=shown_title(post.topic.title),
        forum=post.topic.forum.name,
        url=f"{site}{post.url}",
        unsubscribe_url=f"{site}/unsubscribe/{token_for(notice)}/",
        answer_to=return_addresses.for_answers(user.pk, post.pk),
        of_forum=notice.of_forum,
        named=notice.named,
        is_new_topic=post.number == 1,
        text=plain_text(post.html)[:LONGEST] if user.notify_with_text else "",
        html=html if len(html) <= LONGEST * 4 else "",
    )


def _subject(letter: Letter) -> str:
    """A title holds no line end; what came in by an import might."""
    return " ".join(
        f"[{letter.board}] {'' if letter.is_new_topic else 'Re: '}{letter.topic}".split()
    )


def _headers(notice: Notice, letter: Letter) -> dict[str, str]:
    topic, forum = notice.post.topic_id, notice.post.topic.forum_id
    own = f"topic.{topic}" if letter.is_new_topic else f"post.{notice.post_id}"
    return {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": _id(own),
        "References": _id(f"topic.{topic}"),
        "List-Id": f"<forum-{forum}.{_host()}>",
        "List-Unsubscribe": f"<{letter.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Precedence": "list",
    }


def _id(name: str) -> str:
    """The same at every attempt, so that a mail that was sent twice after all is known to be one."""
    return f"<{name}@{_host()}>"


def _host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
