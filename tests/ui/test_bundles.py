from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from pytest_django import Settings

from areopagus.ui import bundles
from areopagus.ui.bundles import minified, scripts, styles


def reader(files: dict[str, str]) -> bundles.Read:
    return files.__getitem__


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a { color: red; }\n\nb { }", "a{color: red}b{}"),
        ("/* why */ a , b { x: y ; }", "a,b{x: y}"),
        ("a  >  b /* x */ c { }", "a > b c{}"),
        ("a { width: calc(1px + 2px); }", "a{width: calc(1px + 2px)}"),
        ("a { x: y; ; }", "a{x: y;}"),
        (
            "a::after { content: \"a ; } /* b */  'c'\"; }",
            "a::after{content: \"a ; } /* b */  'c'\"}",
        ),
        (r"a { content: '\'  ;'; }", r"a{content: '\'  ;'}"),
        ('a { content: "›" / ""; }', 'a{content: "›" / ""}'),
        ("@media (width < 46rem) { a { b: c; } }", "@media (width < 46rem){a{b: c}}"),
    ],
)
def test_only_what_people_read_is_taken_out(written: str, read: str) -> None:
    assert minified(written) == read


@pytest.mark.parametrize("broken", ['a { content: "x; }', "a { } /* and so on"])
def test_what_never_ends_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="never ends"):
        minified(broken)


def test_each_part_stands_in_its_layer() -> None:
    files = {
        "css/app.css": '@layer base, parts;\n@import "base.css" layer(base);\n'
        '@import "components/post.css" layer(parts);\n',
        "css/base.css": "p { margin: 0; }\n",
        "css/components/post.css": ".post { color: red; }\n",
    }
    assert styles(reader(files)) == (
        "@layer base,parts;@layer base{p{margin: 0}}@layer parts{.post{color: red}}"
    )


SCRIPTS = {
    "js/app.js": 'import "./button.js";\nimport "./field.js";\n',
    "js/button.js": 'import { twice } from "./lib/sum.js";\n// Why.\ndefine(() => {\n  twice(2);\n});\n',
    "js/field.js": 'import { twice } from "./lib/sum.js";\n\ntwice(3);\n',
    "js/lib/sum.js": "/** Doubles. */\nexport function twice(n) {\n  return n * 2; // Rightly.\n}\n"
    "/**\n * @param {number} n\n */\nexport const thrice = (n) => n * 3;\n",
}


def test_scripts_are_joined_with_what_they_need_before_them() -> None:
    assert scripts(reader(SCRIPTS)) == (
        "function twice(n) {\nreturn n * 2; // Rightly.\n}\nconst thrice = (n) => n * 3;\n"
        "define(() => {\ntwice(2);\n});\ntwice(3);\n"
    )


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("const twice = 3;\n", "twice"),
        ("export default twice;\n", "cannot be bundled"),
        ("const text = `one\n  two`;\n", "cannot be bundled"),
        ('import * as all from "./lib/sum.js";\n', "cannot be bundled"),
    ],
)
def test_scripts_that_cannot_be_joined_are_refused(line: str, complaint: str) -> None:
    files = SCRIPTS | {"js/field.js": SCRIPTS["js/field.js"] + line}
    with pytest.raises(ValueError, match=complaint):
        scripts(reader(files))


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "areopagus.ui.staticfiles.BundledStaticFilesStorage"}
    }
    # The second time finds the bundles of the first in its way.
    for _ in range(2):
        call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_readers_get_one_stylesheet_and_one_script(collected: Path) -> None:
    address = staticfiles_storage.url("css/app.css")
    found = collected / address.removeprefix("/static/")
    assert found.name != "app.css"
    assert "@import" not in found.read_text()
    assert ".post{" in found.read_text()
    assert found.with_name(found.name + ".br").exists()
    assert found.with_name(found.name + ".gz").exists()
    script = collected / staticfiles_storage.url("js/app.js").removeprefix("/static/")
    assert "import" not in script.read_text()
    assert 'customElements.define("post-composer"' in script.read_text()
    assert not list(collected.glob("css/components/*"))
    assert not list(collected.glob("js/lib/*"))


def test_the_parts_are_found_where_nothing_is_collected() -> None:
    path = finders.find("css/components/post.css")
    assert path is not None
    assert FileSystemStorage(Path(path).parent).exists("post.css")
