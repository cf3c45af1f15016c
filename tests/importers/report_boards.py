"""A board with everything that an import's report tells about, hostile texts among it."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

from tests.importers.old_boards import THEN, Tables, member, move_in, post, sound, topic

BASE = "http://www.mars-society.example/forum"
YEAR = 31_557_600
HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(2)>"
LOOKALIKE = "M\u0430x"


def eventful() -> Tables:
    """Eighteen years in two hundred rows."""
    old = sound()
    old["config"] += [
        {"conf_name": "o_base_url", "conf_value": BASE},
        {"conf_name": "o_smtp_pass", "conf_value": "hush-hush-\xe9".encode("latin-1")},
        {"conf_name": "o_disp_posts_default", "conf_value": "many"},
    ]
    old["users"] += [
        member(4, "MAX", email="member3@example.org"),
        member(5, LOOKALIKE),
        member(6, "Returner", registered=THEN + 9 * YEAR),
        member(
            7,
            "",
            username="Jürgen".encode("latin-1"),
            email="",
            style="Cobalt",
            activate_key="12345678",
        ),
        member(8, HOSTILE, email="<b>@example.org"),
    ]
    old["topics"] += [
        topic(2, num_replies=7),
        topic(3, num_replies=0, subject=HOSTILE),
        topic(4, forum_id=99),
    ]
    old["posts"] += [
        *_ghostly(),
        post(20, 2, message=_linking()),
        post(21, 2, message="[wiki]Olympus[/wiki] [wiki]Elysium[/wiki] [sic] [b]bold[/b] [x=1]"),
        post(22, 2, message="[code]a[i] = [wiki]no[/wiki][/code] and [spoiler]yes[/spoiler]"),
        post(23, 3, message=HOSTILE, poster=HOSTILE, poster_id=1),
        post(24, 3, message="Grüße aus Köln".encode("latin-1")),
        post(25, 4, message=b"what \x81 is this \xe9"),
        post(26, 4, message="A picture: [img]http://elsewhere.example/spy.png[/img] :)"),
    ]
    old["ranks"] = [{"id": 1, "rank": "New", "min_posts": 0}]
    old["poll"] = [{"tid": 1, "question": "Mars?"}]
    return old


def _ghostly() -> list[dict[str, Any]]:
    by = {"poster_id": 1}
    return [
        *(
            dict(post(100 + n, 2, poster="Old Hand", posted=THEN + n * YEAR // 4, **by))
            for n in range(40)
        ),
        dict(post(10, 2, poster="returner", posted=THEN + 3 * YEAR, **by)),
        dict(post(11, 2, poster="Returner", posted=THEN + 5 * YEAR, **by)),
        dict(post(12, 2, poster="Returner", posted=THEN + 12 * YEAR, **by)),
        dict(post(13, 2, poster="Passer-by", poster_email="guest@example.org", **by)),
    ]


def _linking() -> str:
    return "\n".join(
        (
            f"{BASE}/viewtopic.php?id=1",
            f"[url={BASE}/viewtopic.php?id=777]here[/url] and again {BASE}/viewtopic.php?id=777",
            "https://mars-society.example/forum/viewtopic.php?pid=888#p888",
            "[url=/viewforum.php?id=55&amp;p=2]a forum[/url]",
            f"[url]{BASE}/profile.php?section=x&id=44[/url]",
            "http://another.example/forum/viewtopic.php?id=999",
            "[topic]1[/topic] [post=666]a post[/post] [user=3]Max[/user]",
        )
    )


def report_of(old: Tables, folder: Path) -> Any:
    """What the report of this board's import says, as programs read it."""
    move_in(old, folder)
    return json.loads((folder / "import-report.json").read_text(encoding="utf-8"))


def page_in(folder: Path) -> str:
    return (folder / "import-report.html").read_text(encoding="utf-8")


def words_of(page: str) -> str:
    """What a reader sees, without the marks, blanks run together."""
    body = page.partition("<body>")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())
