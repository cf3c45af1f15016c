"""From the text of a dump to its tables and rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from areopagus.importers.dumps.pieces import ROWS_AT_A_TIME, Row, Rows, Table
from areopagus.importers.dumps.stream import UNREADABLE, BadDump, Stream, opened
from areopagus.importers.dumps.values import MYSQL_VALUE, STANDARD_VALUE, copied, value_of

_NAME = rb"(?:`(?:[^`]|``)+`|\"(?:[^\"]|\"\")+\"|\[[^\]]+\]|[A-Za-z_][\w$]*)"
_DOTTED = rb"(" + _NAME + rb"(?:\." + _NAME + rb")*)"
_COLUMNS = rb"\(\s*(" + _NAME + rb"(?:\s*,\s*" + _NAME + rb")*)\s*\)"
BLANK = re.compile(
    rb"(?:\s++|--[^\n]*+(?:\n|\Z)|\#[^\n]*+(?:\n|\Z)|/\*.*?\*/|;"
    # Orders to the programs psql and mysql, each on a line of its own.
    rb"|\\[^\n]*+(?:\n|\Z)|DELIMITER\s[^\n]*+(?:\n|\Z))*+",
    re.DOTALL,
)
CREATE = re.compile(
    rb"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?" + _DOTTED + rb"\s*\(", re.IGNORECASE
)
INSERT = re.compile(
    rb"(?:INSERT|REPLACE)\s+(?:LOW_PRIORITY\s+|DELAYED\s+|HIGH_PRIORITY\s+|OR\s+\w+\s+)?"
    rb"(?:IGNORE\s+)?(?:INTO\s+)?" + _DOTTED + rb"\s*(?:" + _COLUMNS + rb")?\s*"
    rb"(?:OVERRIDING\s+\w+\s+VALUE\s+)?VALUES\s*",
    re.IGNORECASE,
)
COPY = re.compile(
    rb"COPY\s+" + _DOTTED + rb"\s*(?:" + _COLUMNS + rb")?\s*FROM\s+stdin;[^\n]*\n", re.IGNORECASE
)
WORD = re.compile(rb"[A-Za-z]+")
_QUOTED = rb"\"(?:[^\"\\]++|\\.|\"\")*+\"|`[^`]*+`"
_COMMENT = rb"--[^\n]*+|/\*.*?\*/"
# A statement nobody needs, up to its semicolon. Functions in pg_dump are quoted with dollars.
_PIECES = rb"|" + _QUOTED + rb"|" + _COMMENT + rb"|\$(\w*)\$.*?\$\1\$|[^'\"`;/$-]++|[/$-]"
MYSQL_REST = re.compile(rb"(?:'(?:[^'\\]++|\\.|'')*+'" + _PIECES + rb")*+;", re.DOTALL)
STANDARD_REST = re.compile(rb"(?:[eE]?'(?:[^']++|'')*+'" + _PIECES + rb")*+;", re.DOTALL)
# One piece of a table's making: brackets count, so that only whole columns are seen.
MAKING = re.compile(
    rb"(?P<blank>\s+|--[^\n]*\n|/\*.*?\*/)|(?P<text>'(?:[^'\\]|\\.|'')*')|(?P<open>\()|(?P<close>\))"
    rb"|(?P<comma>,)|(?P<name>" + _NAME + rb")|(?P<other>.)",
    re.DOTALL,
)
OPEN = re.compile(rb"\s*\(")
BETWEEN_ROWS = re.compile(
    rb"(?:\s++|/\*.*?\*/)*+([,;]|\Z)|\s*ON\s[^;]*(;)", re.DOTALL | re.IGNORECASE
)
LINE = re.compile(rb"([^\n]*)\n")
NOT_COLUMNS = {"primary", "unique", "key", "constraint", "index", "fulltext", "foreign", "check"}
HEAD = 4096
GLANCE = 1 << 22
TAIL = re.compile(rb"-- Dump completed|-- PostgreSQL database dump complete")
PROMISES_TAIL = re.compile(
    rb"-- (?:MySQL|MariaDB) dump |^-- PostgreSQL database dump\s*$", re.MULTILINE
)
STANDARD_SQL = re.compile(
    rb"-- PostgreSQL database dump|standard_conforming_strings|PRAGMA foreign_keys"
)


# Where a statement about a table begins. In a text this finds too much, which does no harm.
ABOUT = re.compile(
    rb"(?:^|;)\s*(?:CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?|COPY\s+"
    rb"|(?:INSERT|REPLACE)\s+(?:\w+\s+){0,3}?INTO\s+)" + _DOTTED,
    re.IGNORECASE | re.MULTILINE,
)


def table_names(path: Path) -> set[str]:
    """The tables a dump speaks of, by a quick look; whether it is whole, only reading it tells."""
    names: set[str] = set()
    with opened(path) as file:
        rest = b""
        # What cannot be read is told, with its line, by whoever reads the dump.
        with suppress(*UNREADABLE):
            while chunk := file.read(GLANCE):
                text = rest + chunk
                names.update(_last_name(found[1]) for found in ABOUT.finditer(text))
                rest = text[-HEAD:]
    return names


def read(path: Path) -> Iterator[Table | Rows]:
    """Tables and rows in the dump's order. BadDump says on which line it stops making sense."""
    with opened(path) as file:
        try:
            yield from _Reader(Stream(file)).statements()
        except BadDump as error:
            raise BadDump(f"{path.name}, {error}") from error


