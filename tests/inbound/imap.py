"""A mailbox on the loopback that speaks as much IMAP (RFC 3501) as reading it takes."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Box:
    """Number to (bytes, flags). `says_no_to` is a command that is refused."""

    mails: dict[int, tuple[bytes, set[str]]] = field(default_factory=dict)
    says_no_to: str = ""
    port: int = 0
    asked: list[str] = field(default_factory=list)

    def put(self, raw: bytes) -> int:
        number = max(self.mails, default=0) + 1
        self.mails[number] = (raw, set())
        return number

    def flags(self, number: int) -> set[str]:
        return self.mails[number][1]


class _Conversation(socketserver.StreamRequestHandler):
    box: Box

    def handle(self) -> None:
        self._say("* OK ready")
        for line in self.rfile:
            tag, _, rest = line.decode("ascii").strip().partition(" ")
            self.box.asked.append(rest)
            words = rest.upper().split()
            command = words[1] if words[0] == "UID" else words[0]
            if command == self.box.says_no_to:
                self._say(f"{tag} NO not today")
                continue
            getattr(self, f"do_{command.lower()}")(rest)
            self._say(f"{tag} OK done")
            if command == "LOGOUT":
                return

    def do_capability(self, _: str) -> None:
        self._say("* CAPABILITY IMAP4rev1")

    def do_login(self, _: str) -> None: ...

    def do_logout(self, _: str) -> None: ...

    def do_select(self, _: str) -> None:
        self._say(f"* {len(self.box.mails)} EXISTS")

    def do_search(self, _: str) -> None:
        unseen = [n for n, (_, flags) in self.box.mails.items() if r"\Seen" not in flags]
        self._say(" ".join(["* SEARCH", *map(str, unseen)]))

    def do_fetch(self, rest: str) -> None:
        number = int(rest.split()[2])
        if number in self.box.mails:
            raw = self.box.mails[number][0]
            self._say(f"* 1 FETCH (UID {number} BODY[] {{{len(raw)}}}")
            self.wfile.write(raw + b")\r\n")

    def do_store(self, rest: str) -> None:
        self.box.flags(int(rest.split()[2])).update(re.findall(r"\\\w+", rest))

    def do_expunge(self, _: str) -> None:
        for number in [n for n, (_, flags) in self.box.mails.items() if r"\Deleted" in flags]:
            del self.box.mails[number]

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mailbox() -> Iterator[Box]:
    box = Box()
    handler = type("Conversation", (_Conversation,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
