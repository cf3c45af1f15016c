"""Pages around made-up frames, so that the look is tested without a board behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.test import RequestFactory

from areopagus.core.clock import Clock

Render = Callable[..., str]


class Status(NamedTuple):
    signed_in_as: tuple[str, str] | None
    last_visit: str | None
    unread: int = 0


@dataclass
class MadeUpFrame:
    """Has what config.frame.Frame has; test_base.py proves that the two agree."""

    actor: Any = field(default_factory=lambda: SimpleNamespace(user=None))
    title: str = "Red Planet Board"
    description_html: str = "Where the <em>voyage</em> is discussed"
    announcement_html: str | None = "<p>The member list has been tidied.</p>"
    lang: str = "en"
    theme: str = "system"
    clock: Clock = field(default_factory=Clock)
    maintenance: bool = False
    is_installable: bool = True
    mail_trouble: str | None = None
    leaves_at: datetime | None = None
    has_warning: bool = False
    canonical_base: str = "https://example.org"
    navigation: Any = (("Forums", "/", True), ("Recent", "/active/", False))
    status: Any = field(default_factory=lambda: Status(None, None))
    status_links: Any = (("Active", "/active/"), ("Unanswered", "/unanswered/"))
    jump: Any = (("Voyage", [(3, "Missions", "/forums/3-missions/")]),)
    feeds: Any = (("Red Planet Board (Atom)", "/feeds/board.atom", "application/atom+xml"),)
    footer_links: Any = (("Feed", "/feeds/board.atom"),)


def frame_of_a_member(**changes: Any) -> MadeUpFrame:
    return MadeUpFrame(
        actor=SimpleNamespace(user=SimpleNamespace(name="Mona")),
        status=Status(("Mona", "/members/7-mona/"), "Yesterday"),
        **changes,
    )


@pytest.fixture
def render(rf: RequestFactory) -> Render:
    """Renders a template's name or text. `frame` and `request` may be given."""

    def rendered(template: str, **context: Any) -> str:
        engine = engines["jinja2"]
        assert isinstance(engine, Jinja2)
        request = context.pop("request", None) or rf.get("/")
        defaults = {"request": request, "frame": MadeUpFrame(), "csrf_input": "CSRF INPUT"}
        found = (
            engine.env.get_template(template)
            if template.endswith(".html")
            else engine.env.from_string(template)
        )
        return found.render({**defaults, **context})

    return rendered