class _Reader:
    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        head = stream.text[:HEAD]
        self._has_backslashes = STANDARD_SQL.search(head) is None
        self._wants_tail = PROMISES_TAIL.search(head) is not None
        self._value = MYSQL_VALUE if self._has_backslashes else STANDARD_VALUE
        self._rest = MYSQL_REST if self._has_backslashes else STANDARD_REST

    def statements(self) -> Iterator[Table | Rows]:
        seen_tail = False
        while True:
            # Every comment is looked at, since the last one says that the dump is whole.
            blank = self._stream.take(BLANK)
            if blank is not None and blank[0]:
                seen_tail = seen_tail or TAIL.search(blank[0]) is not None
            elif word := self._stream.take_short(WORD):
                self._stream.at = word.start()
                yield from self._statement(word[0].upper())
            elif not self._stream.refill():
                # A comment may have been cut by the window's edge; only at the end is it none.
                break
        if self._stream.at < len(self._stream.text):
            raise self._stream.wrong("this is not a statement of SQL")
        if self._wants_tail and not seen_tail:
            raise self._stream.wrong("the dump ends too early; its last line is missing")

    def _statement(self, word: bytes) -> Iterator[Table | Rows]:
        stream = self._stream
        match word:
            case b"CREATE" if (found := stream.take_short(CREATE)) is not None:
                yield Table(_last_name(found[1]), self._columns())
                self._skip()
            case b"INSERT" | b"REPLACE" if (found := stream.take_short(INSERT)) is not None:
                yield from self._inserted(_last_name(found[1]), _names(found[2]))
            case b"COPY" if (found := stream.take_short(COPY)) is not None:
                yield from self._copied(_last_name(found[1]), _names(found[2]))
            case b"INSERT" | b"REPLACE" | b"COPY":
                raise stream.wrong("this statement cannot be understood, or it breaks off")
            case _:
                self._skip()

    def _skip(self) -> None:
        if self._stream.take(self._rest) is None:
            raise self._stream.wrong("the dump breaks off within a statement, or is not SQL")

    def _columns(self) -> tuple[str, ...]:
        """The columns of a table whose opening bracket has just been passed."""
        columns: list[str] = []
        depth, begins = 1, True
        while depth:
            piece = self._stream.take_short(MAKING)
            if piece is None:
                raise self._stream.wrong("the dump breaks off within a table's description")
            kind = piece.lastgroup
            depth += (kind == "open") - (kind == "close")
            if begins and kind == "name":
                name = _name(piece[0])
                if piece[0][:1] in b'`"[' or name.lower() not in NOT_COLUMNS:
                    columns.append(name)
            if kind != "blank":
                begins = kind == "comma" and depth == 1
        return tuple(columns)

    def _inserted(self, table: str, columns: tuple[str, ...]) -> Iterator[Rows]:
        stream, rows = self._stream, []
        while True:
            if stream.take_short(OPEN) is None:
                raise stream.wrong(f"a row of {table} should begin here")
            rows.append(self._row(table))
            between = stream.take_short(BETWEEN_ROWS)
            if between is None or not (between[1] or between[2]):
                raise stream.wrong(f"the dump breaks off after a row of {table}")
            is_last = between[1] != b","
            if is_last or len(rows) == ROWS_AT_A_TIME:
                yield Rows(table, columns, rows, stream.line)
                rows = []
            if is_last:
                return

    def _row(self, table: str) -> Row:
        stream, values = self._stream, []
        while True:
            found = self._value.match(stream.text, stream.at)
            if found is None:
                found = stream.take(self._value)
                if found is None:
                    raise stream.wrong(f"a row of {table} breaks off or holds what is no value")
            stream.at = found.end()
            try:
                values.append(value_of(found, has_backslashes=self._has_backslashes))
            except ValueError as error:
                raise stream.wrong(f"a row of {table} holds what is no value: {error}") from error
            if found[8] == b")":
                return tuple(values)

    def _copied(self, table: str, columns: tuple[str, ...]) -> Iterator[Rows]:
        stream, rows = self._stream, []
        while True:
            line = stream.take(LINE)
            if line is None:
                raise stream.wrong(f"the dump breaks off within the rows of {table}")
            text = line[1].removesuffix(b"\r")
            is_last = text == b"\\."
            if not is_last:
                rows.append(tuple(copied(field) for field in text.split(b"\t")))
            if rows and (is_last or len(rows) == ROWS_AT_A_TIME):
                yield Rows(table, columns, rows, stream.line)
                rows = []
            if is_last:
                return


def _names(text: bytes | None) -> tuple[str, ...]:
    return tuple(_name(found) for found in re.findall(_NAME, text)) if text else ()


def _last_name(dotted: bytes) -> str:
    """`users` of "public.users"."""
    return _names(dotted)[-1]


def _name(text: bytes) -> str:
    bare = text[1:-1] if text[:1] in b'`"[' else text
    return bare.replace(b"``", b"`").replace(b'""', b'"').decode("utf-8", "replace")
