from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import brotli
import pytest

from areopagus.ui import bundles

STATIC = Path(__file__).resolve().parents[2] / "src/areopagus/ui/static"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="Install node to test the scripts' thinking.")


def read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def test_each_script_is_short_and_checked_by_types() -> None:
    for path in STATIC.rglob("*.js"):
        lines = path.read_text().splitlines()
        assert lines[0] == "// @ts-check", path.name
        assert len(lines) < 120, path.name


def test_scripts_set_no_styles_and_make_no_code() -> None:
    for path in STATIC.rglob("*.js"):
        assert not re.search(r"\.style\b|cssText|\beval\(|new Function|<script", path.read_text())


def test_a_member_loads_little() -> None:
    assert len(brotli.compress(bundles.scripts(read).encode(), quality=11)) <= 3_600


@needs_node
def test_the_bundle_is_a_module(tmp_path: Path) -> None:
    bundle = tmp_path / "app.mjs"
    bundle.write_text(bundles.scripts(read))
    done = subprocess.run([str(NODE), "--check", str(bundle)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@needs_node
def test_what_the_scripts_think(tmp_path: Path) -> None:
    # Copied as .mjs, because node takes a .js without a package.json for the older kind.
    for path in (STATIC / "js/lib").glob("*.js"):
        (tmp_path / f"{path.stem}.mjs").write_text(path.read_text().replace('.js"', '.mjs"'))
    for path in Path(__file__).parent.glob("js/*.mjs"):
        shutil.copy(path, tmp_path)
    tests = sorted(str(path) for path in tmp_path.glob("test_*.mjs"))
    done = subprocess.run([str(NODE), "--test", *tests], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
