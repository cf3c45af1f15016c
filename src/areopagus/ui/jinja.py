"""The template environment: every filter and global that a template may use is listed here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags import static as static_files
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import _escape_inner, escape  # type: ignore[attr-defined]

from areopagus.core.ledger.reasons import reasons
from areopagus.core.sharing import among, either
from areopagus.ui.giving_back import given_back
from areopagus.ui.messages import Shown, shown
from areopagus.ui.slots import fill
from areopagus.ui.surroundings import colophon, masthead

WRITTEN_FROM_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend calls once. A misspelt name is an error, never an empty string."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    # Mails are translated; pages, which use the same environment, say nothing that way.
    options["extensions"] = [*options.get("extensions", ()), "jinja2.ext.i18n"]
    env = QuickEnvironment(**options)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(static=static, messages_of=messages_of, slot=fill, given_back=given_back)
    env.globals.update(masthead=masthead, colophon=colophon, reasons=reasons)
    env.globals.update(either=either)
    env.filters.update(among=among)
    env.filters.update(number=number, filesize=filesize, direction=direction, utc=utc)
    return env


class _QuickEscapes(CodeGenerator):
    """Writes `environment.escaped(…)` where Jinja writes `escape(…)`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.escaped(")
            if finalize.src is not None:
                self.write(finalize.src)
        else:
            super()._output_child_pre(node, frame, finalize)


class _QuickTemplate(Template):
    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        """Jinja looks at each import whether somebody has added a global since. Nobody does here."""
        return super()._get_default_module()


class QuickEnvironment(Environment):
    """Jinja's own, but it escapes in a third of the time: a page of posts does so six hundred times.

    What comes out is the same; `escape` makes an object of each piece, which Jinja then only joins.
    """

    code_generator_class = _QuickEscapes
    template_class = _QuickTemplate

    @staticmethod
    def escaped(value: object) -> str:
        if type(value) is str:
            escaped: str = _escape_inner(value)
            return escaped
        return str(value) if type(value) is int else escape(value)


@cache
def static(name: str) -> str:
    """The address of one of our files; it carries a hash of what is in it, and is the same until we start anew."""
    return static_files.static(name)


def number(value: int) -> str:
    """1204 as "1,204"."""
    return f"{value:,}"


def filesize(size: int) -> str:
    """Bytes as "812 bytes", "1.4 kB", "23 MB": powers of 1,000, two significant digits at least."""
    if size < 1000:  # noqa: PLR2004
        return f"{size} byte{'' if size == 1 else 's'}"
    amount = float(size)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        # 999.5 would be shown as 1000, which belongs to the next unit.
        if amount < 999.5 or unit == "GB":  # noqa: PLR2004
            break
    return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:,.0f} {unit}"  # noqa: PLR2004


def utc(at: datetime) -> str:
    """A moment as machines read it: "2017-11-09T20:42:43Z"."""
    at = at.astimezone(UTC)
    return f"{at.year:04}-{at.month:02}-{at.day:02}T{at.hour:02}:{at.minute:02}:{at.second:02}Z"


def direction(lang: str) -> str:
    """The `dir` of a page in this language."""
    return "rtl" if lang.split("-", maxsplit=1)[0].lower() in WRITTEN_FROM_RIGHT_TO_LEFT else "ltr"


def messages_of(request: HttpRequest) -> Iterable[Shown]:
    """Each message waiting for this visitor; they are then spent.

    A guest without cookies is not asked, so that their page does not touch the session.
    """
    queued = getattr(getattr(request, "_messages", None), "_queued_messages", ())
    if not request.COOKIES and not queued:
        return ()
    return [shown(message) for message in get_messages(request)]
