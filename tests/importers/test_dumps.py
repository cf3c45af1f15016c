"""The same rows come out of a dump, whoever wrote it and however it is packed."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from areopagus.importers import dumps
from areopagus.importers.dumps import BadDump, Rows, Table, sqlite_file
from areopagus.importers.dumps.pieces import Row

POSTS = [(b"1", b'It\'s \\ "so"\nand\tso'), (b"2", None)]
WRITTEN = {
    "mysqldump": rb"""
-- MySQL dump 10.13
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `posts`;
CREATE TABLE `posts` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `message` mediumtext COLLATE utf8_unicode_ci DEFAULT 'a, b (c)',
  PRIMARY KEY (`id`),
  KEY `by_message` (`message`(10))
) ENGINE=MyISAM;
LOCK TABLES `posts` WRITE;
INSERT INTO `posts` VALUES (1,'It\'s \\ \"so\"\nand\tso'),(2,NULL);
UNLOCK TABLES;
-- Dump completed on 2009-04-17
""",
    "single inserts with columns": b"""
INSERT INTO posts (id, message) VALUES (1,'It''s \\\\ \\"so\\"\\nand\\tso');
INSERT IGNORE INTO `forum`.`posts` (`id`, `message`) VALUES (2, NULL);
""",
    "hexadecimal": b"INSERT INTO posts (id, message) VALUES (1,0x%b),(2,NULL);"
    % POSTS[0][1].hex().encode(),  # type: ignore[union-attr]
    "phpMyAdmin": rb"""
-- phpMyAdmin SQL Dump
# An older comment; with ' and "
SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
INSERT INTO `posts` (`id`, `message`) VALUES
(1, 'It\'s \\ "so"\nand	so'),
(2, NULL);
""",
    "pg_dump with COPY": b"""--
-- PostgreSQL database dump
--
SET standard_conforming_strings = on;
CREATE FUNCTION f() RETURNS int AS $x$ SELECT ';'''; $x$ LANGUAGE sql;
COPY public.posts (id, message) FROM stdin;
1\tIt's \\\\ "so"\\nand\\tso
2\t\\N
\\.

--
-- PostgreSQL database dump complete
--
""",
    "pg_dump with INSERT": b"""--
-- PostgreSQL database dump
--
SET standard_conforming_strings = on;
INSERT INTO public.posts (id, message) VALUES (1, 'It''s \\ "so"
and\tso'), (2, NULL) ON CONFLICT DO NOTHING;
--
-- PostgreSQL database dump complete
--
""",
    "sqlite": b"""PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE posts (id INTEGER PRIMARY KEY, message TEXT);
INSERT INTO posts VALUES(1,'It''s \\ "so"
and\tso');
INSERT INTO posts VALUES(2,NULL);
COMMIT;
""",
    "a byte order mark and CRLF": b"\xef\xbb\xbfCREATE TABLE posts (id int,\r\n message text);\r\n"
    b"INSERT INTO posts VALUES (1,'It\\'s \\\\ \\\"so\\\"\\nand\\tso'),\r\n(2,NULL);\r\n",
}


def read(text: bytes, folder: Path) -> tuple[dict[str, tuple[str, ...]], list[Row]]:
    path = folder / "dump.sql"
    path.write_bytes(text)
    columns: dict[str, tuple[str, ...]] = {}
    rows: list[Row] = []
    for piece in dumps.read(path):
        if isinstance(piece, Table):
            columns[piece.name] = piece.columns
        else:
            assert isinstance(piece, Rows)
            columns.setdefault(piece.name, piece.columns)
            rows += piece.rows
    return columns, rows


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_the_same_rows_come_out(text: bytes, tmp_path: Path) -> None:
    assert read(text, tmp_path) == ({"posts": ("id", "message")}, POSTS)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_packed_dumps_are_unpacked(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    assert read(pack(WRITTEN["mysqldump"]), tmp_path)[1] == POSTS


def test_a_packed_dump_that_breaks_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDump, match="cannot be read any further"):
        read(gzip.compress(WRITTEN["mysqldump"])[:-20], tmp_path)


REFUSED = {
    "a row that breaks off": (b"INSERT INTO posts VALUES (1,'It", "line 1"),
    "a word that is no value": (b"INSERT INTO posts VALUES (1,now),", "no value"),
    "no row": (b"INSERT INTO posts VALUES;", "should begin here"),
    "no statement": (b"\n\n<html>", "line 3"),
    "a missing end": (b"-- MySQL dump 10\nINSERT INTO a (id) VALUES (1);\n", "ends too early"),
    "a quotation without end": (b"SET a = 'x;\n" * 3, "breaks off"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused_with_its_line(
    text: bytes, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(BadDump, match=reason):
        read(text, tmp_path)


@given(text=st.binary(max_size=300))
def test_garbage_never_breaks_the_reader(
    text: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("dump")
    try:
        read(b"INSERT INTO posts (id) VALUES (" + text, folder)
    except BadDump as reason:
        assert "line" in str(reason)


@given(st.binary(max_size=200))
def test_whatever_is_written_comes_out_again(value: bytes) -> None:
    from areopagus.importers.dumps.values import unescaped

    escaped = value.replace(b"\\", b"\\\\").replace(b"'", b"\\'").replace(b"\0", b"\\0")
    assert unescaped(escaped) == value


def test_a_database_file_is_read_without_being_touched(tmp_path: Path) -> None:
    path = tmp_path / "board.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE posts (id INTEGER PRIMARY KEY, message TEXT)")
        db.executemany("INSERT INTO posts VALUES (?, ?)", [(1, "It's"), (2, None)])
        db.commit()
    before = path.read_bytes()
    assert list(dumps.read(str(path))) == [
        Table("posts", ("id", "message")),
        Rows("posts", ("id", "message"), [(b"1", b"It's"), (b"2", None)]),
    ]
    assert path.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {"board.db"}


def test_a_damaged_database_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "board.db"
    path.write_bytes(sqlite_file.MAGIC + b"nonsense" * 100)
    with pytest.raises(BadDump, match=r"board\.db is a damaged database"):
        list(dumps.read(str(path)))


@pytest.mark.parametrize(
    "address", ["oracle://localhost/x", "mysql://x@127.0.0.1:1/x", "postgresql://127.0.0.1:1/x"]
)
def test_a_database_that_cannot_be_read_is_told_in_one_line(address: str) -> None:
    with pytest.raises(BadDump) as reason:
        list(dumps.read(address))
    assert "\n" not in str(reason.value)


def test_no_message_shows_the_password_of_an_address() -> None:
    assert dumps.name_of("mysql://root:hush@db.example.org/flux") == "mysql://db.example.org/flux"
