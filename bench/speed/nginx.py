"""The limit: nginx sending the same compressed bytes from a file, on this machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection

PAGE = "/page"
# What helps nginx is switched on: it stands for the best that can be.
CONFIGURATION = """\
daemon off;
worker_processes {workers};
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  open_file_cache max=100;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {folder}/pages;
    default_type "text/html; charset=utf-8";
    add_header Content-Encoding {encoding};
  }}
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
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        # Its workers may belong to another user.
        folder.chmod(0o755)
        (folder / "pages").mkdir()
        (folder / f"pages{PAGE}").write_bytes(content)
        settings = CONFIGURATION.format(
            workers=workers, folder=folder, port=port, encoding=encoding or "identity"
        )
        (folder / "nginx.conf").write_text(settings)
        process = subprocess.Popen(
            ["nginx", "-e", str(folder / "errors"), "-c", str(folder / "nginx.conf")]  # noqa: S607
        )
        try:
            _wait(process, port)
            yield process.pid, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(500):
        try:
            create_connection(("127.0.0.1", port), 1).close()
        except ConnectionError:
            if process.poll() is not None:
                raise SystemExit("nginx did not start; what it said stands above") from None
            time.sleep(0.01)
        else:
            return
    raise SystemExit("nginx did not listen within five seconds")
