"""The manifest, the page for when there is no connection, and the script that keeps it."""

from __future__ import annotations

import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from PIL import Image

from areopagus.administration.actions.options import save_options
from areopagus.boards import options
from areopagus.core.security import POLICY
from areopagus.core.verdict import Refused
from tests.conftest import Cast, user_of
from tests.pagecache.front import door_of, knock
from tests.pagecache.reading import one_connection

pytestmark = pytest.mark.django_db
NODE = shutil.which("node")
ADDRESSES = ("/manifest.webmanifest", "/worker.js", "/offline/")


def test_the_manifest_says_what_the_options_say(client: Client, cast: Cast) -> None:
    options.TITLE.set('A "red" planet board')
    options.DESCRIPTION_HTML.set("For <b>everybody</b> &amp; Max")
    options.COLOUR.set("#123abc")
    answer = client.get("/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    said = json.loads(answer.content)
    assert (said["name"], said["short_name"]) == ('A "red" planet board', "A")
    assert said["description"] == "For everybody & Max" and said["theme_color"] == "#123abc"
    assert said["start_url"] == said["scope"] == "/" and said["display"] == "standalone"
    assert "manifest-src 'self'" in POLICY


def test_its_icons_are_there_in_their_sizes(client: Client, cast: Cast) -> None:
    icons = json.loads(client.get("/manifest.webmanifest").content)["icons"]
    for icon in icons:
        found = finders.find(icon["src"].removeprefix("/static/"))
        assert found, icon
        if icon["type"] == "image/png":
            image = Image.open(BytesIO(Path(found).read_bytes()))
            assert f"{image.width}x{image.height}" == icon["sizes"]
    assert {icon.get("purpose") for icon in icons} == {None, "maskable"}


def test_every_page_leads_to_it(client: Client, cast: Cast) -> None:
    link = '<link rel="manifest" href="/manifest.webmanifest">'
    assert link in client.get("/").text
    client.force_login(user_of(cast.max))
    assert link in client.get("/").text


def test_what_a_browser_keeps_is_nobodys(client: Client, cast: Cast) -> None:
    mine = Client()
    mine.force_login(user_of(cast.max))
    for address in ADDRESSES:
        answer = mine.get(address)
        assert answer.content == client.get(address).content
        assert not answer.cookies
    assert "Try again" in client.get("/offline/").text


def test_another_page_is_another_version(client: Client, cast: Cast) -> None:
    before = client.get("/worker.js").content
    assert client.get("/worker.js").content == before
    options.TITLE.set("Red </script>planet")
    after = client.get("/worker.js").content
    assert after != before and b"Red" not in after


def test_it_can_be_switched_off(client: Client, cast: Cast) -> None:
    options.INSTALLABLE.set(False)
    assert client.get("/manifest.webmanifest").status_code == 404
    assert 'rel="manifest"' not in client.get("/").text
    script = client.get("/worker.js").text
    assert "unregister" in script and "fetch" not in script


def test_guests_get_them_from_memory(cast: Cast) -> None:
    door = door_of(WSGIHandler())[0]
    with one_connection():
        for address in ADDRESSES:
            first, second = knock(door, address), knock(door, address)
            assert first.status == second.status == 200 and first.body == second.body
        before = knock(door, "/offline/").body
        options.TITLE.set("Another name")
        assert knock(door, "/offline/").body != before


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "#12345g", "javascript:"])
def test_what_is_no_colour_is_refused(cast: Cast, colour: str) -> None:
    with pytest.raises(Refused, match="six digits"):
        save_options(cast.ada, {"board.colour": colour})


@pytest.mark.skipif(NODE is None, reason="Install node to look at the worker's grammar.")
@pytest.mark.parametrize("is_installable", [True, False])
def test_a_browser_understands_the_worker(
    client: Client, cast: Cast, tmp_path: Path, is_installable: bool
) -> None:
    options.INSTALLABLE.set(is_installable)
    script = tmp_path / "worker.js"
    script.write_bytes(client.get("/worker.js").content)
    done = subprocess.run([str(NODE), "--check", str(script)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
