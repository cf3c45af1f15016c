"""What stands in a board's areopagus.toml and in the environment, read once at start, typed.

A setting called `smtp_port` is `smtp_port` in the file and AREOPAGUS_SMTP_PORT in the environment,
which wins. AREOPAGUS_SMTP_PASSWORD_FILE names a file that holds the value. Knows no Django, so that a
wrong value is one clear line before anything has started.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FILE_NAME = "areopagus.toml"
PREFIX = "AREOPAGUS_"
# Said on the command line or by our own tests; not settings of a board.
NOT_SETTINGS = {"BOARD", "SERVED", "NO_SKIPS", "TEST_DATABASE"}
SECRETS = {
    "secret_key",
    "database",
    "valkey_url",
    "smtp_password",
    "purge_header",
    "imap_password",
    "inbound_secret",
}
HEADER = re.compile(r"[A-Za-z0-9-]+: *[\x21-\x7e][\x20-\x7e]*")
MAILBOX = re.compile(r"[A-Za-z0-9._-]{1,16}@[A-Za-z0-9.-]+")
SHARED_SECRET = re.compile(r"[\x21-\x7e]{32,}")
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}

Check = Callable[[Any], bool]


class WrongSetting(Exception):
    """Says which setting, what it was and what is allowed."""


def setting(default: Any, help_text: str, allowed: str, check: Check = lambda _: True) -> Any:
    return field(default=default, metadata={"help": help_text, "allowed": allowed, "check": check})


def _between(low: int, high: int) -> Check:
    return lambda value: low <= value <= high


def _one_of(*choices: str) -> Check:
    return lambda value: value in choices


def _is_web_address(value: str) -> bool:
    parts = urlsplit(value)
    return not value or (
        parts.scheme in {"http", "https"} and bool(parts.netloc) and parts.path in {"", "/"}
    )


def _is_valkey(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in {"valkey", "valkeys"} and bool(parts.hostname)


def _are_networks(values: tuple[str, ...]) -> bool:
    try:
        return all(ipaddress.ip_network(value) for value in values)
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting a board has. docs/settings.md lists the same; a test compares."""

    site_url: str = setting(
        "",
        "The board's public address. Feeds, mails and passkeys need it; empty: as each request came in.",
        'an address such as "https://forum.example.org", without a path',
        _is_web_address,
    )
    secret_key: str = setting(
        "",
        "Signs sessions and links. Empty: what stands in secret.key in the folder, made at first start.",
        "empty or at least 32 characters",
        lambda value: not value or len(value) >= 32,  # noqa: PLR2004
    )
    database: str = setting(
        "",
        "Where the data lives. Empty: board.sqlite3 in the board's folder.",
        'empty, or "postgresql://user:password@host:5432/name"',
        lambda value: not value or urlsplit(value).scheme in {"postgresql", "postgres"},
    )
    valkey_url: str = setting(
        "",
        "Where the machines of one board tell each other what has changed. Empty: it is on one machine.",
        'empty, or "valkey://:password@host:6379" ("valkeys" with TLS); the database must then be PostgreSQL',
        lambda value: not value or _is_valkey(value),
    )
    workers: int = setting(
        0,
        "Web processes. 0: as many as the machine has processors, at most 4.",
        "a whole number from 0 to 64",
        _between(0, 64),
    )
    threads: int = setting(
        16,
        "Threads in each web process. Most only wait: for their turn, or for what is being sent.",
        "a whole number from 8 to 64",
        _between(8, 64),
    )
    page_cache_megabytes: int = setting(
        32,
        "Memory in which each web process keeps pages; 0 keeps none.",
        "a whole number from 0 to 4096",
        _between(0, 4096),
    )
    trusted_proxies: tuple[str, ...] = setting(
        (),
        "Networks of web servers in front whose X-Forwarded-For is believed.",
        'networks such as ["127.0.0.1/32", "10.0.0.0/8"]; in the environment with commas between',
        _are_networks,
    )
    purge_url: str = setting(
        "",
        "A content delivery network's address for purging by key. Set: it may keep pages for ten minutes.",
        'empty, or an address such as "https://api.fastly.com/service/ID/purge"',
        lambda value: not value or urlsplit(value).scheme in {"http", "https"},
    )
    purge_header: str = setting(
        "",
        "The header that lets us purge there.",
        'empty, or a header such as "Fastly-Key: abc" or "Authorization: Bearer abc"',
        lambda value: not value or bool(HEADER.fullmatch(value)),
    )
    mail_from: str = setting(
        "",
        "The sender of the board's mails. Empty: board@ and the host of site_url.",
        "empty or a mail address",
        lambda value: not value or "@" in value,
    )
    smtp_host: str = setting(
        "", "The mail server. Empty: mails are put into outbox/ in the folder.", "a host's name"
    )
    smtp_port: int = setting(587, "Its port.", "a whole number from 1 to 65535", _between(1, 65535))
    smtp_user: str = setting("", "The name to give it.", "any text")
    smtp_password: str = setting("", "The password to give it.", "any text")
    smtp_security: str = setting(
        "starttls",
        "How the connection is protected.",
        '"starttls", "tls" or "none"',
        _one_of("starttls", "tls", "none"),
    )
    inbound_mail: str = setting(
        "",
        "The mailbox for answers by mail and for returned letters; mail to board+anything@ must reach it as well.",
        "empty or a mail address without a plus, its first part of at most 16 characters",
        lambda value: not value or bool(MAILBOX.fullmatch(value)),
    )
    imap_host: str = setting(
        "", "Where that mailbox is read, once a minute. Empty: it is not.", "a host's name"
    )
    imap_port: int = setting(993, "Its port.", "a whole number from 1 to 65535", _between(1, 65535))
    imap_user: str = setting("", "The name to give it.", "any text")
    imap_password: str = setting("", "The password to give it.", "any text")
    imap_security: str = setting(
        "tls",
        "How the connection is protected.",
        '"tls", "starttls" or "none"',
        _one_of("tls", "starttls", "none"),
    )
    inbound_secret: str = setting(
        "",
        "With it a mail server may hand mails in at /inbound-mail/. Empty: none may.",
        "empty or at least 32 characters without blanks",
        lambda value: not value or bool(SHARED_SECRET.fullmatch(value)),
    )
    upload_megabytes: int = setting(
        5,
        "The largest form anybody may send, without its files; pictures have limits of their own.",
        "a whole number from 1 to 100",
        _between(1, 100),
    )
    session_days: int = setting(
        30, "How long “remember me” remembers.", "a whole number from 1 to 400", _between(1, 400)
    )
    log_level: str = setting(
        "warning",
        "How much is written to the console.",
        '"error", "warning" or "info"',
        _one_of("error", "warning", "info"),
    )


