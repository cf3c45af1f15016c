"""Macros of templates, for what is made apart from its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import cast

from django.template.loader import get_template
from markupsafe import Markup


@cache
def macro(template: str, name: str) -> Callable[..., Markup]:
    """The macro of this name. It must not need the context of a page."""
    module = get_template(template, using="jinja2").template.module  # type: ignore[attr-defined]
    return cast(Callable[..., Markup], getattr(module, name))
