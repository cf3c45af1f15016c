"""What the people of the demo board have written: data, in TOML files beside this one."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

TOPIC_FILES = ("news_hello_staff", "missions", "launch_orbits", "life", "tongues", "workshop")


def read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
