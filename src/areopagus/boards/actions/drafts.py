"""What somebody wants to publish, and what is checked about the words themselves."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_noop

from areopagus import markup
from areopagus.accounts.actors import Actor
from areopagus.boards import options, rendering
from areopagus.core.verdict import Refused

CONTROLS = {c: None for c in range(32) if chr(c) not in "\t\n"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A form's contents. `title` only for a new topic; `guest_…` only from guests."""

    source: str
    dialect: str = "bbcode"
    title: str = ""
    with_smilies: bool = True
    subscribe: bool = False
    guest_name: str = ""
    guest_mail: str = ""
    # The form's own key, so that sending it twice publishes once.
    submission: UUID | None = None


def tidy_source(source: str) -> str:
    """Newlines as \\n, control characters gone, outer blank lines gone. Nothing else is touched."""
    text = source.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS)
    return text.strip("\n").rstrip()


def tidy_title(title: str) -> str:
    return " ".join(unicodedata.normalize("NFC", title).translate(CONTROLS).split())


def insist_on_length(source: str) -> None:
    longest = options.POST_LENGTH.get()
    if len(source) > longest:
        raise Refused(f"A post may have {longest:,} characters; this one has {len(source):,}.")


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it will be stored, and what was made of it."""

    source: str
    made: markup.Rendered


def checked_words(actor: Actor, source: str, dialect: str, *, with_smilies: bool) -> Words:
    """Refused says what is wrong with the words.

    It takes longer than all else about a post: do it before the transaction, in which others wait.
    """
    source = tidy_source(source)
    insist_on_length(source)
    if not source.strip():
        raise Refused(gettext_noop("A post needs some words."))
    made = rendering.render(source, dialect, with_smilies=with_smilies)
    if made.links and not actor.group.may_post_links:
        raise Refused(gettext_noop("Your group may not post links yet."))
    if not made.text.strip() and not made.images:
        raise Refused(gettext_noop("Only empty tags are left of this post; it needs some words."))
    return Words(source, made)


def checked_title(title: str) -> str:
    title = tidy_title(title)
    longest = options.TITLE_LENGTH.get()
    if not title:
        raise Refused("A topic needs a title.")
    if len(title) > longest:
        raise Refused(f"A title may have {longest} characters; this one has {len(title)}.")
    return title
