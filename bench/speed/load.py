"""Load by wrk (https://github.com/wg/wrk), and what the measured processes used meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import processes

HERE = Path(__file__).parent
CONNECTIONS = 8


@dataclass(frozen=True)
class Load:
    """Latencies in milliseconds, `cpu` in microseconds for each request, in all measured processes."""

    per_second: float
    p50: float
    p95: float
    p99: float
    cpu: float
    requests: int
    # Answers of 400 and above; connections that broke; requests without an answer for too long.
    refused: int = 0
    broken: int = 0
    late: int = 0


def insist_on_wrk() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing. On Debian and Ubuntu: apt-get install wrk")


@dataclass(frozen=True)
class Pace:
    """How a measurement is made: where the house listens, and for how long and how often it is asked."""

    port: int
    workers: int
    seconds: float
    runs: int


@dataclass(frozen=True)
class Wrk:
    """Asks one server for one visitor, or by turns for several; `pid` is the server's first process.

    `headers` are the visitor's. `cookies` are those of each of several, who are alike otherwise.
    """

    pid: int
    address: str
    headers: Mapping[str, str]
    cookies: Sequence[str] = ()

    def again(self, path: str, seconds: float, connections: int = CONNECTIONS) -> Load:
        """One page, asked for as often as it is answered."""
        return self._measured([*_flags(seconds, connections), "-s", str(HERE / "again.lua")], path)

    def walk(self, paths: Sequence[str], seconds: float, connections: int = CONNECTIONS) -> Load:
        """Each of these paths at most once; ends when there are no more."""
        with tempfile.NamedTemporaryFile("w", suffix=".paths") as file:
            file.write("".join(f"{path}\n" for path in paths))
            file.flush()
            flags = [*_flags(seconds, connections), "-s", str(HERE / "walk.lua")]
            return self._measured(flags, "/", {"SPEED_PATHS": file.name})

    def _measured(
        self, flags: list[str], path: str, variables: Mapping[str, str] | None = None
    ) -> Load:
        said = [part for name, value in self.headers.items() for part in ("-H", f"{name}: {value}")]
        with tempfile.NamedTemporaryFile("w", suffix=".cookies") as file:
            file.write("".join(f"{cookie}\n" for cookie in self.cookies))
            file.flush()
            readers = {"SPEED_COOKIES": file.name} if self.cookies else {}
            clock = processes.ProcessorTime(self.pid)
            out = run_wrk([*flags, *said, self.address + path], {**readers, **(variables or {})})
            return load_of(out, clock.seconds())


def _flags(seconds: float, connections: int) -> list[str]:
    return ["-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "10s"]


def run_wrk(flags: list[str], variables: Mapping[str, str]) -> str:
    return subprocess.run(
        ["wrk", *flags],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"SPEED_LUA": str(HERE)} | dict(variables),
    ).stdout


def load_of(out: str, used: float) -> Load:
    """What one of our scripts made wrk say. `used`: seconds of processor time meanwhile."""
    line = next((line for line in out.splitlines() if line.startswith("JSON ")), None)
    if line is None:
        raise SystemExit(f"wrk said nothing that we understand:\n{out}")
    got = json.loads(line.removeprefix("JSON "))
    requests = max(1, got["requests"])
    return Load(
        per_second=got["requests"] / got["seconds"],
        p50=got["p50"],
        p95=got["p95"],
        p99=got["p99"],
        cpu=used / requests * 1e6,
        requests=got["requests"],
        refused=got["refused"],
        broken=got["broken"],
        late=got["late"],
    )
