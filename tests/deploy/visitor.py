"""Somebody with a browser's manners: one address, cookies, forms."""

from __future__ import annotations

import gzip
import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import brotli

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Got:
    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        match self.headers["Content-Encoding"]:
            case "br":
                return bytes(brotli.decompress(self.content)).decode()
            case "gzip":
                return gzip.decompress(self.content).decode()
        return self.content.decode()


@dataclass
class Visitor:
    port: int
    accepts: str = "gzip, deflate, br, zstd"
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Got:
        return self.ask("GET", path, headers=headers)

    def send(self, path: str, form: Mapping[str, str]) -> Got:
        return self.ask("POST", path, urlencode(form).encode(), FORM)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> Got:
        said = {"Accept-Encoding": self.accepts, **self.headers}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, said)
            answer = connection.getresponse()
            got = Got(answer.status, answer.headers, answer.read())
        finally:
            connection.close()
        for line in got.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return got

    def token(self, path: str) -> str:
        return str(TOKEN.findall(self.get(path).text)[-1])

    def sign_in(self, name: str, password: str) -> Got:
        token = self.token("/sign-in/")
        form = {"login": name, "password": password, "csrfmiddlewaretoken": token}
        return self.send("/sign-in/", form)
