"""Posts that were nobody's so far get their ghosts, as an import gives them now."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Count, Max, Min

from areopagus.boards.models.ghost import key_of

POSTS_AT_A_TIME = 500


def give_ghosts(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    post_model = apps.get_model("boards", "Post")
    options = dict(
        apps.get_model("core", "OptionValue").objects.values_list("key", "value").iterator()
    )
    ghosts: dict[tuple[str, str], int] = {}
    nobodys = post_model.objects.filter(author=None, ghost=None).order_by("pk")
    last_id = 0
    while some := list(
        nobodys.filter(pk__gt=last_id).values("pk", "author_name", "author_mail", "submission")[
            :POSTS_AT_A_TIME
        ]
    ):
        posts = defaultdict[int, list[int]](list)
        for post in some:
            whose = _origin(post, options), key_of(post["author_name"])
            if whose not in ghosts:
                ghosts[whose] = _make(apps, *whose, post["author_name"])
            posts[ghosts[whose]].append(post["pk"])
        for ghost_id, ids in posts.items():
            post_model.objects.filter(pk__in=ids).update(ghost=ghost_id)
        last_id = some[-1]["pk"]
    _count(apps)


def _origin(post: dict[str, Any], options: dict[str, Any]) -> str:
    is_imported = any(key.startswith("importers.fluxbb.") for key in options)
    if post["submission"] is not None or not is_imported:
        return "guest"
    if post["author_mail"]:
        return "old-guest"
    # Where guests had to give an address, who gave none had been a member.
    return "old-member" if options.get("board.guest_mail_required", True) else "unknown"


def _make(apps: Apps, origin: str, key: str, name: str) -> int:
    ghost = apps.get_model("boards", "Ghost").objects.create(name=name, name_key=key, origin=origin)
    return int(ghost.pk)


def _count(apps: Apps) -> None:
    counted = (
        apps.get_model("boards", "Post")
        .objects.exclude(ghost=None)
        .order_by()
        .values("ghost")
        .annotate(posts=Count("pk"), first=Min("posted_at"), last=Max("posted_at"))
    )
    for row in list(counted):
        apps.get_model("boards", "Ghost").objects.filter(pk=row["ghost"]).update(
            post_count=row["posts"], first_post_at=row["first"], last_post_at=row["last"]
        )


class Migration(migrations.Migration):
    dependencies = [("boards", "0002_ghosts"), ("core", "0001_initial")]
    operations = [migrations.RunPython(give_ghosts, migrations.RunPython.noop)]
