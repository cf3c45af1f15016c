"""A message that offers one deed: "Done: locked “Rockets”. [Undo]"."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as pages show it. `url` is where the button leads, a POST; "" without one."""

    kind: str
    text: str
    label: str = ""
    url: str = ""


def offer(request: HttpRequest, text: str, label: str = "", url: str = "") -> None:
    """Says `text` on the next page; with a button, when there is something to offer."""
    messages.success(request, text, extra_tags=f"{url} {label}" if url else "")


def shown(message: Message) -> Shown:
    url, _, label = (message.extra_tags or "").partition(" ")
    url, label = (url, label) if url.startswith("/") else ("", "")
    return Shown(message.level_tag or "info", str(message), label, url)
