"""Which members may be which ghosts: by name or mail address, if they registered after the ghost's last post."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower

from areopagus.accounts.models import User
from areopagus.accounts.names import key_of, skeleton_of
from areopagus.boards.models import Ghost, Post
from areopagus.core.clock import now
from areopagus.core.ledger.writing import in_chunks
from areopagus.homecoming.models import Pair

Likeness = Pair.Likeness
# What people add to a name that is taken: "olga_1987", "Olga-M", "olga2".
ADDED = re.compile(r"[\W_]+|\d+$")
# Shorter names are near to too many others.
SHORTEST = 4
# Whoever is near to more than so many is near to nobody.
MOST = 5
ORDER = list(Likeness)
Found = defaultdict[tuple[int, int], set[Likeness]]


def find_pairs() -> int:
    """Notes down those that are new, and what speaks for each; how many pairs there are now.

    What a member has declined stays declined.
    """
    ghosts = {ghost.pk: ghost for ghost in Ghost.objects.exclude(origin=Ghost.Origin.ERASED)}
    found = _by_name(ghosts)
    for ghost_id, user_id in _by_mail(ghosts):
        found[ghost_id, user_id].add(Likeness.MAIL)
    for ghost_id, user_id in _from_same_address(found):
        found[ghost_id, user_id].add(Likeness.ADDRESS)
    at = now()
    pairs = [
        Pair(ghost_id=ghost, user_id=user, evidence=sorted(why, key=ORDER.index), found_at=at)
        for (ghost, user), why in found.items()
    ]
    with transaction.atomic():
        Pair.objects.bulk_create(
            pairs,
            update_conflicts=True,
            unique_fields=["ghost", "user"],
            update_fields=["evidence"],
            batch_size=500,
        )
        gone = [pk for pk, *pair in Pair.objects.values_list("pk", "ghost", "user")
                if tuple(pair) not in found]  # fmt: skip
        for some in in_chunks(gone):
            Pair.objects.filter(pk__in=some, declined_at=None).delete()
    return len(pairs)


def _by_name(ghosts: Mapping[int, Ghost]) -> Found:
    """Members whose name is that of a ghost, looks like it, or is near to it."""
    wanted: dict[Likeness, defaultdict[str, list[int]]] = {
        kind: defaultdict(list) for kind in (Likeness.NAME, Likeness.LOOK, Likeness.NEAR)
    }
    for ghost in ghosts.values():
        for kind, spelling in _spellings(ghost.name, skeleton_of(ghost.name)):
            wanted[kind][spelling].append(ghost.pk)
    found: Found = defaultdict(set)
    members = User.objects.filter(is_active=True, quarantined_at=None)
    rows = members.values_list("pk", "name", "name_skeleton", "registered_at")
    for user_id, name, skeleton, registered_at in rows.iterator(chunk_size=2_000):
        for kind, spelling in _spellings(name, skeleton):
            alike = wanted[kind].get(spelling, ())
            for ghost_id in alike if kind != Likeness.NEAR or len(alike) <= MOST else ():
                last = ghosts[ghost_id].last_post_at
                if last is not None and last < registered_at and not found.get((ghost_id, user_id)):
                    found[ghost_id, user_id].add(kind)
    return found


def _spellings(name: str, skeleton: str) -> Iterator[tuple[Likeness, str]]:
    """The nearest first."""
    key = key_of(name)
    if not key:
        return
    yield Likeness.NAME, key
    yield Likeness.LOOK, skeleton
    bare = ADDED.sub("", key)
    if len(bare) >= SHORTEST:
        yield Likeness.NEAR, bare


def _by_mail(ghosts: Mapping[int, Ghost]) -> Iterator[tuple[int, int]]:
    """Whatever the names. An address that several accounts share, as old boards allowed, tells nobody apart."""
    came_with: defaultdict[str, set[int]] = defaultdict(set)
    rows = Post.objects.filter(ghost__in=list(ghosts), author_mail__gt="").order_by()
    for mail, ghost_id in rows.values_list("author_mail", "ghost").distinct():
        came_with[mail.lower()].add(ghost_id)
    for some in in_chunks(sorted(came_with)):
        owners: defaultdict[str, set[int]] = defaultdict(set)
        shown = EmailAddress.objects.filter(
            verified=True, user__is_active=True, user__quarantined_at=None
        )
        same = shown.annotate(key=Lower("email")).filter(key__in=some)
        for mail, user_id in same.values_list("key", "user"):
            owners[mail].add(user_id)
        for mail, members in owners.items():
            for ghost_id in came_with[mail] if len(members) == 1 else ():
                yield ghost_id, min(members)


def _from_same_address(found: Collection[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of pairs that something else speaks for already."""
    for ghost_id, user_id in list(found):
        theirs = Post.objects.filter(ghost=ghost_id).exclude(author_address="").order_by()
        addresses = theirs.values("author_address")
        member = User.objects.filter(pk=user_id, registered_from__in=addresses)
        posts = Post.objects.filter(author=user_id, author_address__in=addresses)
        if member.exists() or posts.exists():
            yield ghost_id, user_id
