"""The limit: nginx sending the same compressed bytes from a file, on this machine; and nginx as we ship it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from processes import wait_until_it_listens

PAGE = "/page"
# What helps nginx is switched on: it stands for the best that can be.
FILE = """\
  sendfile on;
  tcp_nopush on;
  open_file_cache max=100;
  server {{
    listen 127.0.0.1:{port};
    root {folder}/pages;
    default_type "text/html; charset=utf-8";
    add_header Content-Encoding {encoding};
  }}
"""
AROUND = """\
{user}
daemon off;
worker_processes {workers};
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
{servers}
}}
"""


def version() -> str | None:
    """None when nginx is not installed."""
    if shutil.which("nginx") is None:
        return None
    said = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr  # noqa: S607
    found = re.search(r"nginx/(\S+)", said)
    return found[1] if found else "?"


@contextmanager
def serving(content: bytes, encoding: str, port: int, workers: int) -> Iterator[tuple[int, str]]:
    """Serves these bytes as PAGE; yields the id of the first process and the server's address."""
    with _folder() as folder:
        (folder / "pages").mkdir()
        (folder / f"pages{PAGE}").write_bytes(content)
        servers = FILE.format(folder=folder, port=port, encoding=encoding or "identity")
        with _running(folder, servers, port, workers) as pid:
            yield pid, f"http://127.0.0.1:{port}"


@contextmanager
def shipped(house: Path, board_port: int, port: int, workers: int) -> Iterator[tuple[int, str]]:
    """With the house's deploy/nginx.conf in front of a board; yields the same."""
    with _folder() as folder:
        servers = (house / "deploy" / "nginx.conf").read_text()
        for ours, here in (
            ("/var/cache/nginx/", f"{folder}/"),
            ("127.0.0.1:8000", f"127.0.0.1:{board_port}"),
            ("  listen 80;", f"  listen 127.0.0.1:{port};"),
            ("  listen [::]:80;", ""),
        ):
            if servers.count(ours) == 0:
                raise SystemExit(f"deploy/nginx.conf does not say “{ours}” any more")
            servers = servers.replace(ours, here)
        with _running(folder, servers, port, workers) as pid:
            yield pid, f"http://127.0.0.1:{port}"


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        # Its workers may belong to another user.
        Path(place).chmod(0o755)
        yield Path(place)


@contextmanager
def _running(folder: Path, servers: str, port: int, workers: int) -> Iterator[int]:
    # What it keeps must be readable to its workers, whoever they are.
    user = "user root;" if os.geteuid() == 0 else ""
    settings = AROUND.format(user=user, workers=workers, folder=folder, servers=servers)
    (folder / "nginx.conf").write_text(settings)
    process = subprocess.Popen(
        ["nginx", "-e", str(folder / "errors"), "-c", str(folder / "nginx.conf")]  # noqa: S607
    )
    try:
        wait_until_it_listens(process, "nginx", port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=10)
