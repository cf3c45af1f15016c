"""Writers of one SQLite file: they come one after the other, and wait for the disk together.

SQLite lets those who wait for its lock sleep for up to a tenth of a second and then try again; who
comes in between goes first. Here they queue up, and the next one begins when the one before has
committed. And SQLite would have each hold the lock while the disk writes; here the next one works
meanwhile, and all who have committed by then share one turn of the disk. See decision 0024.
"""

from __future__ import annotations

import fcntl
import os
import threading
from functools import cache

from django.db import OperationalError

# Data, and of the file's own facts only those that are needed to read it again; macOS has no such call.
_to_disk = getattr(os, "fdatasync", os.fsync)


class Queue:
    """Only keeps order: what must not happen at once, SQLite itself prevents."""

    def __init__(self, path: str) -> None:
        self._threads = threading.Lock()
        self._processes = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def enter(self, seconds: float) -> None:
        """Comes back when it is our turn. One thread of each process stands in the queue of processes."""
        if not self._threads.acquire(timeout=seconds):
            # As SQLite says it.
            raise OperationalError("database is locked")
        try:
            fcntl.flock(self._processes, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise

    def leave(self) -> None:
        fcntl.flock(self._processes, fcntl.LOCK_UN)
        self._threads.release()


class Disk:
    """What was written to the file at `path` is on the disk when `flush` comes back."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._turn = threading.Lock()
        self._begun = 0
        # The last turn that went wrong, and how.
        self._failed, self._error = 0, OSError()

    def flush(self) -> None:
        begun = self._begun
        with self._turn:
            # Another's turn that began after we had written, and has ended, was ours too, also when it
            # failed: the system says so once, and a second try would seem to succeed.
            if self._begun == begun:
                self._begun += 1
                try:
                    self._flush()
                except OSError as error:
                    self._failed, self._error = self._begun, error
            if self._failed > begun:
                raise OperationalError(f"disk I/O error: {self._error}") from self._error

    def _flush(self) -> None:
        # Opened each time: SQLite takes the file away when nobody has the database open.
        handle = os.open(self._path, os.O_RDONLY)
        try:
            _to_disk(handle)
        finally:
            os.close(handle)


@cache
def queue(database: str) -> Queue:
    return Queue(f"{database}-queue")


@cache
def disk(database: str) -> Disk:
    """That of the write-ahead log, where what is committed stands until SQLite moves it."""
    return Disk(f"{database}-wal")
