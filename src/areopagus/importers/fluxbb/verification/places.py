"""Categories and forums."""

from __future__ import annotations

from typing import Any

from areopagus.boards.models import Category, Forum
from areopagus.boards.trusted_html import make_safe
from areopagus.importers.fluxbb.verification.boards import Boards, in_order
from areopagus.importers.fluxbb.verification.comparing import (
    Case,
    Comparison,
    Field,
    number,
    text,
)
from areopagus.importers.fluxbb.verification.members import given_a_scheme, no_web_address
from areopagus.importers.fluxbb.verification.rules import (
    LARGEST_COUNT,
    blanks_gone,
    repaired,
    shortened,
    words,
)
from areopagus.importers.fluxbb.verification.tally import Tally

ORDERS = {0, 1, 2}
LONGEST_LINK = 300


def category_missing(value: Any, case: Case) -> Any:
    """the category is missing, so one was made"""
    known = "SELECT 1 FROM categories WHERE id > 0 AND id = ?"
    return value if case.boards.old.one(known, value) else case.boards.holding_category


def by_last_post(value: Any, case: Case) -> Any:  # noqa: ARG001
    """not one of the three orders, so by the last post"""
    return value if value in ORDERS else 0


def made_safe(value: Any, case: Case) -> Any:  # noqa: ARG001
    """HTML made safe where it is shown, the source is kept"""
    return make_safe(value)


def too_long(value: Any, case: Case) -> Any:  # noqa: ARG001
    """longer than an address may be, so left out: a part of it would lead elsewhere"""
    return value if len(value) <= LONGEST_LINK else ""


def no_position(value: Any, case: Case) -> Any:  # noqa: ARG001
    """a position beyond all others is the first or the last there is"""
    return min(max(value, -LARGEST_COUNT), LARGEST_COUNT)


def compare_categories(boards: Boards, tally: Tally) -> None:
    fields = (
        Field(
            "name", text("cat_name"), text("name"),
            (*words("categories.cat_name"), blanks_gone, shortened(80)),
        ),
        Field("position", number("disp_position"), number("position"), (no_position,)),
    )  # fmt: skip
    here = in_order(Category.objects.all(), "name", "position")
    there = boards.old.rows("SELECT * FROM categories WHERE id > 0 ORDER BY id")
    Comparison(boards, tally, "categories", fields).table(here, there)


def compare_forums(boards: Boards, tally: Tally) -> None:
    description = repaired("forums.forum_desc")
    link = (
        repaired("forums.redirect_url"), blanks_gone, given_a_scheme, no_web_address, too_long,
    )  # fmt: skip
    fields = (
        Field(
            "name", text("forum_name"), text("name"),
            (*words("forums.forum_name"), blanks_gone, shortened(80)),
        ),
        Field("category", number("cat_id"), number("category_id"), (category_missing,)),
        Field("description", text("forum_desc"), text("description"), (description,)),
        Field(
            "shown description", text("forum_desc"), text("description_html"),
            (description, made_safe),
        ),
        Field("position", number("disp_position"), number("position"), (no_position,)),
        Field("order", number("sort_by"), number("order"), (by_last_post,)),
        Field("link", text("redirect_url"), text("link"), link),
    )  # fmt: skip
    here = in_order(
        Forum.objects.all(), "name", "category_id", "description", "description_html", "position",
        "order", "link",
    )  # fmt: skip
    there = boards.old.rows("SELECT * FROM forums WHERE id > 0 ORDER BY id")
    Comparison(boards, tally, "forums", fields).table(here, there)
