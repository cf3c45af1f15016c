"""FluxBB's cases, rendered as a board with their options would render them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from areopagus import markup
from areopagus.markup import Dialect, Features

HERE = Path(__file__).parent


class FluxBBLinks(markup.PlainLinks):
    """FluxBB's own addresses, so that its links can be compared with ours."""

    def topic(self, topic_id: int) -> str:
        return f"BASE/viewtopic.php?id={topic_id}"

    def post(self, post_id: int) -> str:
        return f"BASE/viewtopic.php?pid={post_id}#p{post_id}"

    def forum(self, forum_id: int) -> str:
        return f"BASE/viewforum.php?id={forum_id}"

    def member_by_id(self, member_id: int) -> str:
        return f"BASE/profile.php?id={member_id}"


@dataclass(frozen=True)
class Case:
    """`source` is what was typed, or what FluxBB stored of it."""

    name: str
    source: str
    fluxbb_html: str
    features: Features
    dialect: Dialect
    shows_images: bool = True
    shows_smilies: bool = True
    errors: list[str] = field(default_factory=list)
    # FluxBB has checked it as a post of somebody who may link.
    is_checked: bool = True

    def html(self) -> str:
        made = markup.render(self.source, self.dialect, FluxBBLinks(), self.features)
        return markup.for_reader(made.html, images=self.shows_images, smilies=self.shows_smilies)


def cases(dialect: Dialect) -> list[Case]:
    """Every input in both forms: as typed and as stored."""
    name = {Dialect.BBCODE: "fluxbb_cases.json", Dialect.FLUXBB12: "fluxbb12_cases.json"}[dialect]
    found = json.loads((HERE / name).read_text(encoding="utf-8"))
    return [
        _case(f"{number}-{form}", each, form, dialect)
        for number, each in enumerate(found)
        for form in ("in", "stored")
        if form in each
    ]


def _case(name: str, each: dict[str, Any], form: str, dialect: Dialect) -> Case:
    viewer = each.get("viewer_or_author", {})
    return Case(
        name=name,
        source=each[form],
        fluxbb_html=each["render"],
        features=_features(each),
        dialect=dialect,
        shows_images=viewer.get("show_img") != "0",
        shows_smilies=viewer.get("show_smilies") != "0",
        errors=each.get("errors", []),
        is_checked=form == "in"
        and dialect is Dialect.BBCODE
        and not (each.get("render_only") or each.get("signature") or viewer),
    )


def _features(each: dict[str, Any]) -> Features:
    options = each.get("board_options", {})
    signature = each.get("signature", False)
    # Depth and autolinks are FluxBB's work when it saves; "render_only" texts have skipped it.
    raw = each.get("render_only", False)
    images = (
        options.get("p_sig_img_tag", "0") if signature else options.get("p_message_img_tag", "1")
    )
    return Features(
        smilies=options.get("o_smilies") != "0",
        images=images == "1",
        autolink=options.get("o_make_links") != "0" and not raw,
        signature=signature,
        quote_depth=20 if raw else int(options.get("o_quote_depth", 3)),
    )
