"""What our addresses are made of: an id, and a slug that is for people only."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.urls import URLPattern, path, register_converter
from django.utils.text import slugify


class IdConverter:
    """A number that a database can hold; `int` would take one of a thousand digits."""

    regex = "[0-9]{1,15}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class SlugConverter(IdConverter):
    """An id with or without a slug: "42" and "42-who-lands-first" are 42. The page corrects a wrong one."""

    regex = "[0-9]{1,15}(?:-[^/]*)?"

    def to_python(self, value: str) -> int:
        return int(value.partition("-")[0])


register_converter(IdConverter, "id")
register_converter(SlugConverter, "slug_of")


@lru_cache(maxsize=8192)
def slug_of(text: str) -> str:
    """The part of an address that is for people; "" where no letter or digit is left."""
    return slugify(text, allow_unicode=True)


def numbered(address: str, view: Callable[..., Any]) -> list[URLPattern]:
    """`address` and its further pages, such as "active/" and "active/page/2/"."""
    return [path(address, view), path(f"{address}page/<id:number>/", view)]


def number_in(text: str | None) -> int | None:
    """The id somebody sent in a form or query; None when it is not one."""
    digits = text or ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None  # noqa: PLR2004
