"""Whether queued mails slow pages, and what the bell costs: `python bench/mails.py [MAILS] [--rounds N]`.

A demo board is served as anybody serves it, with a mail server that takes 50 ms for each mail. A member reads a
topic and replies, by turns with the queue put aside and with the job worker sending from it. Then, in a process of
its own, an open page asks for the bell through the whole WSGI application. Times are of the client, on the same machine.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

HOUSE = Path(__file__).resolve().parents[1]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
SMTP_SECONDS = 0.05
IDLE_SECONDS = 20
TASK = "areopagus.notifications.tasks.send"


class Slow:
    """Takes every mail, in its time."""

    taken = 0

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802 - aiosmtpd calls it so.
        await asyncio.sleep(SMTP_SECONDS)
        Slow.taken += 1
        return "250 OK"


class Member:
    """Ada, signed in over one connection that stays open."""

    def __init__(self, port: int) -> None:
        from areopagus.ops.demo import PASSWORD

        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.token = self._token("/sign-in/")
        self.ask("/sign-in/", {"login": "Ada", "password": PASSWORD})
        self.token = self._token("/settings/privacy/")

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form | {"csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.http.request("POST" if form is not None else "GET", path, body, headers)
        answer = self.http.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read().decode()

    def _token(self, path: str) -> str:
        found = TOKEN.search(self.ask(path)[1])
        if found is None:
            raise LookupError(f"No form at {path}; is Ada signed in?")
        return found[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mails", type=int, nargs="?", default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=8141)
    said = parser.parse_args()
    from aiosmtpd.controller import Controller

    from areopagus.core.tally import Tally

    mailbox = Controller(Slow(), hostname="127.0.0.1", port=said.port + 1)
    mailbox.start()
    with tempfile.TemporaryDirectory() as temporary:
        board = Path(temporary) / "board"
        board.mkdir()
        _settings(board, said.port)
        process = _serve(board, said.port)
        try:
            _open(board)
            queued = _queue(said.mails)
            print(
                f"{queued:,} mails queued; the mail server takes {SMTP_SECONDS * 1000:.0f} ms each"
            )
            _measure(Member(said.port), said.rounds)
            print(f"{Slow.taken:,} mails were taken meanwhile, and then {_pace():.1f} a second")
            _bell()
            Tally.forget_everything()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            mailbox.stop()


def _settings(board: Path, port: int) -> None:
    (board / "areopagus.toml").write_text(
        f'site_url = "http://127.0.0.1:{port}"\nsmtp_host = "127.0.0.1"\n'
        f'smtp_port = {port + 1}\nsmtp_security = "none"\n'
    )


def _serve(board: Path, port: int) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AREOPAGUS_")}
    environment["PYTHONPATH"] = str(HOUSE / "src")
    process = subprocess.Popen(
        [sys.executable, "-m", "areopagus.ops.command", "serve", "--demo", "--board", str(board),
         "--port", str(port), "--workers", "1"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    for line in process.stdout or ():
        if "Ctrl-C" in line:
            return process
    raise RuntimeError("The board did not start.")


def _open(board: Path) -> None:
    os.environ["AREOPAGUS_BOARD"] = str(board)
    os.environ["DJANGO_SETTINGS_MODULE"] = "areopagus.config.settings"
    import django

    django.setup()


def _queue(mails: int) -> int:
    """Mentions of everybody in every post, as many as asked for; their jobs put aside."""
    from areopagus.accounts.models import User
    from areopagus.boards.models import Post
    from areopagus.core.clock import now
    from areopagus.core.jobs.models import Job
    from areopagus.notifications.models import Notice

    Notice.objects.all().delete()
    members = User.objects.exclude(email="").filter(banned_at=None, dormant_at=None)
    people = list(members.values_list("pk", flat=True))
    posts = Post.objects.filter(topic__forum__lt=10).order_by("-pk")
    at = now()
    notices = [
        Notice(user_id=user, post_id=post, kind="mention", mail="now", made_at=at)
        for post in posts.values_list("pk", flat=True)[: mails // len(people) + 1]
        for user in people
    ][:mails]
    made = Notice.objects.bulk_create(notices, batch_size=500)
    Job.objects.bulk_create(
        [
            Job(
                task=TASK,
                arguments={"args": [notice.pk], "kwargs": {}},
                priority=-10,
                enqueued_at=at,
                run_at=at + timedelta(days=1),
            )
            for notice in made
        ],
        batch_size=500,
    )
    return len(made)


def _put(*, aside: bool) -> None:
    from areopagus.core.clock import now
    from areopagus.core.jobs.models import Job

    waiting = Job.objects.filter(task=TASK, finished_at=None, leased_until=None)
    waiting.update(run_at=now() + timedelta(days=1 if aside else 0))
    time.sleep(2)


def _measure(ada: Member, rounds: int) -> None:
    from areopagus.boards.models import Topic

    read, written = Topic.objects.filter(locked_at=None).order_by("-post_count")[:2]
    address, replies = quote(read.url), f"/topics/{written.pk}/replies/"
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(rounds):
        for state in ("put aside", "being sent"):
            _put(aside=state == "put aside")
            for _ in range(200):
                found["page", state].append(_seconds(lambda: ada.ask(address), 200))
            for number in range(40):
                found["reply", state].append(
                    _seconds(lambda n=number: _reply(ada, replies, n), 302)
                )
    print(f"{'':8}{'queue':12}{'p50 ms':>8}{'p99 ms':>8}")
    for (what, state), seconds in sorted(found.items()):
        cuts = statistics.quantiles(seconds, n=100)
        print(f"{what:8}{state:12}{cuts[49] * 1000:8.2f}{cuts[98] * 1000:8.2f}")


def _pace() -> float:
    """Mails a second while nobody asks for anything."""
    _put(aside=False)
    before = Slow.taken
    time.sleep(IDLE_SECONDS)
    _put(aside=True)
    return (Slow.taken - before) / IDLE_SECONDS


def _reply(ada: Member, address: str, number: int) -> tuple[int, str]:
    form = {"source": f"Reply {number}.", "markup": "bbcode", "submission": str(uuid4())}
    return ada.ask(address, form | {"seen": "100000000"})


def _seconds(deed: Any, wanted: int) -> float:
    begin = time.perf_counter()
    status, page = deed()
    taken = time.perf_counter() - begin
    if status != wanted:
        raise RuntimeError(f"Answered {status}: {page[:400]}")
    return taken


def _bell() -> None:
    """Processor time of one conditional request, through everything a request goes through here."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.test import RequestFactory

    from areopagus.accounts.models import User
    from areopagus.accounts.sessions import SessionStore
    from areopagus.config.wsgi import application

    user = User.objects.get(name="Ada")
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "areopagus.accounts.backends.MemberBackend"
    session.save()
    factory = RequestFactory(HTTP_COOKIE=f"session={session.session_key}", SERVER_NAME="127.0.0.1")
    request = factory.get("/notices/count/", HTTP_IF_NONE_MATCH=f'"{user.unread_notices}"')
    statuses = set()
    for count in (200, 2_000):
        begin = time.process_time()
        for _ in range(count):
            answer = application(dict(request.environ), lambda status, *_: statuses.add(status))
            b"".join(answer)
            getattr(answer, "close", lambda: None)()
        each = (time.process_time() - begin) / count
    print(f"the bell: {each * 1000:.3f} ms of processor time each, answered {sorted(statuses)}")


if __name__ == "__main__":
    main()
