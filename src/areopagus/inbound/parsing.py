"""A mail's bytes as what we need to know of it. Anybody can send anything here: nothing in it is believed.

RFC 5322 and RFC 2045–2049 by the standard library, RFC 3676 (format=flowed), RFC 3464 (reports of
delivery), RFC 3834 (automatic mail).
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from email.utils import getaddresses, parseaddr
from itertools import islice
from typing import Any

# Headers in which a mail server may write where a mail went.
TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
VERDICT = "authentication-results"
MACHINES = {"bulk", "junk", "list", "auto_reply"}
LONGEST_NAME = 80
# No answer is longer; what is, is cut before anybody looks at its lines.
LONGEST_TEXT = 200_000
# The standard library takes a second for 20,000 characters of some headers; no address of ours stands behind these.
LONGEST_HEADER, MOST_HEADERS = 1_000, 20
# Comments in comments take it a second, too.
MOST_COMMENTS = 20
MOST_PARTS = 100
# What the standard library raises on mails of people who mean ill.
NONSENSE = (
    AttributeError,
    IndexError,
    LookupError,
    MessageError,
    RecursionError,
    TypeError,
    ValueError,
)
# Encodings of Python's that no mail is written in, and whose decoding takes quadratic time.
NO_CHARSETS = {"punycode", "idna"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server says of a letter it could not deliver. `status` such as "5.1.1" (RFC 3463)."""

    status: str
    said: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """`recipients` are all addresses it may have come to; `report` is set for a letter that came back."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    is_automatic: bool
    is_forged: bool
    text: str
    attachments: tuple[str, ...]
    report: Report | None


class Unreadable(Exception):
    """The mail makes no sense."""


class _Cautious(EmailPolicy):
    """No more of a header is looked at than it takes; "" for one that makes no sense."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        if value.count("(") > MOST_COMMENTS:
            value = ""
        try:
            return super().header_fetch_parse(name, value[:LONGEST_HEADER])
        except NONSENSE:
            return super().header_fetch_parse(name, "")


CAUTIOUS = _Cautious()


def parse(raw: bytes) -> Incoming:
    """Unreadable: it is no mail, whatever else it may be."""
    try:
        return _parse(raw)
    except NONSENSE as error:
        raise Unreadable from error


def _parse(raw: bytes) -> Incoming:
    message = message_from_bytes(raw, policy=CAUTIOUS)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what the policy makes.
    return Incoming(
        message_id=_header(message, "Message-ID"),
        sender=parseaddr(_header(message, "From"))[1].lower(),
        recipients=tuple(_recipients(message)),
        is_automatic=_is_automatic(message),
        is_forged=_is_forged(message),
        text=_text(message)[:LONGEST_TEXT],
        attachments=tuple(_attachments(message)),
        report=_report(message),
    )


def _header(message: EmailMessage, name: str) -> str:
    """ "" for one that is missing."""
    return " ".join(str(message.get(name, "")).split())


def _headers(message: EmailMessage, name: str) -> list[str]:
    values = (value for key, value in message.raw_items() if key.lower() == name.lower())
    parsed = (CAUTIOUS.header_fetch_parse(name, value) for value in islice(values, MOST_HEADERS))
    return [" ".join(str(value).split()) for value in parsed]


def _recipients(message: EmailMessage) -> Iterator[str]:
    for name in TO:
        for _, address in getaddresses(_headers(message, name)):
            if address:
                yield address.lower()


def _is_automatic(message: EmailMessage) -> bool:
    said = _header(message, "Auto-Submitted").lower()
    return (
        (bool(said) and said.partition(";")[0].strip() != "no")
        or _header(message, "Precedence").lower() in MACHINES
        or _header(message, "Return-Path") == "<>"
        or any(name in message for name in ("List-Id", "X-Autoreply", "X-Autorespond"))
    )


def _is_forged(message: EmailMessage) -> bool:
    """Whether the first mail server of ours to see it has written above all other headers that it is (RFC 8601).

    The whole of what it wrote: whoever forges chooses how much stands before the verdict.
    """
    values = (value for key, value in message.raw_items() if key.lower() == VERDICT)
    return re.search(r"\bdmarc\s*=\s*fail\b", str(next(values, "")).lower()) is not None


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text = _content(part)
    if part.get_content_subtype() == "html":
        return _without_tags(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        return _unflowed(
            text[:LONGEST_TEXT], deletes_space=str(part.get_param("delsp", "")).lower() == "yes"
        )
    return text


def _content(part: MIMEPart) -> str:
    """Its words, by whatever character set it names."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    payload, charset = payload[: LONGEST_TEXT * 4], part.get_content_charset("utf-8")
    with suppress(LookupError, UnicodeError):
        if codecs.lookup(charset).name not in NO_CHARSETS:
            return payload.decode(charset, "replace")
    return payload.decode("utf-8", "replace")


def _unflowed(text: str, *, deletes_space: bool) -> str:
    """Lines that only the width of a screen has broken, joined (RFC 3676 §4)."""
    lines: list[list[str]] = []
    goes_on = False
    for line in text.split("\n"):
        # A quote, or the line above a signature, stays as it is.
        is_fixed = line.startswith(">") or line == "-- "
        whole = line.removeprefix(" ")
        if goes_on and not is_fixed:
            if deletes_space:
                lines[-1][-1] = lines[-1][-1][:-1]
            lines[-1].append(whole)
        else:
            lines.append([line if is_fixed else whole])
        goes_on = whole.endswith(" ") and not is_fixed
    return "\n".join(map("".join, lines))


def _attachments(message: EmailMessage) -> Iterator[str]:
    for part in islice(message.walk(), MOST_PARTS):
        if part.is_multipart():
            continue
        name = ""
        with suppress(*NONSENSE):
            name = " ".join((part.get_filename() or "").split())[:LONGEST_NAME]
        if name or part.get_content_disposition() == "attachment":
            yield name or "a file without a name"


def _report(message: EmailMessage) -> Report | None:
    """Of the first recipient that could not be reached; what is only late is no report."""
    for part in islice(message.walk(), MOST_PARTS):
        if part.get_content_type() != "message/delivery-status":
            continue
        # One block of headers for the whole, and one for each recipient.
        for block in part.iter_parts() if part.is_multipart() else ():
            if str(block.get("Action", "")).strip().lower() != "failed":
                continue
            status = re.search(r"\b[245]\.\d{1,3}\.\d{1,3}\b", str(block.get("Status", "")))
            said = str(block.get("Diagnostic-Code", "")).partition(";")[2]
            return Report(status.group() if status else "5.0.0", " ".join(said.split())[:300])
    return None


# A tag, or the beginning of a comment. Nothing here looks back, so that it takes as long as the text is.
TAG = re.compile(r"<!--|<(?P<ends>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)[^<>]*>")
# What stands in a quote is not the writer's.
SILENT = {"style", "script", "head", "title", "blockquote"}
BREAKS = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4"}


def _without_tags(text: str) -> str:
    """The words of an HTML mail. The standard library's parser takes a second for 20,000 characters of some."""
    words = html.unescape("".join(_words(text))).replace("\u00a0", " ")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in words.split("\n")))


def _words(text: str) -> Iterator[str]:
    at, silent = 0, 0
    while (found := TAG.search(text, at)) is not None:
        if not silent:
            yield " ".join(text[at : found.start()].split("\n"))
        at = found.end()
        if found["name"] is None:
            end = text.find("-->", at)
            if end < 0:
                return
            at = end + 3
            continue
        name, ends = found["name"].lower(), bool(found["ends"])
        if name in SILENT:
            silent = max(0, silent + (-1 if ends else 1))
        if name == "p" or (name in BREAKS and not ends):
            yield "\n"
    if not silent:
        yield " ".join(text[at:].split("\n"))
