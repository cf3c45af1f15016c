"""The board's list of words: what is found, what becomes of it, and that it takes no time."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from areopagus.administration.actions.options import save_options
from areopagus.boards import actions
from areopagus.boards.actions import Draft, WaitsForApproval
from areopagus.boards.models import HeldWriting, Post, Topic
from areopagus.boards.options import WORDS
from areopagus.boards.words import TAG, Begun, censored_html, read_words
from areopagus.core.jobs.worker import work_once
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from areopagus.moderation.models import Report
from areopagus.notifications.letters import _letter
from areopagus.notifications.models import Notice
from areopagus.search.tasks import heal as index_later
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
LIST = """
heck = darn
casino* hold
buy now refuse
*lottery* flag
f*ck = f…
привет = здравствуй
垃圾 = 某物
"""


def work() -> None:
    while work_once("tests"):
        pass


class Emptied(dict[str, list[Begun]]):
    """What another thread empties at once."""

    def __setitem__(self, *_: object) -> None:
        self.clear()


def test_what_it_knows_may_be_emptied_by_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    words = read_words(LIST)
    monkeypatch.setattr(words, "_known", Emptied())
    assert words.censored("fck") == "f…"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("What the heck!", "What the darn!"),
        ("HECK, Heck", "darn, darn"),
        ("heckler checks", "heckler checks"),
        ("fk fck fuuuck f-ck", "fk f… f… f-ck"),
        ("Привет всем", "здравствуй всем"),
        ("这是垃圾信息", "这是某物信息"),
        ("", ""),
    ],
)
def test_words_are_found_whole_and_in_whatever_case(text: str, shown: str) -> None:
    assert read_words(LIST).censored(text) == shown


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("Casinos! casino", ["casino*"]),
        ("my casino", ["casino*"]),
        ("acasino", []),
        ("Superlotterywin", ["*lottery*"]),
        ("buy  NOW", ["buy now"]),
        ("buy it now", []),
        ("rebuy now", []),
    ],
)
def test_asterisks_and_phrases(text: str, patterns: list[str]) -> None:
    assert [entry.pattern for _, entry in read_words(LIST).found_in(text)] == patterns


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("What an a$$!", "What an x!"),
        ("a$$et, a$ $, a$, $$", "a$$et, a$ $, a$, $$"),
        ("sh!t sh!tty sh! sh?t", "y y y sh?t"),
        ("buy  N@W, buyn@w", "z, buyn@w"),
        ("¥ ¥¥ a¥ ¥a", "v vv v v"),
    ],
)
def test_entries_may_have_signs_in_them(text: str, shown: str) -> None:
    words = read_words("a$$ = x\nsh!* = y\nbuy n@w = z\n*¥* = v")
    assert words.censored(text) == shown


@pytest.mark.parametrize(
    "line",
    [
        "heck",
        "* hold",
        "*** = x",
        "a*b*c*d*e hold",
        "x" * 101 + " hold",
        "= darn",
        "heck ban",
        "垃*圾 hold",
    ],
)
def test_a_line_that_makes_no_sense_says_so(line: str) -> None:
    with pytest.raises(ValueError, match=r"“|entry"):
        read_words(line)


def test_a_mild_entry_hides_no_strict_one() -> None:
    words = read_words("casino* = fun\n*sino refuse\ncasino hold\nGROSSE straße flag")
    assert [entry.pattern for _, entry in words.found_in("A casino")] == [
        "casino",
        "casino*",
        "*sino",
    ]
    assert [entry.pattern for _, entry in words.found_in("die große Straße")] == ["GROSSE straße"]


def test_html_is_changed_between_its_tags_only() -> None:
    words = read_words("heck = a<b&c\nclass = x\namp = y")
    given = '<p class="heck" title="a > heck">heck &amp; <b>hec</b>k</p>'
    shown = '<p class="heck" title="a > heck">a&lt;b&amp;c &amp; <b>hec</b>k</p>'
    assert censored_html(given, words) == shown


def test_hostile_texts_and_lists_take_no_time() -> None:
    words = read_words(
        "\n".join(f"a*{n}*b*{n} hold" for n in range(300)) + "\nx y = z\n*a*b* now hold\n<*<*< hold"
    )
    for text in (
        "ab" * 100_000,
        "".join(f"{'ab' * 99}{n} " for n in range(500)),
        "a" * 200_000,
        "a1" * 50_000,
        "x " * 100_000,
        "<" * 100_000,
        '<a "' * 30_000,
    ):
        words.found_in(text)
        words.censored(text)
        assert isinstance(list(TAG.finditer(text)), list)


def test_each_entry_does_what_it_says(cast: Cast, topic: Topic) -> None:
    WORDS.set(LIST)
    max_ = factories.patient(cast.max)
    with pytest.raises(Refused, match="“Buy now” may not be written"):
        actions.reply(max_, topic, Draft("Buy now!"))
    with pytest.raises(WaitsForApproval):
        actions.reply(max_, topic, Draft("The casinos of Mars."))
    assert "“casinos” is on the list" in HeldWriting.objects.get().judgements[0]["evidence"][0]
    post = actions.reply(max_, topic, Draft("A lottery, heck."))
    assert Report.objects.get(post=post).reason.startswith("“lottery” is on the list")
    assert post.source == "A lottery, heck." and "darn" in post.html and "heck" not in post.html
    with pytest.raises(WaitsForApproval):
        actions.edit_post(max_, post, "A casino.", "bbcode")
    with pytest.raises(WaitsForApproval):
        actions.start_topic(max_, topic.forum, Draft("Hello.", title="Casino night"))


def test_posts_that_stand_are_shown_anew_and_undoing_shows_them_as_before(
    cast: Cast, topic: Topic
) -> None:
    post = factories.make_post(cast.max, topic, "What the heck & [b]more[/b].")
    other = factories.make_post(cast.ada, topic, "Nothing of it.")
    before = other.html
    save_options(cast.ada, {WORDS.key: "heck = darn"}, "")
    batch = Batch.objects.order_by("-pk")[0]
    work()
    assert "darn &amp; <strong>more" in Post.objects.get(pk=post.pk).html
    assert Post.objects.get(pk=other.pk).html == before
    assert "darn" in Client().get(topic.url).content.decode()
    undoing.undo(cast.ada, batch.pk)
    work()
    assert "heck &amp;" in Post.objects.get(pk=post.pk).html


def test_titles_and_signatures_are_shown_otherwise_and_kept_as_they_were(
    cast: Cast, places: Places
) -> None:
    max_ = user_of(cast.max)
    max_.title, max_.signature_html = "Heck of a man", '<a href="/heck">Heck</a>'
    max_.save(update_fields=["title", "signature_html"])
    topic = factories.make_topic(cast.max, places.missions, "What the heck", posts=2)
    post = topic.posts.get(number=2)
    index_later.func()
    pages = {
        "/": "What the darn",
        places.missions.url: "What the darn",
        topic.url: "<title>What the darn",
        f"{max_.url}posts/": "Re: What the darn",
        max_.url: "darn of a man",
        "/feeds/board.atom": "What the darn",
        f"/feeds/topics/{topic.pk}.atom": "What the darn",
        "/extern.php?type=html&action=new": "What the darn",
        "/search/?q=heck": "What the darn",
        f"/topics/{topic.pk}/replies/": "What the darn",
    }
    client = Client()
    client.force_login(user_of(cast.nina))
    before = {address: client.get(address).content.decode() for address in pages}
    save_options(cast.ada, {WORDS.key: "heck = darn"}, "")
    work()
    for address, shown in pages.items():
        page = client.get(address).content.decode()
        assert shown in page and shown not in before[address], address
        # What was typed stands in addresses, and what was searched for above its results.
        assert not re.search(r"(?i)(?<![-/\"=])\bheck\b", page) or "search" in address, address
    page = client.get(topic.url).content.decode()
    assert "darn of a man" in page and '<a href="/heck">darn</a>' in page
    assert _letter(Notice(user=user_of(cast.nina), post=post), post).topic == "What the darn"
    topic.refresh_from_db()
    assert topic.title == "What the heck"
    WORDS.set("what the heck =")
    assert "<title>…" in client.get(topic.url).content.decode()


def test_a_text_can_be_tried(cast: Cast) -> None:
    WORDS.set(LIST)
    client = Client()
    client.force_login(user_of(cast.ada))
    page = client.get(
        "/administration/words/", {"text": "A <i>casino</i>, what the heck"}
    ).content.decode()
    assert "waits for a moderator" in page and "what the darn" in page and "<i>casino" not in page
    with pytest.raises(Refused, match="says neither"):
        save_options(cast.ada, {WORDS.key: "heck"})
