"""`areopagus serve`: opens the board's folder, then runs web workers and the job worker as one tree."""

from __future__ import annotations

import argparse
import sys

from areopagus.ops.folder import CannotServe

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen at (%(default)s)"
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=8000,
        help="the port to listen at (%(default)s; 0: any free one)",
    )
    parser.add_argument("--workers", type=_workers, default=None, help="web processes")
    parser.add_argument("--demo", action="store_true", help="a demo board full of people")


def run(options: argparse.Namespace) -> int:
    """Serves until it is told to stop. 0: stopped as told; 1: it could not serve, and said why."""
    from areopagus.ops.serve.tree import serve

    try:
        return serve(options)
    except CannotServe as reason:
        sys.stderr.write(f"areopagus: {reason}\n")
        return 1


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:  # noqa: PLR2004
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


def _workers(text: str) -> int:
    workers = int(text)
    if not 1 <= workers <= 64:  # noqa: PLR2004
        raise argparse.ArgumentTypeError("from 1 to 64 web processes")
    return workers
