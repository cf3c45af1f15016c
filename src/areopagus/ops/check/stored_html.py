"""HTML stored by an older renderer than the one of this version."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Min

from areopagus.accounts.models import User
from areopagus.boards import rendering
from areopagus.boards.models import Post
from areopagus.ops.check.facts import ROWS_AT_A_TIME, Fact


def _old_posts() -> Iterator[str]:
    old = Post.objects.filter(html_version__lt=rendering.VERSION)
    yield from _said(old.count(), "posts", old.aggregate(oldest=Min("html_version"))["oldest"])


def _render_posts() -> None:
    # By ranges of ids, so that no batch goes through the whole table again.
    last_id = 0
    while batch := list(
        Post.objects.filter(pk__gt=last_id, html_version__lt=rendering.VERSION)
        .order_by("pk")
        .values_list("pk", "source", "markup", "with_smilies")[:ROWS_AT_A_TIME]
    ):
        for post_id, source, dialect, with_smilies in batch:
            made = rendering.render(source, dialect, with_smilies=with_smilies)
            # Somebody who edited the post meanwhile has left it in the new version.
            Post.objects.filter(pk=post_id, html_version__lt=rendering.VERSION).update(
                html=made.html, html_version=rendering.VERSION
            )
        last_id = batch[-1][0]


def _old_signatures() -> Iterator[str]:
    old = User.objects.exclude(signature="").filter(signature_html_version__lt=rendering.VERSION)
    oldest = old.aggregate(oldest=Min("signature_html_version"))["oldest"]
    yield from _said(old.count(), "signatures", oldest)


def _said(count: int, what: str, oldest: int | None) -> Iterator[str]:
    if count:
        yield (
            f"{count:,} {what} hold HTML of an older renderer "
            f"(version {oldest} and up; it is {rendering.VERSION} now)"
        )


FACTS = (Fact("HTML of posts", _old_posts, _render_posts),)
