"""Damaged dumps: a clear refusal that names the line, or a board that is sound. Never anything else."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areopagus.accounts.models import User
from areopagus.importers.fluxbb.importing import CannotImport, Wishes
from tests.importers.old_boards import SAMPLE, WRITTEN_BY_FLUXBB, move_in

pytestmark = pytest.mark.django_db
DUMPS = {path.name: gzip.decompress(path.read_bytes()) for path in WRITTEN_BY_FLUXBB.glob("*.gz")}
NASTY = (
    b"\0",
    b"'",
    b"\\",
    b"\\'",
    b"NULL",
    b"9" * 40,
    b"-1",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"),(",
    b";",
    b"\xff",
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    dump=st.sampled_from(sorted(DUMPS)),
    wounds=st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 40),
            st.one_of(st.sampled_from(NASTY), st.binary(max_size=20)),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_a_wounded_dump_is_refused_or_sound(
    dump: str, wounds: list[tuple[float, int, bytes]], tmp_path: Path
) -> None:
    text = DUMPS[dump]
    for where, length, instead in wounds:
        at = int(where * len(text))
        text = text[:at] + instead + text[at + length :]
    try:
        said = move_in(text, tmp_path, Wishes(dry_run=True))
    except CannotImport as reason:
        assert "\n" not in str(reason)
    else:
        assert "Every row is accounted for." in said
    assert not User.objects.exists()


@pytest.mark.parametrize("byte", [b"\r\n", b"\n"])
def test_line_ends_do_not_matter(byte: bytes, tmp_path: Path) -> None:
    text = gzip.decompress(SAMPLE.read_bytes()).replace(b"\n", byte)
    assert "Every row is accounted for." in move_in(text, tmp_path)


def test_a_refusal_names_the_line(tmp_path: Path) -> None:
    text = gzip.decompress(SAMPLE.read_bytes())
    at = text.index(b"INSERT INTO `posts`")
    line = text.count(b"\n", 0, at) + 4
    wound = b"INSERT INTO `posts` VALUES\n(1,2),\n(3,4),\n(now());"
    with pytest.raises(CannotImport, match=rf"line {line}: "):
        move_in(text[:at] + wound + text[at:], tmp_path)
