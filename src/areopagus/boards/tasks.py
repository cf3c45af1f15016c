"""What the boards do by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django_tasks import task

from areopagus.accounts.actions.profile import render_signature
from areopagus.accounts.events import MemberChanged
from areopagus.accounts.models import User
from areopagus.boards import deeds, few_marks, reading_marks, rendering
from areopagus.boards.events import PostEdited
from areopagus.boards.models import Post, Topic
from areopagus.boards.words import read_words
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.jobs.periodic import periodically
from areopagus.core.ledger import recording
from areopagus.core.ledger.recording import Rule

ENDING = Rule("The end of links to moved topics")
AT_ONCE = 1000
# So many posts of those that are looked at in one go are looked at before others get their turn.
IN_A_TURN = 10_000


@periodically(every=timedelta(hours=1))
@task()
def end_stubs() -> None:
    """Takes stubs from the lists whose days are over. Their addresses lead on all the same."""
    with transaction.atomic(), recording.batch(ENDING, deeds.STUBS_ENDED) as deed:
        over = Topic.objects.standing().filter(is_stub=True, stub_until__lte=now())
        stubs = list(over.select_for_update(no_key=True).order_by("pk")[:AT_ONCE])
        count = "1 link to a moved topic" if len(stubs) == 1 else f"{len(stubs):,} links"
        deed.details = {"stubs": count}
        deed.change(*stubs, removed_at=now(), stub_until=None)
        deed.concerns(topic=[stub.pk for stub in stubs], forum=[stub.forum_id for stub in stubs])


@periodically(every=timedelta(hours=24))
@task()
def forget_old_marks() -> None:
    reading_marks.forget_old()
    few_marks.keep_few()


@task()
def show_words_anew(lists: list[str], after: int = 0) -> None:
    """Renders the posts that hold a word of one of these lists, a turn at a time; the newest list counts."""
    known = [read_words(text) for text in lists]
    last = _render_some(lambda source: any(words.found_in(source) for words in known), after)
    if last is not None:
        show_words_anew.enqueue(lists, last)


@task()
def show_smilies_anew(codes: list[str], after: int = 0) -> None:
    """Renders the posts and signatures that hold one of these codes, as the smilies are now."""
    if not after:
        _render_signatures(codes)
    last = _render_some(lambda source: any(code in source for code in codes), after)
    if last is not None:
        show_smilies_anew.enqueue(codes, last)


def _render_some(is_wanted: Callable[[str], bool], after: int) -> int | None:
    """Renders what is wanted of the posts behind `after`; up to which, None when none are left."""
    last = after
    for _ in range(IN_A_TURN // AT_ONCE):
        rows = Post.objects.filter(pk__gt=last).order_by("pk").select_related("topic")[:AT_ONCE]
        posts = list(rows.only("source", "markup", "with_smilies", "html", "topic__forum"))
        if not posts:
            return None
        for post in posts:
            if is_wanted(post.source):
                _render(post)
        last = posts[-1].pk
    return last


def _render_signatures(codes: list[str]) -> None:
    signed = User.objects.exclude(signature="").order_by("pk")
    rows = signed.values_list("pk", "signature", "signature_markup", "signature_html")
    for pk, source, dialect, before in rows.iterator():
        if not any(code in source for code in codes):
            continue
        html = render_signature(source, dialect)
        if html != before:
            with transaction.atomic():
                User.objects.filter(pk=pk, signature=source).update(signature_html=html)
                announce(MemberChanged(pk))


@transaction.atomic
def _render(post: Post) -> None:
    made = rendering.render(post.source, post.markup, with_smilies=post.with_smilies)
    if made.html != post.html:
        Post.objects.filter(pk=post.pk, source=post.source).update(html=made.html)
        announce(PostEdited(post.pk, post.topic_id, post.topic.forum_id))