def read(board: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of the board in this folder. WrongSetting when one is not as it must be."""
    known = {f.name: f for f in fields(Settings)}
    given = _from_file(board / FILE_NAME, known) | _from_environment(environment, known)
    said = Settings(**{name: _checked(known[name], *found) for name, found in given.items()})
    if said.valkey_url and not said.database:
        raise WrongSetting(
            "valkey_url is for a board on several machines, and those share a database in PostgreSQL; "
            "set database as well."
        )
    return said


def _from_file(path: Path, known: Mapping[str, object]) -> dict[str, tuple[str, Any]]:
    """Name to (where it was said, value)."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongSetting(f"{path} cannot be read: {error}") from error
    for name in said:
        if name not in known:
            raise WrongSetting(f"{path} has {name!r}, which is no setting.{_meant(name, known)}")
    return {name: (f"{name} in {path}", value) for name, value in said.items()}


def _from_environment(
    environment: Mapping[str, str], known: Mapping[str, Field[Any]]
) -> dict[str, tuple[str, Any]]:
    found: dict[str, tuple[str, Any]] = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or variable.removeprefix(PREFIX) in NOT_SETTINGS:
            continue
        name, value = variable.removeprefix(PREFIX).lower(), text
        if name not in known and name.removesuffix("_file") in known:
            name, value = name.removesuffix("_file"), _contents(variable, text)
        if name not in known:
            raise WrongSetting(f"{variable} is no setting.{_meant(name, known)}")
        found[name] = (variable, _parsed(known[name], variable, value))
    return found


def _contents(variable: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{variable} names {path!r}, which cannot be read: {error}") from error


def _parsed(known: Field[Any], where: str, text: str) -> Any:
    """A text from the environment as the setting's own type."""
    kind = type(known.default)
    if kind is tuple:
        return [part.strip() for part in text.split(",") if part.strip()]
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise _wrong(known, where, text) from None
    if kind is bool:
        if text.lower() not in TRUE | FALSE:
            raise _wrong(known, where, text)
        return text.lower() in TRUE
    return text


def _checked(known: Field[Any], where: str, value: Any) -> Any:
    if isinstance(known.default, tuple) and isinstance(value, list):
        value = tuple(value)
        if not all(isinstance(part, str) for part in value):
            raise _wrong(known, where, value)
    if type(value) is not type(known.default) or not known.metadata["check"](value):
        raise _wrong(known, where, value)
    return value


def _wrong(known: Field[Any], where: str, value: object) -> WrongSetting:
    shown = "(not shown)" if known.name in SECRETS else repr(value)
    return WrongSetting(f"{where} is {shown}; allowed is {known.metadata['allowed']}.")


def _meant(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f" Did you mean {near[0]!r}?" if near else f" There are: {', '.join(sorted(known))}."
