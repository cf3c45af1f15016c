"""Where mails go while no mail server is set: one file each, into outbox/ in the board's folder."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address

from areopagus.core.clock import now

logger = logging.getLogger("areopagus.mail")


class OutboxBackend(BaseEmailBackend):
    """Writes each mail whole or not at all, readable by the board's own user only."""

    def __init__(self, fail_silently: bool = False, **_: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(settings.BOARD) / "outbox"

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        for message in email_messages:
            name = f"{now():%Y%m%d-%H%M%S}-{uuid4().hex[:8]}.eml"
            _write(self.folder / name, message.message().as_bytes())
            logger.warning("No mail server is set; a mail was put into outbox/%s", name)
        return len(email_messages)


def forget(addresses: Collection[str]) -> None:
    """Mails to or from one of these addresses are gone, where no mail server was there to take them."""
    wanted = {written.lower() for address in addresses for written in _as_written(address)}
    for path in (Path(settings.BOARD) / "outbox").glob("*.eml"):
        with path.open("rb") as file:
            mail = BytesHeaderParser().parse(file)
        named = getaddresses([*mail.get_all("To", []), *mail.get_all("Reply-To", [])])
        if any(address.lower() in wanted for _, address in named):
            path.unlink(missing_ok=True)


def _as_written(address: str) -> Iterator[str]:
    """As it is, and as it stands in a header when there are letters in it that ASCII has not."""
    yield address
    # Whatever no header can hold stands in none.
    with suppress(ValueError):
        yield sanitize_address(address, "utf-8")


def _write(path: Path, mail: bytes) -> None:
    unfinished = path.with_name(f".{path.name}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(mail)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
