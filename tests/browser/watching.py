"""What a page must never do: complain in the console, break its policy, ask a stranger, fail."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# Chromium's own line for an answer of 400 and above; `answered` knows better what it means.
TOLD_ELSEWHERE = "Failed to load resource: the server responded"


class Watch:
    def __init__(self, context: BrowserContext, address: str) -> None:
        self.faults: list[str] = []
        self.host = urlsplit(address).netloc
        context.on("console", self.said)
        context.on("weberror", self.broke)
        context.on("request", self.asked)
        context.on("response", self.answered)

    def said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(TOLD_ELSEWHERE):
            self.faults.append(f"console, {message.type}: {message.text}")

    def broke(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.faults.append(f"asked a stranger: {request.url}")

    def answered(self, response: Response) -> None:
        """A page may refuse; what belongs to a page may not be missing."""
        lowest = 500 if response.request.is_navigation_request() else 400
        if response.status >= lowest:
            self.faults.append(f"{response.status} for {response.url}")
