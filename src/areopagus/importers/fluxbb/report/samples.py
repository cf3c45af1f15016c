"""Ten posts to compare by eye, and topics whose posts FluxBB had counted otherwise."""

from __future__ import annotations

from random import Random

from areopagus import markup
from areopagus.boards.models import Post
from areopagus.importers.fluxbb.report.facts import Counters, Miscounted, SidePost
from areopagus.importers.fluxbb.staging import Staging

POSTS, MOST_EXAMPLES = 10, 20
# A stub has no posts; FluxBB counts replies, so the first post is not among them.
TOPICS = """
FROM topics JOIN home ON home.id = topics.id AND NOT home.is_stub
LEFT JOIN (SELECT topic, COUNT(*) AS posts FROM numbered GROUP BY topic) AS written
  ON written.topic = topics.id
WHERE topics.num_replies IS NOT NULL
"""
DIFFERING = f"{TOPICS} AND topics.num_replies + 1 <> COALESCE(written.posts, 0)"


def ten_posts(old: Staging) -> list[SidePost]:
    """The same of the same board at every import."""
    (row,) = old.rows("SELECT COUNT(*) AS posts FROM numbered")
    total = row["posts"]
    # Nobody's secret depends on it; the same number gives the same places.
    places = sorted(Random(total).sample(range(total), min(total, POSTS)))  # noqa: S311
    ids = [_id_at(old, place) for place in places]
    found = Post.objects.filter(pk__in=ids).select_related("topic").order_by("pk")
    return [_side_by_side(old, post) for post in found]


def _id_at(old: Staging, place: int) -> int:
    (row,) = old.rows("SELECT id FROM numbered ORDER BY id LIMIT 1 OFFSET ?", place)
    found: int = row["id"]
    return found


def _side_by_side(old: Staging, post: Post) -> SidePost:
    (row,) = old.rows("SELECT message FROM posts WHERE id = ?", post.pk)
    return SidePost(
        id=post.pk,
        number=post.number,
        topic=post.topic.title,
        author=post.author_name,
        posted=post.posted_at.date().isoformat(),
        source=row["message"] or "",
        # A report is read offline, and whoever reads it should not be seen by strangers.
        html=markup.for_reader(post.html, images=False, smilies=True),
    )


def counters(old: Staging) -> Counters:
    (topics,) = old.rows(f"SELECT COUNT(*) AS topics {TOPICS}")
    (differing,) = old.rows(f"SELECT COUNT(*) AS topics {DIFFERING}")
    examples = old.rows(
        "SELECT topics.id, subject, num_replies + 1 AS said, COALESCE(written.posts, 0) AS found "
        f"{DIFFERING} ORDER BY topics.id LIMIT ?",
        MOST_EXAMPLES,
    )
    return Counters(
        topics=topics["topics"],
        differing=differing["topics"],
        examples=[
            Miscounted(row["id"], row["subject"] or "", row["said"], row["found"])
            for row in examples
        ],
    )
