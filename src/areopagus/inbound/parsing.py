"""A mail's bytes as what we need to know of it. Anybody can send anything here: nothing in it is believed.

RFC 5322 and RFC 2045–2049 by the standard library, RFC 3676 (format=flowed), RFC 3464 (reports of
delivery), RFC 3834 (automatic mail).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default as modern
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser

# Headers in which a mail server may write where a mail went.
TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
MACHINES = {"bulk", "junk", "list", "auto_reply"}
LONGEST_NAME = 80
# No answer is longer; what is, is cut before anybody looks at its lines.
LONGEST_TEXT = 200_000


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


def parse(raw: bytes) -> Incoming:
    message = message_from_bytes(raw, policy=modern)
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
    """ "" for one that is missing or that the standard library cannot make sense of."""
    with suppress(AttributeError, IndexError, LookupError, TypeError, ValueError):
        return " ".join(str(message.get(name, "")).split())
    return ""


def _headers(message: EmailMessage, name: str) -> list[str]:
    with suppress(AttributeError, IndexError, LookupError, TypeError, ValueError):
        return [" ".join(str(value).split()) for value in message.get_all(name, [])]
    return []


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
    """Whether the first mail server of ours to see it has written above all other headers that it is (RFC 8601)."""
    said = _headers(message, "Authentication-Results")
    return bool(said) and re.search(r"\bdmarc=fail\b", said[0].lower()) is not None


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text = _content(part)
    if part.get_content_subtype() == "html":
        return _without_tags(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        return _unflowed(text, deletes_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _content(part: MIMEPart) -> str:
    """Its words, by whatever character set it names."""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _unflowed(text: str, *, deletes_space: bool) -> str:
    """Lines that only the width of a screen has broken, joined (RFC 3676 §4)."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        # A quote, or the line above a signature, stays as it is.
        is_fixed = line.startswith(">") or line == "-- "
        whole = line.removeprefix(" ")
        if goes_on and not is_fixed:
            lines[-1] = (lines[-1][:-1] if deletes_space else lines[-1]) + whole
        else:
            lines.append(line if is_fixed else whole)
        goes_on = whole.endswith(" ") and not is_fixed
    return "\n".join(lines)


def _attachments(message: EmailMessage) -> Iterator[str]:
    for part in message.walk():
        if part.is_multipart():
            continue
        name = ""
        with suppress(AttributeError, LookupError, TypeError, ValueError):
            name = " ".join((part.get_filename() or "").split())[:LONGEST_NAME]
        if name or part.get_content_disposition() == "attachment":
            yield name or "a file without a name"


def _report(message: EmailMessage) -> Report | None:
    """Of the first recipient that could not be reached; what is only late is no report."""
    for part in message.walk():
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


class _Words(HTMLParser):
    """The words of an HTML mail. What stands in a quote is not the writer's."""

    SILENT = frozenset({"style", "script", "head", "title", "blockquote"})
    BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent += tag in self.SILENT
        if tag in self.BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in self.SILENT))
        if tag == "p":
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(" ".join(data.split("\n")))


def _without_tags(html: str) -> str:
    reader = _Words()
    reader.feed(html[: LONGEST_TEXT * 4])
    reader.close()
    text = "".join(reader.words).replace("\u00a0", " ")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.split("\n")))
