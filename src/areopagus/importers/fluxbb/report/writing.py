"""Two files of the same facts: one for people, one for programs. Both for the board's owner only."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, Template
from markupsafe import Markup

from areopagus import ui
from areopagus.importers.fluxbb.report.facts import Report
from areopagus.ui.jinja import environment

HERE = Path(__file__).parent
STYLES = Path(ui.__file__).parent / "static" / "css"
# The board's own look. Nothing in them refers to another file.
SHARED = ("tokens.css", "reset.css", "base.css", "prose.css", "inks.css", "code.css")
PAGE, FACTS = "import-report.html", "import-report.json"


def write(report: Report, folder: Path) -> None:
    _write(folder / FACTS, json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n")
    _write(folder / PAGE, page(report))


def put_aside(board: Path) -> None:
    """Earlier reports stay: `import-report-1.html` is the first, the one without a number the last."""
    number = 1
    while any((board / _numbered(name, number)).exists() for name in (PAGE, FACTS)):
        number += 1
    for name in (PAGE, FACTS):
        if (board / name).exists():
            (board / name).replace(board / _numbered(name, number))


def _numbered(name: str, number: int) -> str:
    stem, _, kind = name.rpartition(".")
    return f"{stem}-{number}.{kind}"


def page(report: Report) -> str:
    return _template().render(
        report=report,
        style=Markup(_style()),  # noqa: S704 - our own files.
        # What the board shows to everybody; markup made it safe.
        pages={post.id: Markup(post.html) for post in report.ten_posts},  # noqa: S704
    )


@cache
def _template() -> Template:
    """Compiled once: that takes longer than to take over a small board."""
    env = environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True)
    return env.get_template("report.html")


def _style() -> str:
    files = [*(STYLES / name for name in SHARED), HERE / "report.css"]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _write(path: Path, text: str) -> None:
    """It names members, their mail addresses and what they wrote."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
