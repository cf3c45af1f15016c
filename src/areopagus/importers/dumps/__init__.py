"""SQL dumps read as a stream: tables, columns and rows come out, nothing is executed.

Understands what mysqldump, mariadb-dump, phpMyAdmin, pg_dump and sqlite3 write. Memory does not
grow with the dump, only with its largest value. A full SQL parser would be far too slow.
"""

from __future__ import annotations

from areopagus.importers.dumps.reading import Rows, Table, read
from areopagus.importers.dumps.stream import BadDump

__all__ = ["BadDump", "Rows", "Table", "read"]
