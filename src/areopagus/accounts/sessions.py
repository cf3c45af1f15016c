"""Sessions in the database, read together with the member and group they belong to: one query.

SESSION_ENGINE. Django's own store does everything; only where it reads and makes a row this one adds
the member (Django's documentation, "Extending database-backed session engines").
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db

from areopagus.accounts.events import SessionRenewed
from areopagus.accounts.member_rows import MEMBER_FIELDS, member_of
from areopagus.accounts.models import Session, User
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.prepared import Prepared, given, made_from

# As Django makes them. What else stands in such a cookie leads to nobody, and is not looked up: PostgreSQL
# refuses a zero byte, which a quoted cookie can have.
KEY = re.compile("[0-9a-z]{32}")
SESSION_FIELDS = ("session_key", "session_data", "expire_date", "member_id")
MEMBER_ID = SESSION_FIELDS.index("member_id")
_ROW = Prepared(
    lambda: Session.objects.filter(
        session_key=given("key", str), expire_date__gt=given("now", datetime)
    ).values_list(
        *SESSION_FIELDS,
        *(f"member__{name}" for name in MEMBER_FIELDS),
    )
)
# The member whose session was read last in this thread, until somebody asks for them.
_along: ContextVar[User | None] = ContextVar("member read along", default=None)


Row = tuple[Any, ...]


class SessionStore(db.SessionStore):
    @classmethod
    def of_row(cls, row: Row) -> SessionStore:
        """A session that was found by `row_of`; its member is read along."""
        row = _ROW.read(row)
        session = cls(row[0])
        session._session_cache = session.decode(row[1])  # type: ignore[attr-defined]
        _along.set(member_of(row[len(SESSION_FIELDS) :]))
        return session

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and KEY.fullmatch(key))

    def _get_session_from_db(self) -> Session | None:
        _along.set(None)
        row = _ROW.row(key=self.session_key, now=now())
        if row is None:
            self._session_key = None
            return None
        session = made_from(Session, SESSION_FIELDS, row)
        if session.member_id is not None:
            _along.set(member_of(row[len(SESSION_FIELDS) :]))
        return session

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """As Django does; what has once been found to be signed by us is not verified again."""
        return cast(dict[str, Any], json.loads(_verified(session_data)))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = cast(Session, super().create_model_instance(data))
        session.member_id = data.get(SESSION_KEY)
        return session

    def cycle_key(self) -> None:
        was = self.session_key
        super().cycle_key()
        if was and self.session_key and SESSION_KEY in self:
            announce(SessionRenewed(was, self.session_key))


def row_of(session_key: str) -> Row | None:
    """The session that has not ended, with its member and their group, as the database gives it.

    None when it is nobody's. `SessionStore.of_row` reads it.
    """
    if not KEY.fullmatch(session_key):
        return None
    row = _ROW.raw_row(key=session_key, now=now())
    return row if row is not None and row[MEMBER_ID] is not None else None


def is_members(session_key: str) -> bool:
    """Whether a member is signed in by this session."""
    mine = Session.objects.filter(session_key=session_key, expire_date__gt=now())
    return mine.exclude(member=None).exists()


def signed_in_by(user: User, session_keys: Collection[str]) -> set[str]:
    """Those of these sessions in which the member is signed in: not ended, and no password set elsewhere since.

    One query.
    """
    mine = Session.objects.filter(member=user, session_key__in=session_keys, expire_date__gt=now())
    proofs = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return {
        key
        for key, session_data in mine.values_list("session_key", "session_data")
        if SessionStore().decode(session_data).get(HASH_SESSION_KEY) in proofs
    }


@lru_cache(maxsize=1024)
def _verified(session_data: bytes | str) -> str:
    return json.dumps(db.SessionStore().decode(session_data))


def read_along(user_id: int) -> User | None:
    """The member who was read with this request's session, once; None when it is another one."""
    member = _along.get()
    _along.set(None)
    return member if member is not None and member.pk == user_id else None
