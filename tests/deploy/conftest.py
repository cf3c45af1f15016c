"""One demo board, and the web servers that may stand in front of it, with the configuration we ship."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.serving import Served, serving

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NGINX = """\
{user}
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 256; }}
http {{
  access_log off;
  default_type application/octet-stream;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/areopagus.conf;
}}
"""


@pytest.fixture(scope="package")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("behind") / "board"
    folder.mkdir()
    (folder / "areopagus.toml").write_text('trusted_proxies = ["127.0.0.1/32"]\n')
    with serving(folder, demo=True) as served:
        yield served


@pytest.fixture(scope="package")
def nginx(board: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Its port. Each answer says in X-Cache whether it was kept here."""
    command = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if command is None:
        pytest.skip("These tests start a real nginx: apt-get install nginx-light")
    folder = tmp_path_factory.mktemp("nginx")
    port = free_port()
    # Else its workers would belong to somebody who may not read our folder.
    user = "user root;" if os.geteuid() == 0 else ""
    shipped = changed(
        (DEPLOY / "nginx.conf").read_text(),
        ("/var/cache/nginx/", f"{folder}/"),
        ("server 127.0.0.1:8000;", f"server {urlsplit(board.address).netloc};"),
        ("listen 80;\n  listen [::]:80;", f"listen 127.0.0.1:{port};"),
        ("gzip off;", "gzip off;\n  add_header X-Cache $upstream_cache_status always;"),
    )
    (folder / "areopagus.conf").write_text(shipped)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user))
    with running([command, "-p", str(folder), "-c", str(folder / "nginx.conf")], port, folder):
        yield port
    said = (folder / "errors").read_text().splitlines()
    assert [line for line in said if "client intended to send too large body" not in line] == []


@pytest.fixture(scope="package")
def caddy(board: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    if shutil.which("caddy") is None:
        pytest.skip("These tests start a real Caddy: apt-get install caddy")
    folder, port = tmp_path_factory.mktemp("caddy"), free_port()
    shipped = changed(
        (DEPLOY / "Caddyfile").read_text(),
        ("forum.example.org {", f"http://127.0.0.1:{port} {{"),
        ("127.0.0.1:8000", urlsplit(board.address).netloc),
    )
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + shipped)
    with running(["caddy", "run", "--config", str(folder / "Caddyfile")], port, folder):
        yield port


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, f"The shipped configuration says {old!r} no more"
        text = text.replace(old, new)
    return text


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, folder: Path) -> Iterator[None]:
    environment = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    try:
        wait_until(lambda: process.poll() is not None or _answers(port))
        assert process.poll() is None, "it did not start"
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except ConnectionRefusedError:
        return False
    return True


def wait_until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        os.sched_yield()
