"""What the boards do by themselves."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django_tasks import task

from areopagus.boards import deeds, reading_marks
from areopagus.boards.models import Topic
from areopagus.core.clock import now
from areopagus.core.jobs.periodic import periodically
from areopagus.core.ledger import recording
from areopagus.core.ledger.recording import Rule

ENDING = Rule("The end of links to moved topics")
AT_ONCE = 1000


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
