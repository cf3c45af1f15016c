"""What our addresses are made of: an id, and a slug that is for people only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path, register_converter


class IdConverter:
    """A number that a database can hold; `int` would take one of a thousand digits."""

    regex = "[0-9]{1,15}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(IdConverter, "id")


def numbered(address: str, view: Callable[..., Any]) -> list[URLPattern]:
    """`address` and its further pages, such as "active/" and "active/page/2/"."""
    return [path(address, view), path(f"{address}page/<id:number>/", view)]


def with_slug(kind: str, name: str, view: Callable[..., Any]) -> list[URLPattern]:
    """One thing with or without its slug, and its further pages: "topics/42-who-lands-first/page/2/"."""
    return [
        *numbered(f"{kind}/<id:{name}>/", view),
        *numbered(f"{kind}/<id:{name}>-<str:slug>/", view),
    ]
