"""Whether we can listen where we are told to, asked before anything is made or changed."""

from __future__ import annotations

import errno
import socket

from areopagus.ops.folder import CannotServe

REASONS = {
    errno.EADDRINUSE: "the port is taken; choose another one with --port",
    errno.EACCES: "this user may not listen at a port below 1024; choose another one with --port",
    errno.EADDRNOTAVAIL: "this machine has no such address; choose one with --host",
}


def claim_port(host: str, port: int) -> int:
    """The port itself, or a free one for 0. CannotServe says why not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
            return int(trial.getsockname()[1])
    except socket.gaierror as error:
        raise CannotServe(f"{host!r} is no address of this machine ({error.strerror})") from error
    except OSError as error:
        why = REASONS.get(error.errno or 0, str(error.strerror))
        raise CannotServe(f"cannot listen at {host} port {port}: {why}") from error
