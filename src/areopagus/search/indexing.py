"""Keeping the index true to the posts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from areopagus.boards.models import Post
from areopagus.search import index, months
from areopagus.search.documents import documents_of

AT_ONCE = 500
Tell = Callable[[int, int], None]


def index_posts(post_ids: Collection[int]) -> None:
    """What stands of them is found by its words from now on; the rest is not found any more."""
    for some in _in_chunks(sorted(post_ids)):
        documents = list(documents_of(some))
        months.note(documents)
        index.put(documents)
        index.drop(sorted(set(some) - {document.post_id for document in documents}))


def index_topics(topic_ids: Collection[int]) -> None:
    """All posts of these topics, removed ones too."""
    for some in _in_chunks(sorted(topic_ids)):
        index_posts(Post.objects.filter(topic__in=some).values_list("pk", flat=True))


def rebuild(tell: Tell = lambda _done, _total: None) -> int:
    """Everything anew; what is found meanwhile is partly old. `tell` hears how far it is."""
    return _walk(lambda posts, _: posts, tell)


def heal(tell: Tell = lambda _done, _total: None) -> int:
    """Only what is missing. Of a board that has no index yet, that is everything."""
    return _walk(lambda posts, known: posts - known, tell)


def _walk(stale: Callable[[set[int], set[int]], set[int]], tell: Tell) -> int:
    """`stale` chooses among posts that stand, knowing which are in the index. How many it chose."""
    total, seen, done, last = Post.objects.count(), 0, 0, 0
    while some := list(
        Post.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        known = set(index.numbers(last, some[-1]))
        standing = set(
            Post.objects.standing()
            .filter(pk__in=some, topic__removed_at=None)
            .values_list("pk", flat=True)
        )
        index.drop(sorted(known - standing))
        chosen = stale(standing, known)
        index_posts(chosen)
        seen, done, last = seen + len(some), done + len(chosen), some[-1]
        tell(seen, total)
    index.drop(index.numbers(last, None))
    if done:
        index.settle()
    return done


def _in_chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
