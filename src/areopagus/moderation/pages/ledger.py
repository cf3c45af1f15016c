"""The ledger as staff read it: a list with filters, and one batch in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, Field, ForeignKey, Model, OuterRef, QuerySet

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.boards.models import Forum, Post, Topic
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch, Change, Subject
from areopagus.core.ledger.tables import field_of, retold, table_of
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound, Verdict, denied
from areopagus.moderation import permissions

BATCHES_PER_PAGE = 50
CHANGES_SHOWN = 100
LONGEST_VALUE = 300
SUBJECTS = ("topic", "post", "forum", "member", "group")
KINDS: dict[str, type[Model]] = {
    "topic": Topic,
    "post": Post,
    "forum": Forum,
    "member": User,
    "group": Group,
}
LINKS_SHOWN = 20
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """`about` says what the list is narrowed to, such as ("“Who lands first?”", its address)."""

    batches: Sequence[Batch]
    pages: Pager
    total: int
    about: Sequence[Link]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One field of one row, before and after; a row that was made or taken has no field."""

    called: str
    did: str
    field: str = ""
    before: str | datetime = ""
    after: str | datetime = ""


@dataclass(frozen=True, slots=True)
class BatchPage:
    batch: Batch
    undone_by: Batch | None
    undoes: Batch | None
    links: Sequence[tuple[str, Sequence[Link], int]]
    changes: Sequence[ChangeRow]
    more: int
    may_undo: Verdict
    obstacles: Sequence[str]
    # Whether it was done to several members, and can be undone for some of them.
    has_parts: bool
    parts: Sequence[Batch]


def ledger_page(
    actor: Actor, said: Mapping[str, Any], number: int = 1, query: str = ""
) -> LedgerPage:
    """`said` are the filters: actor, kind, topic, post, forum, member, group, since, until; `query` the same as text."""
    permissions.insist_on_ledger(actor)
    found = _filtered(permissions.visible_batches(actor), said)
    total = found.count()
    pages = Pager(
        number,
        page_count(total, BATCHES_PER_PAGE),
        "/moderation/ledger/",
        f"?{query}" if query else "",
    )
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * BATCHES_PER_PAGE
    rows = found.select_related("undone_by").order_by("-pk")[start : start + BATCHES_PER_PAGE]
    return LedgerPage(list(rows), pages, total, list(_about(said)))


def batch_page(actor: Actor, batch_id: int) -> BatchPage:
    permissions.insist_on_ledger(actor)
    batch = (
        permissions.visible_batches(actor)
        .select_related("undoes", "undone_by")
        .filter(pk=batch_id)
        .first()
    )
    if batch is None:
        raise NotFound
    undone_by = Batch.objects.filter(undoes=batch).first()
    may_undo = permissions.can_undo(actor, batch)
    if undone_by is not None:
        may_undo = denied(f"{undone_by.actor_name} has undone this.")
    changes = list(batch.changes.order_by("pk")[: CHANGES_SHOWN + 1])
    return BatchPage(
        batch=batch,
        undone_by=undone_by,
        undoes=batch.undoes,
        links=list(_links(batch)),
        changes=change_rows(changes[:CHANGES_SHOWN]),
        more=max(0, batch.changes.count() - CHANGES_SHOWN),
        may_undo=may_undo,
        obstacles=undoing.obstacles(batch) if may_undo else (),
        has_parts=bool(may_undo) and batch.subjects.filter(name="member").count() > 1,
        parts=list(batch.undone_in_part_by.order_by("pk")),
    )


def _filtered(batches: QuerySet[Batch], said: Mapping[str, Any]) -> QuerySet[Batch]:
    if said.get("actor"):
        batches = batches.filter(actor_name__icontains=said["actor"])
    if said.get("kind"):
        batches = batches.filter(kind=said["kind"])
    if said.get("since"):
        batches = batches.filter(at__gte=said["since"])
    if said.get("until"):
        batches = batches.filter(at__lt=said["until"])
    for name in SUBJECTS:
        if said.get(name):
            concerned = Subject.objects.filter(name=name, subject_id=said[name])
            batches = batches.filter(Exists(concerned.filter(batch=OuterRef("pk"))))
    return batches


def _about(said: Mapping[str, Any]) -> Iterator[Link]:
    for name, model in KINDS.items():
        pk = said.get(name)
        if pk and (row := model._base_manager.filter(pk=pk).first()) is not None:
            yield _named(row)


def _links(batch: Batch) -> Iterator[tuple[str, Sequence[Link], int]]:
    """What a batch concerns, as links: (noun, links, how many more)."""
    for name, model in KINDS.items():
        ids = list(
            batch.subjects.filter(name=name)
            .order_by("subject_id")
            .values_list("subject_id", flat=True)
        )
        if ids:
            rows = model._base_manager.filter(pk__in=ids[:LINKS_SHOWN]).order_by("pk")
            yield name, [_named(row) for row in rows], max(0, len(ids) - LINKS_SHOWN)


def _named(row: Model) -> Link:
    if isinstance(row, Post):
        return f"Post #{row.number} by {row.author_name}", row.url
    if isinstance(row, Topic):
        return row.title, f"/moderation/topics/{row.pk}/"
    if isinstance(row, Group):
        return row.name, f"/administration/groups/{row.pk}/"
    if isinstance(row, Forum | User):
        return row.name, row.url
    raise TypeError(f"{row!r} is nothing a batch is about")


def change_rows(changes: Sequence[Change]) -> list[ChangeRow]:
    """One row a field. Rows are named as they are called now."""
    called = _names_of(changes)
    return [row for change in changes for row in _told(change, called)]


def _told(change: Change, called: Mapping[tuple[str, str], str]) -> Iterator[ChangeRow]:
    name = called.get((change.table, change.row_id), f"{change.table} {change.row_id}")
    if change.did != Change.Did.CHANGED:
        yield ChangeRow(name, change.did)
        return
    model = apps.get_model(change.table)
    before, after = (retold(model, image or {}) for image in (change.before, change.after))
    for attname in after:
        column = field_of(model, attname)
        was, is_now = (_shown(column, image.get(attname)) for image in (before, after))
        yield ChangeRow(name, change.did, str(column.verbose_name), was, is_now)


def _names_of(changes: Sequence[Change]) -> dict[tuple[str, str], str]:
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for change in changes:
        ids[change.table].append(change.row_id)
    names = {}
    for table, some in ids.items():
        model = apps.get_model(table)
        for row in model._base_manager.filter(pk__in=some):
            names[table, str(row.pk)] = table_of(model).called(row)
    return names


def _shown(column: Field[Any, Any], value: Any) -> str | datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(column, ForeignKey) and value is not None:
        row = column.related_model._base_manager.filter(pk=value).first()
        return table_of(type(row)).called(row) if row else f"{value}, which is gone"
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
