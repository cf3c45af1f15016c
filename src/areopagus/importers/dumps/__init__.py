"""Old databases read as a stream: tables, columns and rows come out, nothing is executed or changed.

Understands what mysqldump, mariadb-dump, phpMyAdmin, pg_dump and sqlite3 write, plain or packed;
database files of SQLite 3; and databases that are running. Memory does not grow with the source,
only with its largest value. A full SQL parser would be far too slow.
"""

from __future__ import annotations

from areopagus.importers.dumps.pieces import Piece, Rows, Table
from areopagus.importers.dumps.sources import name_of, read, table_names
from areopagus.importers.dumps.stream import BadDump

__all__ = ["BadDump", "Piece", "Rows", "Table", "name_of", "read", "table_names"]
