"""Who goes, as the steps of their erasure must know them."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from allauth.account.models import EmailAddress

from areopagus import markup
from areopagus.accounts.models import FormerName, User
from areopagus.accounts.names import key_of
from areopagus.accounts.taken_names import is_taken
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.boards.models.ghost import key_of as ghost_key_of
from areopagus.core.addresses import slug_of
from areopagus.core.ledger.models import Change
from areopagus.core.personal import other_mails, other_names
from areopagus.leaving.models import Farewell

PSEUDONYM = "Former member {}"


@dataclass(frozen=True)
class Who:
    """A `core.personal.Leaver`."""

    user_id: int
    name: str
    names: frozenset[str]
    mails: frozenset[str]
    ghost_id: int

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(map(key_of, self.names))

    @cached_property
    def mail_keys(self) -> frozenset[str]:
        return frozenset(mail.casefold() for mail in self.mails)

    def is_perhaps_in(self, source: str) -> bool:
        """Quickly, and rather too often: whether a text may hold one of the names."""
        text = unicodedata.normalize("NFKC", source.replace("\\", "")).casefold()
        return any(part in text for part in (*self.keys, *self.addresses))

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Of their page, with each of their names."""
        slugs = filter(None, map(slug_of, self.names))
        return frozenset(f"/members/{self.user_id}-{slug}" for slug in slugs)

    def rewritten(self, source: str, dialect: str) -> str:
        """A text with the new name where a name of theirs stands."""
        return markup.renamed(source, markup.Dialect(dialect), self.renames, self.addresses)

    def renames(self, name: str, post_id: int | None) -> str | None:
        """A quotation that says from which post it is may be somebody else's of that name."""
        if key_of(name) not in self.keys:
            return None
        if post_id is not None and self._is_anothers(post_id):
            return None
        return self.name

    def in_sentence(self, text: str) -> str:
        """Of the ledger, which is made of names and not of markup."""
        return self._as_words.sub(lambda _: self.name, text) if self.names else text

    @cached_property
    def _as_words(self) -> re.Pattern[str]:
        longest_first = sorted(self.names, key=len, reverse=True)
        alternatives = "|".join(map(re.escape, longest_first))
        return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)

    def _is_anothers(self, post_id: int) -> bool:
        """By somebody else who is called the same."""
        found = Post.objects.filter(pk=post_id).values_list("author", "ghost", "author_name")
        return any(
            author != self.user_id and ghost != self.ghost_id and key_of(name) in self.keys
            for author, ghost, name in found
        )


def of(farewell: Farewell) -> Who:
    """Of one that has begun."""
    return Who(
        farewell.user_id,
        farewell.pseudonym,
        frozenset(farewell.names),
        frozenset(farewell.mails),
        farewell.ghost_id or 0,
    )


def free_pseudonym() -> str:
    """Nobody's yet, neither a member's nor a ghost's. It follows from nothing about them."""
    while True:
        name = PSEUDONYM.format(secrets.token_hex(2))
        if not is_taken(name) and not Ghost.objects.filter(name_key=ghost_key_of(name)).exists():
            return name


def names_of(member: User) -> list[str]:
    """All they were called here, but for what somebody else is called by now."""
    names = {member.name, *member.former_names.values_list("name", flat=True)}
    for model in (Post, Topic):
        mine = model._base_manager.filter(author=member.pk).order_by()
        names.update(mine.values_list("author_name", flat=True).distinct())
    names.update(FormerName.objects.filter(member=member.pk).values_list("name", flat=True))
    names.update(_names_in_ledger(member))
    names.update(other_names(member.pk))
    by_key = {key_of(name): name for name in names if name}
    others = User.objects.filter(name_key__in=by_key).exclude(pk=member.pk)
    anothers = set(others.values_list("name_key", flat=True))
    return sorted(name for name in names if name and key_of(name) not in anothers)


def mails_of(member: User) -> list[str]:
    """One they have typed and never shown may be another's."""
    verified = EmailAddress.objects.filter(user=member.pk, verified=True)
    shown = verified.values_list("email", flat=True)
    mails = {member.email, *shown, *other_mails(member.pk)}
    return sorted(mail for mail in mails if mail)


def _names_in_ledger(member: User) -> Iterator[str]:
    changes = Change.objects.filter(table=User._meta.label_lower, row_id=str(member.pk))
    for before, after in changes.values_list("before", "after"):
        for image in (before or {}, after or {}):
            if name := image.get("name"):
                yield name
