"""The reply form under a topic. For all who write alike it is made once, and filled in each time."""

from __future__ import annotations

from functools import lru_cache
from secrets import token_hex
from uuid import uuid4

from django.template.loader import render_to_string
from markupsafe import Markup

from areopagus.accounts import actors
from areopagus.accounts.models import Group, User
from areopagus.boards.forms import ReplyForm
from areopagus.boards.pages import TopicPage, default_dialect
from areopagus.core.http import Request, csrf_token
from areopagus.core.sharing import hole
from areopagus.ui import slots

# What stands in the kept form where each reader's own values go.
TOKEN = token_hex(32)
SUBMISSION = uuid4()
TOPIC, SEEN = "821433719055241", 7_370_115_903_318_826
TOOLS = Markup(f"<!--{token_hex(16)}-->")  # noqa: S704 - our own word.


def quick_reply_html(request: Request, page: TopicPage) -> Markup:
    """The form, with a key of its own."""
    values = {
        TOKEN: csrf_token(request),
        str(SUBMISSION): hole("submission") if request.actor.is_stand_in else str(uuid4()),
        TOPIC: str(page.topic.pk),
        str(SEEN): str(page.topic.last_number),
        TOOLS: slots.fill("composer.tools", request)[0],
    }
    user = request.actor.user
    level = user.level_when_writing if user else User.WhenWriting.NOTHING
    html = _form(default_dialect(request.actor), level)
    for stands, value in values.items():
        html = html.replace(stands, value)
    return Markup(html)  # noqa: S704 - made by a template; the values are digits, our own words, and what slots escape.


@lru_cache(maxsize=64)
def _form(dialect: str, level: int) -> str:
    alike = actors.member(User(markup=dialect, level_when_writing=level, group=Group()))
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{TOKEN}">'
    context = {
        "form": ReplyForm(actor=alike, initial={"submission": SUBMISSION, "seen": SEEN}),
        "action": f"/topics/{TOPIC}/replies/",
        "csrf_input": Markup(token),  # noqa: S704 - as Django writes it, with our own word in it.
        "tools": TOOLS,
    }
    return render_to_string("boards/_composer.html", context)
