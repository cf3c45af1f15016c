"""What has been done since the first import: by later ones, and by people here, as the last one noted it.

Read from what the importer keeps (`importers.models`). It says why something may differ; whether it does
is asked of the two boards alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from areopagus.importers.models import KeptApart, KeptPost, KeptRow, Moved

BOTH = "changed on both boards; what stands here holds, as the import's report says"
HERE = "changed on this board, as the import's report says"
STAYS = "gone from the old board since it moved in; here it stays"
# By kind, what a field is called where the importer calls it otherwise.
CALLED = {
    "groups": {"title": "member title", "moderators": "is moderator", "posts for a promotion": "promotion"},
    "users": {
        "mail": "email", "jabber": "contacts", "icq": "contacts", "msn": "contacts",
        "aim": "contacts", "yahoo": "contacts", "signature's markup": "signature",
        "topics a page": "topics per page", "posts a page": "posts per page",
    },
    "forums": {"shown description": "description"},
    "topics": {"author's name": "author", "leading to": "being a stub", "last post": "being a stub"},
    "posts": {
        "author's name": "author", "guest's mail": "author", "address": "author",
        "posted": "author", "smilies": "text", "edited": "text", "edited by": "text",
        "markup": "text",
    },
    "reports": {
        "post": "report", "reporter": "report", "reporter's name": "report", "reason": "report",
        "date": "report", "settled by": "settled",
    },
}  # fmt: skip
EVERYTHING = "all of it"


@dataclass(frozen=True, slots=True)
class Since:
    """`edges` are where this board's own ids begin, by table; empty when nothing of it is known."""

    has_deltas: bool = False
    edges: dict[str, int] = field(default_factory=dict)
    gone: dict[str, frozenset[int]] = field(default_factory=dict)
    gone_posts: frozenset[int] = frozenset()
    # By kind, id and aspect: whether both boards had changed it.
    apart: dict[tuple[str, int, str], bool] = field(default_factory=dict)
    # Pairs of a forum and a member, or a group: who was a moderator when the old board moved in.
    moderators: frozenset[tuple[int, int]] = frozenset()
    rights: frozenset[tuple[int, int]] = frozenset()

    def why(self, kind: str, pk: int, name: str) -> str | None:
        """What explains a difference in one field of one row."""
        aspect = CALLED.get(kind, {}).get(name, name)
        for one in (aspect, FLAGS.get(name, aspect), EVERYTHING):
            if (kind, pk, one) in self.apart:
                return BOTH if self.apart[kind, pk, one] else HERE
        return None

    def is_gone(self, kind: str, pk: int | None) -> bool:
        return pk in self.gone.get(kind, ())


# Columns of FluxBB's groups, by what the importer calls them.
FLAGS = {
    "g_read_board": "may read board", "g_view_users": "may view members",
    "g_post_replies": "may reply", "g_post_topics": "may start topics",
    "g_edit_posts": "may edit own posts", "g_delete_posts": "may delete own posts",
    "g_delete_topics": "may delete own topics", "g_post_links": "may post links",
    "g_set_title": "may set title", "g_search": "may search",
    "g_search_users": "may search members", "g_send_email": "may send mail",
    "g_mod_edit_users": "may edit members", "g_mod_rename_users": "may rename members",
    "g_mod_change_passwords": "may change passwords", "g_mod_ban_users": "may ban members",
    "g_mod_promote_users": "may promote members", "g_post_flood": "post interval",
    "g_search_flood": "search interval", "g_email_flood": "mail interval",
    "g_report_flood": "report interval", "mails with the text": "notify with text",
    "subscribing when posting": "subscribe automatically", "smilies": "show smilies",
    "images": "show images", "images in signatures": "show signature images",
    "avatars": "show avatars", "signatures": "show signatures",
}  # fmt: skip


def since() -> Since:
    last = Moved.objects.last()
    if last is None:
        return Since()
    gone: defaultdict[str, set[int]] = defaultdict(set)
    for kind, pk in KeptRow.objects.filter(is_gone=True).values_list("kind", "first"):
        gone[kind].add(pk)
    apart = KeptApart.objects.values_list("kind", "first", "second", "aspect", "is_conflict")
    return Since(
        has_deltas=Moved.objects.count() > 1,
        edges=last.edges,
        gone={kind: frozenset(ids) for kind, ids in gone.items()},
        gone_posts=frozenset(KeptPost.objects.filter(is_gone=True).values_list("pk", flat=True)),
        apart={(kind, first, aspect): both for kind, first, _, aspect, both in apart},
        moderators=_pairs("moderators"),
        rights=frozenset(
            (first, second) for kind, first, second, *_ in apart if kind == "forum_perms"
        ),
    )


def _pairs(kind: str) -> frozenset[tuple[int, int]]:
    rows = KeptRow.objects.filter(kind=kind, is_gone=False)
    return frozenset(rows.values_list("first", "second"))
