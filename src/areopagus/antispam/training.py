"""What the classifier learns from: the verdicts there are on this board when it is trained, and the base it came with.

Nothing is learned for ever: it is trained anew from what stands, so a verdict that was undone is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from areopagus.accounts.models import User
from areopagus.antispam.classifier.signs import signs_of
from areopagus.antispam.classifier.weighing import Model, train
from areopagus.antispam.models import Knowledge
from areopagus.boards.hosts import hosts_in
from areopagus.boards.models import HeldWriting, Post
from areopagus.core.clock import now
from areopagus.core.ledger.models import Subject
from areopagus.core.remembered import Remembered

BASE = Path(__file__).parent / "classifier" / "base"
# The newest of each sort.
MOST = 1500
# By then somebody has read what was written.
READ_FOR = timedelta(days=2)
# Done to accounts that advertise.
CLEANED = "members.clean"
# Only verdicts on what was held as perhaps spam are verdicts on spam.
OWN_JUDGES = frozenset({"newcomers", "classifier", "raid"})
MINUTES, HOURS = timedelta(minutes=10), timedelta(hours=24)

Signs = frozenset[str]
Lesson = tuple[Signs, bool]


class Row(NamedTuple):
    """A post with its author, as far as it matters here; the names are those of its columns."""

    source: str
    number: int
    topic__title: str
    posted_at: datetime
    author__registered_at: datetime
    author__website: str
    author__signature: str


def signs(text: str, title: str, user: User | None, at: datetime) -> Signs:
    """Of a text by somebody."""
    traits = _traits(at, user.registered_at, user.website, user.signature) if user else ["a guest"]
    return signs_of(f"{title}\n{text}", hosts_in(text), traits)


def lessons() -> list[Lesson]:
    """Three queries, whatever there is to learn."""
    return [
        *base(),
        *_decided(),
        *_posts(cleaned(), is_spam=True),
        *_posts(_standing(), is_spam=False),
    ]


@lru_cache(maxsize=1)
def base() -> tuple[Lesson, ...]:
    """Our own examples in several languages, so that a new board does not begin with nothing."""
    return tuple(
        (signs_of(line), name == "spam")
        for name in ("spam", "talk")
        for line in (BASE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    )


def learn() -> None:
    """Trains anew and keeps what came of it."""
    model = train(lessons())
    Knowledge.objects.update_or_create(
        pk=1,
        defaults={
            "trained_at": now(), "spam": model.spam, "talk": model.talk, "seen": model.seen,
        },
    )  # fmt: skip
    forget()


def _read() -> Model:
    kept = Knowledge.objects.first()
    return Model(kept.spam, kept.talk, kept.seen) if kept else train(base())


_MODEL = Remembered("antispam.model", _read)
model, forget = _MODEL.get, _MODEL.forget


def _decided() -> Iterator[Lesson]:
    found = HeldWriting.objects.filter(decision__in=["approved", "rejected"])
    for held in found.select_related("author").order_by("-pk")[:MOST]:
        if OWN_JUDGES & {said["judge"] for said in held.judgements}:
            is_spam = held.decision == HeldWriting.Decision.REJECTED
            yield signs(held.source, held.title, held.author, held.held_at), is_spam


def _posts(which: Q, *, is_spam: bool) -> Iterator[Lesson]:
    rows = Post.objects.filter(which).order_by("-pk").values_list(*Row._fields)[:MOST]
    for row in map(Row._make, rows):
        title = row.topic__title if row.number == 1 else ""
        about = (row.author__registered_at, row.author__website, row.author__signature)
        text = f"{title}\n{row.source}"
        yield signs_of(text, hosts_in(row.source), _traits(row.posted_at, *about)), is_spam


def cleaned() -> Q:
    """What was taken down with its author as spam, and not brought back."""
    about = Subject.objects.filter(name="member")
    # Whoever was found innocent and put right alone; an answer of theirs may lie in a topic that stays removed.
    freed = about.filter(
        batch__undoes_part_of=OuterRef("batch"),
        subject_id=OuterRef("subject_id"),
        batch__undone_by=None,
    )
    batches = about.filter(~Exists(freed), batch__kind=CLEANED, batch__undone_by=None)
    # Asked for by themselves: few among many, of whose posts alone the rest is then asked.
    whose = User.objects.filter(
        Q(pk__in=batches.values("subject_id")) | Q(quarantined_at__isnull=False)
    )
    is_down = Q(removed_at__isnull=False) | Q(topic__removed_at__isnull=False)
    return Q(author__in=whose.values("pk")) & is_down


def _standing() -> Q:
    """What has been read for some days and still stands: nobody has found it to be spam."""
    return Q(
        author__isnull=False,
        removed_at=None,
        topic__removed_at=None,
        posted_at__lte=now() - READ_FOR,
    )


def _traits(at: datetime, registered_at: datetime, website: str, signature: str) -> list[str]:
    age = at - registered_at
    old = (
        "an account of a few minutes" if age < MINUTES
        else "an account of less than a day" if age < HOURS
        else "an account of some days"
    )  # fmt: skip
    links = bool(website) or "://" in signature
    return [old, "a link in the profile" if links else "no link in the profile"]
