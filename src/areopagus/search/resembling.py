"""Topics with similar titles: shown under a topic, and to whoever is about to begin one.

A word counts by how few titles have it (its inverse document frequency; Spärck Jones 1972). What a
title says in words that only it has tells nothing, and neither does a word that very many have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log

from django.db import transaction
from django.db.models import Exists, OuterRef

from areopagus.boards.models import Post, Topic
from areopagus.core.events import announce
from areopagus.core.remembered import Remembered
from areopagus.search import index
from areopagus.search.analyser import words_of
from areopagus.search.events import ResemblanceFound
from areopagus.search.index.expressions import Expression, Range, of_term
from areopagus.search.models import Resemblance
from areopagus.search.query import Term

# Words of a title that are looked at; titles with one of them, the newest; what is kept of a topic.
MOST_WORDS, MOST_TITLES, MOST_KEPT = 12, 300, 8
# A title that says less than so many thousandths of the same is about something else.
ENOUGH = 400
AT_ONCE = 200
TOPICS = Remembered("search.topics", Topic.objects.count, seconds=60.0)


def similar(title: str, but: int | None = None) -> dict[int, int]:
    """Topic to score, the most similar first. Of all topics, whoever may see them."""
    scores: dict[int, float] = defaultdict(float)
    whole = 0.0
    for posts in _posts_by_word(title):
        if not posts:
            continue
        weight = log(1 + max(TOPICS.get(), MOST_TITLES) / len(posts))
        whole += weight
        for pk in posts:
            scores[pk] += weight
    good = {pk: int(1000 * score / whole) for pk, score in scores.items()}
    topics = _topics_of([pk for pk, score in good.items() if score >= ENOUGH], but)
    found = sorted(((good[pk], topic) for pk, topic in topics.items()), reverse=True)
    return {topic: score for score, topic in found[:MOST_KEPT]}


def compare(topic_ids: Sequence[int]) -> None:
    """Finds what resembles these topics, in place of what was found before."""
    standing = Topic.objects.filter(pk__in=topic_ids, removed_at=None, is_stub=False)
    titles = dict(standing.values_list("pk", "title"))
    for topic_id in topic_ids:
        _keep(topic_id, similar(titles[topic_id], but=topic_id) if topic_id in titles else {})


def compare_next() -> int:
    """The newest topics that were never compared; how many these were."""
    compared = Resemblance.objects.filter(topic=OuterRef("pk"), other=None)
    new = Topic.objects.filter(~Exists(compared))
    ids = list(new.order_by("-pk").values_list("pk", flat=True)[:AT_ONCE])
    compare(ids)
    return len(ids)


def _posts_by_word(title: str) -> list[list[int]]:
    """For each word the first posts of topics that have it in their titles, the newest."""
    words = list(dict.fromkeys(word.text for word in words_of(title)))[:MOST_WORDS]
    within = Range(MOST_TITLES, titles_only=True)
    return [
        index.newest(Expression((of_term(Term((word,)), in_title=True),)), within) for word in words
    ]


def _topics_of(post_ids: Sequence[int], but: int | None) -> Mapping[int, int]:
    rows = Post.objects.filter(pk__in=post_ids).values_list("pk", "topic_id")
    return {pk: topic_id for pk, topic_id in rows if topic_id != but}


@transaction.atomic
def _keep(topic_id: int, found: Mapping[int, int]) -> None:
    """In both directions: an older topic resembles a new one just as well."""
    if Topic.objects.select_for_update(no_key=True).filter(pk=topic_id).first() is None:
        return
    known = Resemblance.objects.filter(topic=topic_id)
    if known.filter(other=None).exists():
        # It had another title, by which others found it.
        known.delete()
        Resemblance.objects.filter(other=topic_id).delete()
    rows = [Resemblance(topic_id=topic_id)]
    for other, score in found.items():
        rows.append(Resemblance(topic_id=topic_id, other_id=other, score=score))
        rows.append(Resemblance(topic_id=other, other_id=topic_id, score=score))
    Resemblance.objects.bulk_create(rows, ignore_conflicts=True)
    for other in found:
        _trim(other)
    announce(ResemblanceFound((topic_id, *found)))


def _trim(topic_id: int) -> None:
    rows = Resemblance.objects.filter(topic=topic_id, other__isnull=False)
    best = rows.order_by("-score", "-other").values_list("pk", flat=True)[:MOST_KEPT]
    rows.exclude(pk__in=list(best)).delete()
