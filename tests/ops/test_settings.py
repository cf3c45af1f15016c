"""Settings: where they come from, what is refused, and that the document tells of all."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from areopagus.core.environment import Settings, WrongSetting, read

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/settings.md"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "areopagus.toml").write_text('smtp_port = 25\nsmtp_host = "mail.example.org"\n')
    said = read(tmp_path, {"AREOPAGUS_SMTP_PORT": "465"})
    assert (said.smtp_port, said.smtp_host, said.smtp_security) == (
        465,
        "mail.example.org",
        "starttls",
    )


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "pw").write_text("rosebud\n")
    said = read(tmp_path, {"AREOPAGUS_SMTP_PASSWORD_FILE": str(tmp_path / "pw")})
    assert said.smtp_password == "rosebud"


def test_lists_are_lists_in_the_file_and_commas_in_the_environment(tmp_path: Path) -> None:
    (tmp_path / "areopagus.toml").write_text('trusted_proxies = ["127.0.0.1/32"]\n')
    assert read(tmp_path, {}).trusted_proxies == ("127.0.0.1/32",)
    said = read(tmp_path, {"AREOPAGUS_TRUSTED_PROXIES": "10.0.0.0/8, ::1/128"})
    assert said.trusted_proxies == ("10.0.0.0/8", "::1/128")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("smtp_port = 0", "from 1 to 65535"),
        ('smtp_port = "25"', "a whole number"),
        ('site_url = "forum.example.org"', "https://forum.example.org"),
        ('site_url = "https://example.org/forum/"', "without a path"),
        ('trusted_proxies = ["everybody"]', "networks such as"),
        ('smtp_security = "ssl"', '"starttls"'),
        ('smpt_host = "x"', "Did you mean 'smtp_host'?"),
        ("smtp_port = ", "cannot be read"),
    ],
)
def test_a_wrong_line_says_what_is_allowed(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "areopagus.toml").write_text(line)
    with pytest.raises(WrongSetting, match=re.escape(reason)):
        read(tmp_path, {})


def test_the_document_lists_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", DOCUMENT.read_text(), re.MULTILINE))
    assert rows == {f.name: shown(f.default) for f in fields(Settings)}


def shown(default: object) -> str:
    return f"`{default}`" if default not in ("", ()) else "empty"
