"""How notices read for somebody now. What they may not see any more, or what is gone, is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from areopagus.accounts.actors import Actor
from areopagus.accounts.notices import Line, kind_named
from areopagus.notifications.models import Notice


def lines(actor: Actor, notices: Sequence[Notice]) -> Mapping[int, Line]:
    """By the number of the notice. What a kind asks, once for each kind."""
    by_kind: dict[str, dict[int, int]] = defaultdict(dict)
    for notice in notices:
        by_kind[notice.kind][subject_of(notice)] = notice.pk
    found: dict[int, Line] = {}
    for key, subjects in by_kind.items():
        kind = kind_named(key)
        if kind is None or (kind.for_staff and not actor.is_staff):
            continue
        for subject, line in kind.describe(actor, list(subjects)).items():
            found[subjects[subject]] = line
    return found


def subject_of(notice: Notice) -> int:
    return notice.post_id or notice.subject_id or 0
