"""What speaks for and against a plea, side by side: the ghost, and the member who says that it was they."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Substr

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Post
from areopagus.boards.permissions import can_see_addresses, visible_posts
from areopagus.boards.querysets import PostQuerySet
from areopagus.boards.stored_html import excerpt, plain_text
from areopagus.homecoming.covering import covered_by
from areopagus.homecoming.independence import household_of
from areopagus.homecoming.models import Plea

SAMPLES, WORDS_SHOWN, POSTS_READ, LOOKED_AT = 5, 15, 200, 4000
# A word that stands in more of a hundred posts by others is nobody's own.
COMMON_PERCENT = 2
LONG_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Sample:
    url: str
    title: str
    posted_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """`networks` are empty for whoever may not see addresses."""

    count: int
    first_at: datetime | None
    last_at: datetime | None
    samples: Sequence[Sample]
    networks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """`with_mail` of the ghost's posts came with an address, `with_own_mail` with the member's own.

    `meanwhile` posts the member wrote under their own name while the ghost was still writing.
    """

    ghost: Side
    member: Side
    shared_networks: Sequence[str]
    shared_words: Sequence[str]
    with_mail: int
    with_own_mail: int
    meanwhile: int


def evidence_for(actor: Actor, plea: Plea) -> Evidence:
    wrote = Post.objects.filter(covered_by(plea.as_claim()))
    own = Post.objects.filter(author=plea.user_id)
    ghost, member = _side(actor, wrote, spread=True), _side(actor, own, spread=False)
    mails = wrote.aggregate(
        some=Count("pk", filter=~Q(author_mail="")),
        own=Count("pk", filter=Q(author_mail__iexact=plea.user.email) & ~Q(author_mail="")),
    )
    registered = household_of(plea.user.registered_from)
    theirs = {*member.networks, *([registered] if registered else [])}
    return Evidence(
        ghost=ghost,
        member=member,
        shared_networks=[one for one in ghost.networks if one in theirs],
        shared_words=_shared_words(wrote, own),
        with_mail=mails["some"],
        with_own_mail=mails["own"],
        meanwhile=own.filter(posted_at__lte=ghost.last_at).count() if ghost.last_at else 0,
    )


def _side(actor: Actor, posts: PostQuerySet, *, spread: bool) -> Side:
    sums = posts.aggregate(count=Count("pk"), first=Min("posted_at"), last=Max("posted_at"))
    seen = visible_posts(actor).filter(pk__in=posts.values("pk"))
    keys = list(seen.order_by("posted_at", "pk").values_list("pk", flat=True))
    step = max(1, len(keys) // SAMPLES) if spread else 1
    rows = seen.filter(pk__in=keys[::step][:SAMPLES]).select_related("topic")
    rows = rows.annotate(beginning=Substr("html", 1, LOOKED_AT)).order_by("posted_at", "pk")
    samples = [
        Sample(f"/posts/{row.pk}/", row.topic.title, row.posted_at, excerpt(row.beginning))
        for row in rows
    ]
    networks: list[str] = []
    if can_see_addresses(actor):
        said = posts.exclude(author_address="").order_by().values_list("author_address", flat=True)
        networks = sorted({near for one in said.distinct() if (near := household_of(one))})
    return Side(sums["count"], sums["first"], sums["last"], samples, networks)


def _shared_words(wrote: PostQuerySet, own: PostQuerySet) -> list[str]:
    """Words that both use and few others do, the most used first."""
    (old, _), (new, _) = _words(wrote), _words(own)
    others = Post.objects.exclude(pk__in=wrote.values("pk")).exclude(pk__in=own.values("pk"))
    common, read = _words(others)
    most = max(1, read * COMMON_PERCENT // 100)
    shared = {word: min(old[word], new[word]) for word in old.keys() & new.keys()}
    rare = [word for word in shared if common[word] <= most]
    return sorted(rare, key=lambda word: (-shared[word], word))[:WORDS_SHOWN]


def _words(posts: PostQuerySet) -> tuple[Counter[str], int]:
    """In how many of the newest posts each stands, and how many these are."""
    rows = posts.annotate(beginning=Substr("html", 1, LOOKED_AT)).order_by("-pk")
    found: Counter[str] = Counter()
    read = list(rows.values_list("beginning", flat=True)[:POSTS_READ])
    for html in read:
        found.update(set(LONG_WORD.findall(plain_text(html).casefold())))
    return found, len(read)
