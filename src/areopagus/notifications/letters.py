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
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from areopagus.accounts import return_addresses
from areopagus.accounts.models import User
from areopagus.accounts.notices import Line
from areopagus.boards.models import Post
from areopagus.boards.stored_html import plain_text, with_whole_addresses, without_pictures
from areopagus.boards.words import shown_title
from areopagus.core.options import current
from areopagus.notifications.models import Notice
from areopagus.notifications.unsubscribing import token_for

LONGEST = 5_000
SETTINGS = "/settings/notices/"
# By the kind of the notice. The second is why it comes, the third what the link beside it ends.
BEGAN = gettext_lazy("{author} has begun the topic “{topic}” in {forum}")
ANSWERED = gettext_lazy("{author} has answered in “{topic}”")
NO_MORE, NO_MORE_OF_IT = gettext_lazy("No more such mails"), gettext_lazy("No more mails about it")
FORUM = gettext_lazy("You get this because you watch this forum.")
TOPIC = gettext_lazy("You get this because you watch this topic.")
OF_KIND = {
    "mention": (
        gettext_lazy("{author} has mentioned you in “{topic}”"),
        gettext_lazy("You get this because you want to know when somebody mentions you."),
        NO_MORE,
    ),
    "quote": (
        gettext_lazy("{author} has quoted you in “{topic}”"),
        gettext_lazy("You get this because you want to know when somebody quotes you."),
        NO_MORE,
    ),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What the templates show. `text` and `html` are empty for whoever wants no words of posts in mails."""

    board: str
    member: str
    topic: str
    url: str
    unsubscribe_url: str
    settings_url: str
    # Where an answer by mail goes; empty when the board takes none.
    answer_to: str
    is_new_topic: bool
    says: str
    says_html: SafeString
    why: str
    no_more: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class ShortLetter:
    """About anything but a post."""

    board: str
    member: str
    says: str
    url: str
    unsubscribe_url: str
    settings_url: str


def compose(notice: Notice, line: Line) -> EmailMultiAlternatives:
    """Wants `user`, `post`, its topic and forum selected along; within `in_language_of`, as `line` was made."""
    return _about_post(notice, notice.post) if notice.post else _about_other(notice, line)


def _about_post(notice: Notice, post: Post) -> EmailMultiAlternatives:
    letter = _letter(notice, post)
    message = mail(notice.user, _subject(letter), "letter", letter, _headers(notice, post, letter))
    if letter.answer_to:
        message.reply_to = [letter.answer_to]
    if post.number > 1:
        message.extra_headers["In-Reply-To"] = own_id(f"topic.{post.topic_id}")
    return message


def _about_other(notice: Notice, line: Line) -> EmailMultiAlternatives:
    letter = ShortLetter(
        board=board_name(),
        member=notice.user.name,
        says=line.text,
        url=f"{settings.SITE_URL}{line.url}",
        unsubscribe_url=unsubscribe_url(token_for(notice)),
        settings_url=f"{settings.SITE_URL}{SETTINGS}",
    )
    subject = " ".join(f"[{letter.board}] {line.text}".split())
    headers = common_headers(letter.unsubscribe_url)
    headers["Message-ID"] = own_id(f"notice.{notice.pk}")
    return mail(notice.user, subject, "short", letter, headers)


def mail(
    user: User, subject: str, template: str, letter: object, headers: dict[str, str]
) -> EmailMultiAlternatives:
    """Plain and HTML, by the two templates of this name; within `in_language_of`."""
    context = {"letter": letter, "lang": get_language()}
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"notifications/{template}.txt", context),
        # Who sends it, for the mail servers on its way; its reader sees the header From.
        from_email=return_addresses.for_returns(user.pk) or None,
        to=[user.email],
        headers=headers,
    )
    html = render_to_string(f"notifications/{template}.html", context)
    message.attach_alternative(html, "text/html")
    return message


def _letter(notice: Notice, post: Post) -> Letter:
    user, site = notice.user, settings.SITE_URL
    html = with_whole_addresses(without_pictures(post.html), site, post.url)
    html = html if user.notify_with_text else ""
    url, title, is_new = f"{site}{post.url}", shown_title(post.topic.title), post.number == 1
    usual = BEGAN if is_new else ANSWERED, FORUM if notice.kind == "topic" else TOPIC, NO_MORE_OF_IT
    says, why, no_more = map(str, OF_KIND.get(notice.kind, usual))
    names = {"author": post.author_name, "forum": post.topic.forum.name}
    return Letter(
        board=board_name(),
        member=user.name,
        topic=title,
        url=url,
        unsubscribe_url=unsubscribe_url(token_for(notice)),
        settings_url=f"{site}{SETTINGS}",
        answer_to=return_addresses.for_answers(user.pk, post.pk),
        is_new_topic=is_new,
        says=says.format(topic=title, **names),
        says_html=format_html(says, topic=format_html('<a href="{}">{}</a>', url, title), **names),
        why=why,
        no_more=no_more,
        text=plain_text(post.html)[:LONGEST] if user.notify_with_text else "",
        html=html if len(html) <= LONGEST * 4 else "",
    )


def _subject(letter: Letter) -> str:
    """A title holds no line end; what came in by an import might."""
    return " ".join(
        f"[{letter.board}] {'' if letter.is_new_topic else 'Re: '}{letter.topic}".split()
    )


def _headers(notice: Notice, post: Post, letter: Letter) -> dict[str, str]:
    own = f"topic.{post.topic_id}" if letter.is_new_topic else f"post.{notice.post_id}"
    return {
        **common_headers(letter.unsubscribe_url),
        "Message-ID": own_id(own),
        "References": own_id(f"topic.{post.topic_id}"),
        "List-Id": f"<forum-{post.topic.forum_id}.{_host()}>",
    }


def common_headers(unsubscribe_url: str) -> dict[str, str]:
    return {
        "From": settings.DEFAULT_FROM_EMAIL,
        "List-Unsubscribe": f"<{unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Precedence": "list",
    }


def unsubscribe_url(token: str) -> str:
    return f"{settings.SITE_URL}/unsubscribe/{token}/"


def board_name() -> str:
    return str(current().get("board.title", "")).strip() or urlsplit(settings.SITE_URL).netloc


def own_id(name: str) -> str:
    """The same at every attempt, so that a mail that was sent twice after all is known to be one."""
    return f"<{name}@{_host()}>"


def _host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
