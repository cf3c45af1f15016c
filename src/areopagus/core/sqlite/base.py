"""Django's connection, with a queue before each transaction and the disk after it (see `writers`).

A statement outside of a transaction is left to SQLite, which waits for the disk itself.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

from areopagus.core.sqlite import writers

FULL = 2
# Longer statements have lists in them, and are seldom the same twice.
LONGEST_REMEMBERED = 8_000


class Cursor(base.SQLiteCursorWrapper):
    """Django's, but it does not write each statement anew in SQLite's way: a long one took 30 µs."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is not None or len(query) > LONGEST_REMEMBERED:
            return super().convert_query(query, param_names=param_names)
        return _with_question_marks(query)


@lru_cache(maxsize=512)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    # Whether it is our turn; whether SQLite is to wait for the disk, which we then do in its place.
    _is_writing = _is_durable = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        (mode,) = made.execute("PRAGMA journal_mode").fetchone()
        (level,) = made.execute("PRAGMA synchronous").fetchone()
        self._is_durable = mode == "wal" and level == FULL
        return made

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002
        return self.connection.cursor(factory=Cursor)

    def promise_nothing(self) -> None:
        """Until it is closed nobody waits for the disk: for a file that is made again after a crash."""
        self._is_durable = False

    def _start_transaction_under_autocommit(self) -> None:
        writers.queue(self._file).enter(self.settings_dict["OPTIONS"]["timeout"])
        self._is_writing = True
        try:
            self._let_sqlite_wait(False)
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # django-stubs do not know it.
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # django-stubs do not know it.
        if self._is_writing:
            self._end_turn()
            if self._is_durable:
                writers.disk(self._file).flush()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # django-stubs do not know it.
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # django-stubs do not know it.
        finally:
            self._is_durable = False
            self._end_turn()

    @property
    def _file(self) -> str:
        return str(self.settings_dict["NAME"])

    def _end_turn(self) -> None:
        if not self._is_writing:
            return
        self._is_writing = False
        try:
            self._let_sqlite_wait(True)
        finally:
            writers.queue(self._file).leave()

    def _let_sqlite_wait(self, waits: bool) -> None:
        if self._is_durable and self.connection is not None:
            self.connection.execute(f"PRAGMA synchronous={'FULL' if waits else 'NORMAL'}")
