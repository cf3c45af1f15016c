from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.leaving import actions, erasing
from areopagus.leaving.models import Farewell
from tests import factories
from tests.conftest import Cast

NAME, MAIL, ADDRESS = "Zebedee", "zebedee@example.org", "192.0.2.77"


@pytest.fixture
def zebedee(cast: Cast) -> Actor:
    """A member with a name that stands nowhere by chance."""
    user = factories.make_member(
        NAME,
        registered_from=ADDRESS,
        real_name="Zeb Edee",
        location="Zebedee's house",
        contacts={"jabber": MAIL},
        signature="@Mona I am Zebedee",
    )
    user.set_password(factories.PASSWORD)
    user.save(update_fields=["password"])
    return actors.member(User.objects.select_related("group").get(pk=user.pk), ADDRESS)


def erase(actor: Actor) -> Farewell:
    """All of it, as the job does it on the day."""
    farewell = actions.ask_to_leave(actor)
    Farewell.objects.filter(pk=farewell.pk).update(due_at=farewell.asked_at - timedelta(days=1))
    while erasing.go_on(farewell.pk):
        pass
    farewell.refresh_from_db()
    return farewell


def everything(but: frozenset[str] = frozenset()) -> str:
    """All that is in the database, as text."""
    with connection.cursor() as cursor:
        tables = [
            table for table in connection.introspection.table_names(cursor) if table not in but
        ]
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows += [f"{table}: {row!r}" for row in cursor.fetchall()]
    return "\n".join(rows)
