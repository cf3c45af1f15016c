"""An administrator's browser, and what a browser sends back of a form it was shown."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.conftest import Cast, user_of


@pytest.fixture
def ada(client: Client, cast: Cast) -> Client:
    client.force_login(user_of(cast.ada))
    return client


class Fields(HTMLParser):
    """The fields of the longest form on a page, as a browser would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self._name: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif not self.forms:
            return
        elif tag == "input" and "name" in said:
            is_box = said.get("type") in {"checkbox", "radio"}
            if not is_box or "checked" in said:
                self.forms[-1][said["name"]] = said.get("value", "on" if is_box else "")
        elif tag == "textarea":
            self._name = said["name"]
            self.forms[-1][self._name] = ""
        elif tag == "select":
            self._select = said.get("name")
        elif tag == "option" and self._select and "selected" in dict(attrs):
            self.forms[-1][self._select] = said["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._name = None
        elif tag == "select":
            self._select = None

    def handle_data(self, text: str) -> None:
        if self._name:
            self.forms[-1][self._name] += text


def fields_of(client: Client, address: str) -> dict[str, str]:
    reader = Fields()
    reader.feed(client.get(address).content.decode())
    found = max(reader.forms, key=len)
    return {name: value.removeprefix("\n") for name, value in found.items()}


def fill_in(client: Client, address: str, **changes: str | None) -> str:
    """Opens a page, changes some fields (None unticks one), sends its form; the page that follows."""
    said: dict[str, str | None] = {**fields_of(client, address), **changes}
    data = {name: value for name, value in said.items() if value is not None}
    return client.post(address, data, follow=True).content.decode()
