"""What the old board kept in its own folder and showed in posts."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image
from pytest_django import Settings

from areopagus.accounts.models import User
from areopagus.boards import rendering
from areopagus.boards.models import Post
from areopagus.importers.fluxbb import logged
from areopagus.importers.fluxbb.importing import Wishes
from areopagus.importers.fluxbb.old_links import picture_name
from areopagus.importers.fluxbb.own_smilies import own_smilies_in
from areopagus.uploads.models import Smiley
from tests.importers.old_boards import Tables, move_in, post, sound

BASE = "http://www.mars-society.example/forum"
PARSER_15 = """<?php
$smilies = array(
	':)' => 'smile.png', // as always
	'=)' => 'smile.png',
	':lol:' => 'laughing.gif',
	':mars:' => 'mars.gif',
	/* a nasty one */ ':\\'(' => "crying.png",
	'&gt;:(' => 'angry_bird.png',
	':gone:' => 'gone.png',
	':evil:' => '../../config.php',
	'' => 'empty.png',
);
$smilies[':late:'] = 'mars.gif';
system('rm');
"""
PARSER_12 = """<?php
$smiley_text = array(':)', ':p', ':mars:');
$smiley_img = array('smile.png', 'pee.png', 'mars.gif');
$smiley_dups = array();
"""


def drawn(kind: str = "PNG", size: tuple[int, int] = (20, 15)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, kind)
    return out.getvalue()


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    folder = tmp_path / "forum"
    for place in ("img/smilies", "include", "uploads/2009", "pics"):
        (folder / place).mkdir(parents=True)
    (folder / "include/parser.php").write_text(PARSER_15)
    for name in ("smile.png", "laughing.gif", "mars.gif", "crying.png", "angry_bird.png"):
        (folder / "img/smilies" / name).write_bytes(drawn("GIF" if "gif" in name else "PNG"))
    (folder / "uploads/2009/my rocket.JPG").write_bytes(drawn("JPEG", (3000, 1000)))
    (folder / "uploads/paper.pdf").write_bytes(b"%PDF")
    (folder / "uploads/broken.png").write_bytes(b"<?php evil();")
    (folder / "config.php").write_text("<?php $db_password = 'secret';")
    return folder


def showing(*words: str, **config: str) -> Tables:
    old = sound()
    old["config"] += [{"conf_name": "o_base_url", "conf_value": BASE}]
    old["config"] += [{"conf_name": k, "conf_value": v} for k, v in config.items()]
    old["posts"] += [post(n, 1, message=said) for n, said in enumerate(words, start=3)]
    return old


def html_of(post_id: int) -> str:
    return Post.objects.get(pk=post_id).html


def address_of(called: str) -> str:
    return f"/media/moved/{picture_name(called)}.webp"


def test_own_smilies_are_those_that_fluxbb_does_not_have(installed: Path) -> None:
    assert own_smilies_in(installed) == {
        ":lol:": "laughing.gif",
        ":mars:": "mars.gif",
        ":'(": "crying.png",
        ">:(": "angry_bird.png",
        ":gone:": "gone.png",
        ":evil:": "../../config.php",
        ":late:": "mars.gif",
    }
    (installed / "include/parser.php").write_text(PARSER_12)
    assert own_smilies_in(installed) == {":p": "pee.png", ":mars:": "mars.gif"}
    (installed / "include/parser.php").write_text("<?php $smilies = array(':x' => strtolower(")
    assert own_smilies_in(installed) == {}
    assert own_smilies_in(installed / "nowhere") == {}


@pytest.mark.django_db
def test_own_smilies_show_in_old_and_new_posts(
    installed: Path, tmp_path: Path, client: Client
) -> None:
    old = showing("To :mars: we go :) and >:( and :lol: but not a:mars: or :gone:")
    old["users"][2] = {**old["users"][2], "signature": "See you :mars:"}
    said = move_in(old, tmp_path, Wishes(files=installed, prefix=""))
    assert "its picture is missing, or is none" in said
    mars = address_of("img/smilies/mars.gif")
    picture = f'<img class="smiley" src="{mars}" alt="mars" title=":mars:" loading="lazy">'
    html = html_of(3)
    assert html.count('class="smiley"') == 4
    assert picture in html
    assert 'alt="angry bird" title="&gt;:("' in html
    assert "but not a:mars: or :gone:" in html
    assert picture in User.objects.get(name="Max").signature_html
    assert picture in rendering.render("Again :mars:", "markdown").html
    assert set(Smiley.objects.values_list("code", flat=True)) == {
        ":mars:", ":late:", ":'(", ">:(", ":lol:",
    }  # fmt: skip
    for address in ("/img/smilies/mars.gif", "/forum/img/smilies/mars.gif"):
        assert client.get(address).headers["Location"] == mars
    assert client.get("/forum/img/smilies/smile.png").status_code == 301
    assert client.get("/forum/img/smilies/none.png").status_code == 404
    help_page = client.get("/help/markup/").text
    assert f'<code>:mars:</code> <img class="smiley" src="{mars}" alt="mars"' in help_page
    # The last, because its end closes the database, too.
    answer = client.get(mars)
    assert answer.headers["Content-Type"] == "image/webp"
    answer.close()


@pytest.mark.django_db
def test_pictures_of_the_old_board_show_from_where_they_are_now(
    installed: Path, tmp_path: Path, client: Client
) -> None:
    rocket = f"{BASE}/uploads/2009/my%20rocket.JPG"
    old = showing(
        f"[img]{rocket}[/img]",
        f"[img=Gone]{BASE}/pics/gone.png[/img]",
        f"[img]{BASE}/img/avatars/2.png[/img] [img]http://elsewhere.example/a.png[/img]",
        "[url]https://mars-society.example/forum/uploads/2009/my%20rocket.JPG[/url]",
        f"{BASE}/uploads/paper.pdf, {BASE}/uploads/broken.png. {BASE}/../config.php.png",
    )
    said = move_in(old, tmp_path, Wishes(files=installed, prefix=""))
    assert "Every row is accounted for." in said
    here = address_of("uploads/2009/my rocket.JPG")
    assert f'<img src="{here}" alt="my%20rocket.JPG"' in html_of(3)
    assert f'src="{BASE}/pics/gone.png" alt="Gone"' in html_of(4), "perhaps it is still there"
    assert 'src="/img/avatars/2.png"' in html_of(5)
    assert 'src="http://elsewhere.example/a.png"' in html_of(5)
    assert f'href="{here}"' in html_of(6)
    assert Post.objects.get(pk=3).source == f"[img]{rocket}[/img]"
    with default_storage.open(here.removeprefix("/media/")) as file:
        assert Image.open(file).size == (1600, 533)
    for address in ("/forum/uploads/2009/my%20rocket.JPG", "/uploads/2009/my%20rocket.JPG"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (301, here)
        assert logged.is_old(address)
    assert client.get("/forum/uploads/paper.pdf").status_code == 404
    assert not logged.is_old("/forum/pics/gone.png")

    told = json.loads((tmp_path / "import-report.json").read_text())["pictures"]
    assert told["left_in_all"] == len(told["left"]) == 4
    assert {(left["called"], left["post"]): left["why"][:20] for left in told["left"]} == {
        ("pics/gone.png", 4): "not in the old board",
        ("uploads/paper.pdf", 7): "no picture; only pic",
        ("uploads/broken.png", 7): "This is no JPEG, PNG",
        ("../config.php.png", 7): "not in the old board",
    }
    page = (tmp_path / "import-report.html").read_text()
    assert "<code>pics/gone.png</code>" in page
    # What is written from now on shows it as well.
    assert f'src="{here}"' in rendering.render(f"![Rocket]({rocket})", "markdown").html


@pytest.mark.django_db
def test_pictures_of_announcements_come_along(
    installed: Path, tmp_path: Path, client: Client
) -> None:
    (installed / "pics/logo.png").write_bytes(drawn())
    notice = f'<img src="{BASE}/pics/logo.png"> Welcome'
    old = showing(o_announcement="1", o_announcement_message=notice)
    move_in(old, tmp_path, Wishes(files=installed, prefix=""))
    answer = client.get("/forum/pics/logo.png")
    assert answer.headers["Location"] == address_of("pics/logo.png")


@pytest.mark.django_db
def test_without_the_folder_they_are_counted_and_nothing_is_promised(tmp_path: Path) -> None:
    said = move_in(showing(f"[img]{BASE}/pics/a.png[/img]"), tmp_path)
    assert "give it with --files" in said
    assert f'src="{BASE}/pics/a.png"' in html_of(3)


@pytest.mark.django_db
def test_no_link_in_the_folder_leads_out_of_it(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "private.png").write_bytes(drawn())
    (installed / "pics/out.png").symlink_to(tmp_path / "private.png")
    (installed / "img/smilies/out.png").symlink_to(tmp_path / "private.png")
    words = [f"[img]{BASE}/pics/out.png[/img] [img]{BASE}/..%2Fprivate.png[/img]"]
    move_in(showing(*words), tmp_path, Wishes(files=installed, prefix=""))
    assert "/media/" not in html_of(3)
    assert not default_storage.exists(f"moved/{picture_name('img/smilies/out.png')}.webp")


@pytest.mark.django_db
def test_a_dry_run_leaves_no_picture_behind(installed: Path, tmp_path: Path, media: Path) -> None:
    move_in(showing("a"), tmp_path, Wishes(files=installed, prefix="", dry_run=True))
    assert not list(media.rglob("*.webp"))
    assert not Smiley.objects.exists()


@pytest.mark.django_db
def test_avatars_in_another_folder_answer_there(
    installed: Path, tmp_path: Path, client: Client
) -> None:
    (installed / "pics/2.png").write_bytes(drawn())
    old = showing(f"[img]{BASE}/pics/2.png[/img]", o_avatars_dir="pics")
    move_in(old, tmp_path, Wishes(files=installed, prefix=""))
    avatar = f"/media/{User.objects.get(pk=2).avatar}"
    assert avatar.endswith(".webp")
    assert 'src="/pics/2.png"' in html_of(3)
    for address in ("/pics/2.png", "/forum/pics/2.png", "/img/avatars/2.png"):
        assert client.get(address).headers["Location"] == avatar
        assert logged.is_old(address)
    assert client.get("/pics/3.png").status_code == 404
