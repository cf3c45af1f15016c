"""Who shares a name or an address, and who has posts but no account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Count, Q, Sum

from areopagus.accounts import names
from areopagus.accounts.models import User
from areopagus.boards.models import Ghost
from areopagus.importers.fluxbb.moving.context import UNKNOWN, batched, moment
from areopagus.importers.fluxbb.report.facts import (
    Again,
    Duplicates,
    GhostFacts,
    Ghosts,
    Person,
    Shared,
)
from areopagus.importers.fluxbb.staging import Staging

MOST_GHOSTS = MOST_AGAIN = MOST_SHARED = 200
# Whoever left a mail address was a guest; an account may come later, but none was deleted.
PREPARE = """
CREATE TABLE orphans AS SELECT COALESCE(poster, '') AS name, posted
FROM posts WHERE id > 0 AND INSTR(COALESCE(poster_email, ''), '@') = 0 AND NOT EXISTS (
  SELECT 1 FROM users WHERE users.id = posts.poster_id AND users.id > 1
);
CREATE INDEX orphans_by_name ON orphans (name, posted);
CREATE TABLE spelt AS SELECT name, name_key(name) AS key FROM (SELECT DISTINCT name FROM orphans);
CREATE TABLE named AS
SELECT id, username AS name, registered, name_key(COALESCE(username, '')) AS key
FROM users WHERE id > 1;
CREATE INDEX named_by_key ON named (key);
"""
# The account came after the posts, so it is not the one that wrote them: that one was deleted.
AGAIN = """
SELECT named.id, named.name, named.registered, COUNT(*) AS posts,
       MIN(orphans.posted) AS first, MAX(orphans.posted) AS last
FROM spelt JOIN named ON named.key = spelt.key JOIN orphans ON orphans.name = spelt.name
WHERE spelt.key <> '' AND orphans.posted > 0 AND orphans.posted < named.registered
GROUP BY named.id ORDER BY posts DESC, named.id
"""


def ghosts(old: Staging) -> Ghosts:
    old.db.create_function("name_key", 1, names.key_of, deterministic=True)
    old.db.executescript(PREPARE)
    again = [
        Again(
            Person(row["id"], row["name"], day(row["registered"])),
            row["posts"],
            day(row["first"]),
            day(row["last"]),
        )
        for row in old.rows(AGAIN)
    ]
    here = Ghost.objects.aggregate(names=Count("pk"), posts=Sum("post_count"))
    return Ghosts(
        names=here["names"],
        posts=here["posts"] or 0,
        most_posts=_with_most_posts(),
        registered_again=again[:MOST_AGAIN],
        registered_again_in_all=len(again),
    )


def _with_most_posts() -> list[GhostFacts]:
    with_mail = Count("posts", filter=~Q(posts__author_mail=""))
    most = Ghost.objects.order_by("-post_count", "name", "pk")[:MOST_GHOSTS]
    return [
        GhostFacts(
            ghost.pk,
            ghost.name,
            ghost.title,
            ghost.post_count,
            ghost.with_mail,
            _date(ghost.first_post_at),
            _date(ghost.last_post_at),
        )
        for ghost in most.annotate(with_mail=with_mail)
    ]


def day(seconds: int | None) -> str:
    """Such as "2009-04-17"; "" when the old board did not know."""
    at = moment(seconds)
    return at.date().isoformat() if at else ""


def duplicates() -> Duplicates:
    same = _sharing("name_key", names.key_of)
    alike = [one for one in _sharing("name_skeleton", names.skeleton_of) if not _is_same(one)]
    mails = _sharing_mail()
    return Duplicates(
        names=same[:MOST_SHARED],
        alike=alike[:MOST_SHARED],
        mails=mails[:MOST_SHARED],
        names_in_all=len(same),
        alike_in_all=len(alike),
        mails_in_all=len(mails),
    )


def _sharing(field: str, spelling_of: Callable[[str], str]) -> list[Shared]:
    """Members whose key or skeleton was another's, found by the mark that tells them apart."""
    later: dict[str, list[int]] = defaultdict(list)
    rows = User.objects.order_by("pk").values_list("pk", "name", field)
    for pk, name, kept in rows.iterator():
        spelt = names.as_spelt(kept, pk)
        # Somebody may really be called "Max (7)" and be member 7.
        if spelt != kept and spelling_of(name) != kept:
            later[spelt].append(pk)
    first: dict[str, int] = {}
    for some in batched(later):
        first |= dict(User.objects.filter(**{f"{field}__in": some}).values_list(field, "pk"))
    groups = [[first[spelt], *later[spelt]] for spelt in later if spelt in first]
    people = _people(pk for group in groups for pk in group)
    return [Shared(people[group[0]].name, [people[pk] for pk in group]) for group in groups]


def _is_same(shared: Shared) -> bool:
    """Names that are one name also look alike; that is told once."""
    return len({names.key_of(person.name) for person in shared.members}) == 1


def _sharing_mail() -> list[Shared]:
    often = User.objects.exclude(email="").values("email").annotate(times=Count("pk"))
    mails = list(
        often.filter(times__gt=1).order_by("-times", "email").values_list("email", flat=True)
    )
    owners: dict[str, list[int]] = defaultdict(list)
    for some in batched(mails):
        found = User.objects.filter(email__in=some).order_by("pk").values_list("email", "pk")
        for mail, pk in found:
            owners[mail].append(pk)
    people = _people(pk for group in owners.values() for pk in group)
    return [Shared(mail, [people[pk] for pk in owners[mail]]) for mail in mails]


def _people(ids: Iterable[int]) -> dict[int, Person]:
    people: dict[int, Person] = {}
    for some in batched(ids):
        rows = User.objects.filter(pk__in=some).values_list("pk", "name", "registered_at")
        people |= {pk: Person(pk, name, _date(at)) for pk, name, at in rows}
    return people


def _date(at: datetime | None) -> str:
    return at.date().isoformat() if at is not None and at != UNKNOWN else ""
