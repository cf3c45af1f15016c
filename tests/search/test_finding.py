"""What is found, by whom; and that it follows what happens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areopagus.accounts.actors import Actor
from areopagus.boards import actions
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.core.clock import now
from areopagus.core.jobs.worker import work_once
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.homecoming.actions.linking import link
from areopagus.homecoming.models import Claim
from areopagus.homecoming.pages.standing import standing
from areopagus.ops.command import main
from areopagus.search import finding, index, indexing, months
from areopagus.search.finding import find
from areopagus.search.index import TooBroad
from areopagus.search.options import MOST_MILLISECONDS
from areopagus.search.pages import search_page
from areopagus.search.query import Misunderstood, read
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(cast: Cast, places: Places) -> dict[str, Topic]:
    topics = {
        "dust": factories.make_topic(cast.max, places.missions, "Dust storms on Mars"),
        "camera": factories.make_topic(cast.max, places.missions, "A broken camera"),
        "secret": factories.make_topic(cast.ada, places.staff_room, "Secret dust"),
    }
    factories.make_post(cast.max, topics["dust"], "The storm covers the whole planet with dust.")
    factories.make_post(
        cast.ada, topics["camera"], "There is dust in the camera, a storm was near."
    )
    factories.make_post(
        cast.max, topics["camera"], "[quote=Ada]dust in the camera[/quote] Wipe it."
    )
    factories.make_post(cast.max, topics["camera"], "Камера в пыли, 火星的沙尘暴")
    indexing.rebuild()
    return topics


def found(actor: Actor, text: str, **how: bool) -> list[str]:
    """The first words of what was found, in order."""
    posts = Post.objects.in_bulk([pk for pk, _ in find(actor, read(text), **how).posts])
    return (
        [posts[pk].source[:22] for pk in posts]
        if not how
        else [posts[pk].source[:22] for pk, _ in find(actor, read(text), **how).posts]
    )


def numbers(actor: Actor, text: str) -> set[int]:
    return {pk for pk, _ in find(actor, read(text)).posts}


def test_words_in_all_their_forms(cast: Cast, board: dict[str, Topic]) -> None:
    assert len(numbers(cast.max, "dust")) == 3
    assert numbers(cast.max, "storms cover") == numbers(cast.max, "storm covering")
    assert len(numbers(cast.max, "storm covered")) == 1
    assert len(numbers(cast.max, "камеры")) == 1
    assert len(numbers(cast.max, "沙尘暴")) == 1
    assert not numbers(cast.max, "尘沙")
    assert not numbers(cast.max, "helicopter")


def test_what_is_quoted_is_found_where_it_was_said(cast: Cast, board: dict[str, Topic]) -> None:
    assert [
        Post.objects.get(pk=pk).author_name for pk in numbers(cast.max, "camera dust near")
    ] == ["Ada"]
    assert len(numbers(cast.max, "wipe")) == 1
    assert not numbers(cast.max, "wipe dust")


def test_phrases_exclusions_and_titles(cast: Cast, board: dict[str, Topic]) -> None:
    assert len(numbers(cast.max, '"whole planet"')) == 1
    assert not numbers(cast.max, '"planet whole"')
    assert len(numbers(cast.max, "dust -camera")) == 2
    assert numbers(cast.max, "title:dust") == {board["dust"].first_post_id}
    assert numbers(cast.max, "title:dust first") == {board["dust"].first_post_id}
    assert not numbers(cast.max, "title:dust covers")


def test_a_phrase_is_followed_as_far_as_it_is_worth(
    cast: Cast, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first hundred of one that is rare, three hundred of one that is not; all when there are fewer."""
    topic = factories.make_topic(cast.ada, places.missions, "Anything")
    said = [factories.make_post(cast.ada, topic, "A red planet.").pk for _ in range(6)][::-1]
    indexing.rebuild()

    def newest(text: str) -> tuple[list[int], bool]:
        found = find(cast.max, read(text))
        return [pk for pk, _ in found.posts], found.is_all

    monkeypatch.setattr(finding, "MOST_OF_A_PHRASE", 4)
    monkeypatch.setattr(finding, "ENOUGH", 2)
    assert newest('"red planet"') == (said[:4], False), "they stand near each other"
    monkeypatch.setattr(finding, "NEAR", said[0] - said[1] - 1)
    assert newest('"red planet"') == (said[:2], False), "the next ones would be far away"
    assert newest("red planet") == (said, True), "words that need not stand together"
    monkeypatch.setattr(finding, "ENOUGH", 7)
    monkeypatch.setattr(finding, "MOST_OF_A_PHRASE", 10)
    assert newest('"red planet"') == (said, True)


def test_filters(cast: Cast, places: Places, board: dict[str, Topic]) -> None:
    assert len(numbers(cast.max, "dust author:ADA")) == 1
    assert len(numbers(cast.max, "author:ada author:max dust")) == 3
    assert not numbers(cast.max, "dust author:nobody")
    assert len(numbers(cast.max, "dust forum:miss")) == 3
    assert len(numbers(cast.max, f"dust forum:{places.missions.pk}")) == 3
    assert not numbers(cast.max, "dust forum:archive")
    assert len(numbers(cast.max, "dust is:mine")) == 2
    assert not numbers(cast.max, "dust is:locked")
    actions.lock_topics(cast.ada, [board["dust"].pk])
    assert len(numbers(cast.max, "dust is:locked")) == 2
    assert not numbers(cast.max, "dust is:unanswered")
    year = board["dust"].started_at.year
    assert len(numbers(cast.max, f"dust after:{year}")) == 3
    assert not numbers(cast.max, f"dust before:{year}")
    assert not numbers(cast.max, "dust after:2999")
    assert numbers(cast.max, f"after:{year}") and numbers(cast.max, "author:max")
    with pytest.raises(Misunderstood):
        find(cast.guest, read("dust is:mine"))
    with pytest.raises(Misunderstood):
        find(cast.max, read("is:locked"))


def test_better_matches_come_first(cast: Cast, board: dict[str, Topic]) -> None:
    order = [pk for pk, _ in find(cast.max, read("dust storm")).posts]
    assert order[0] == board["dust"].first_post_id, "both words in the title"
    newest = [pk for pk, _ in find(cast.max, read("dust storm"), newest_first=True).posts]
    assert newest == sorted(newest, reverse=True) and set(newest) == set(order)


def test_what_may_not_be_seen_is_not_found_by_anybody(cast: Cast, board: dict[str, Topic]) -> None:
    secret = board["secret"].first_post_id
    for actor in cast.visitors():
        assert (secret in numbers(actor, "dust")) == actor.is_staff
        assert (secret in numbers(actor, "author:ada")) == actor.is_staff
        if not actor.is_staff:
            assert not numbers(actor, "forum:staff dust")
            assert not numbers(actor, "secret")
            assert search_page(actor, "dust").total == 2


def test_who_may_not_search_is_told_so(client: Client, cast: Cast, board: dict[str, Topic]) -> None:
    group = cast.guest.group
    group.may_search = False
    group.save()
    answer = client.get("/search/?q=dust")
    assert answer.status_code == 403 and "Sign in to search" in answer.text


def work() -> None:
    while work_once("test"):
        pass


@pytest.mark.django_db(transaction=True)
def test_the_index_follows_what_happens(cast: Cast, places: Places) -> None:
    topic = factories.make_topic(cast.max, places.missions, "Landing sites")
    post = factories.make_post(cast.max, topic, "A plateau.")
    work()
    assert numbers(cast.max, "plateau") == {post.pk}
    actions.edit_post(cast.max, post, "A crater.", "bbcode")
    work()
    assert not numbers(cast.max, "plateau") and numbers(cast.max, "crater") == {post.pk}
    actions.rename_topic(cast.ada, topic.pk, "Places to land")
    work()
    assert not numbers(cast.max, "title:sites") and len(numbers(cast.max, "title:places")) == 1
    actions.remove_topics(cast.ada, [topic.pk], "Spam.")
    work()
    assert not numbers(cast.ada, "crater")
    undoing.undo(cast.ada, Batch.objects.latest("pk").pk)
    work()
    assert numbers(cast.max, "crater") == {post.pk}
    actions.move_topics(cast.ada, [topic.pk], places.staff_room.pk)
    assert not numbers(cast.max, "crater"), "before the index knows of it"
    work()
    assert not numbers(cast.max, "crater") and numbers(cast.ada, "forum:staff crater") == {post.pk}


def test_healing_finds_what_is_missing_and_what_is_too_much(
    cast: Cast, board: dict[str, Topic]
) -> None:
    whole = set(index.numbers(0, None))
    index.drop(sorted(whole)[:2])
    gone = Post.objects.filter(topic=board["camera"], number=2)
    gone.update(removed_at=board["camera"].started_at)
    assert indexing.heal() == 2
    assert set(index.numbers(0, None)) == whole - {gone.get().pk}
    assert indexing.heal() == 0


@pytest.mark.django_db(transaction=True)
def test_ghosts_are_found_by_name(cast: Cast, board: dict[str, Topic]) -> None:
    """By their own, claimed or not; and each post by the name of whoever has shown that it is theirs."""
    ghost = Ghost.objects.create(name="Olga", name_key="olga", origin="guest", post_count=4)
    Post.objects.filter(topic=board["camera"]).update(
        author=None, ghost=ghost, author_name="Olga", author_mail=""
    )
    first, second, third, last = board["camera"].posts.order_by("number")
    for day, post in enumerate((first, second, third)):
        Post.objects.filter(pk=post.pk).update(posted_at=now() - timedelta(days=9 - day))
    Post.objects.filter(pk=last.pk).update(author_mail="dora@example.org")
    indexing.rebuild()
    everything = {first.pk, second.pk, third.pk, last.pk}
    assert numbers(cast.max, "author:olga") == everything
    assert not numbers(cast.max, "author:dora")
    # Two who shared the name have a stretch of time each; nobody has the third post.
    middle = now() - timedelta(days=8.5)
    for actor, times in (
        (cast.nina, {"before": middle}),
        (cast.dora, {"since": middle, "before": now() - timedelta(days=7.5)}),
    ):
        Claim.objects.create(
            ghost=ghost,
            user=user_of(actor),
            proof="word",
            any_address=True,
            claimed_at=now(),
            **times,
        )
    standing.forget()
    indexing.index_topics([board["camera"].pk])
    assert numbers(cast.max, "author:nina") == numbers(cast.nina, "is:mine") == {first.pk}
    assert numbers(cast.max, "author:dora") == {second.pk}
    # And the index follows.
    link(cast.dora, ghost.pk, Claim.Proof.MAIL, "dora@example.org")
    work()
    assert numbers(cast.max, "author:dora") == {second.pk, last.pk}
    undoing.undo(cast.ada, Batch.objects.latest("pk").pk)
    work()
    assert numbers(cast.max, "author:dora") == {second.pk}
    assert numbers(cast.max, "author:olga") == everything


def test_a_search_that_takes_too_long_is_ended(
    cast: Cast, board: dict[str, Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*_: object) -> list[int]:
        from django.db import connection

        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_sleep(20)")
            else:
                cursor.execute(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
                )
        return []

    MOST_MILLISECONDS.set(50)
    monkeypatch.setattr("areopagus.search.index.newest", lambda *_: slowly())
    with pytest.raises(TooBroad, match="too long"):
        find(cast.max, read("dust"))
    monkeypatch.undo()
    assert numbers(cast.max, "dust"), "and the connection is as it was"


def test_the_page(client: Client, cast: Cast, board: dict[str, Topic]) -> None:
    assert "How to ask" in client.get("/search/").text
    page = client.get("/search/", {"q": "dust"}).text
    assert (
        "2 results" in page
        and "<mark>dust</mark>" in page.casefold()
        and "1 more in this topic" in page
    )
    page = client.get("/search/", {"q": "dust", "as": "posts"}).text
    assert "3 results" in page
    assert "Nothing is found" in client.get("/search/", {"q": "helicopter"}).text
    answer = client.get("/search/", {"q": "is:green"})
    assert answer.status_code == 422 and "is:locked" in answer.text
    assert client.get("/search/page/7/", {"q": "dust"}).status_code == 404
    page = client.get("/search/", {"q": '<script>alert("dust")</script>'}).text
    assert "<script>alert" not in page


def test_queries_do_not_grow_with_what_is_found(
    cast: Cast, places: Places, board: dict[str, Topic], django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        factories.make_post(cast.max, board["dust"], f"More dust {number}")
    indexing.rebuild()
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        search_page(cast.max, "dust", shape="posts")


@given(text=st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_no_query_breaks_anything(cast: Cast, board: dict[str, Topic], text: str) -> None:
    try:
        search_page(cast.max, text)
    except Misunderstood as reason:
        assert str(reason)


@pytest.mark.sqlite
def test_from_a_shell(
    cast: Cast,
    board: dict[str, Topic],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("areopagus.ops.command._open_board", lambda _: None)
    assert main(["rebuild", "search", "--board", "x"]) == 0
    assert "7 posts can be found" in capsys.readouterr().out


def test_signed_in_members_search_their_own(
    client: Client, cast: Cast, board: dict[str, Topic]
) -> None:
    client.force_login(user_of(cast.ada))
    assert "2 results" in client.get("/search/", {"q": "is:mine dust"}).text


def test_a_year_is_found_where_its_posts_stand(cast: Cast, board: dict[str, Topic]) -> None:
    """Numbers need not follow the calendar: boards are joined, and dumps brought up to date."""
    oldest, newest = Post.objects.earliest("pk"), Post.objects.latest("pk")
    long_ago = newest.posted_at.replace(year=2009, month=5, day=4)
    Post.objects.filter(pk__in=[oldest.pk, newest.pk]).update(posted_at=long_ago)
    indexing.index_posts([oldest.pk, newest.pk])
    assert months.between(long_ago, long_ago) == (oldest.pk, newest.pk)
    assert months.between(long_ago.replace(month=6), long_ago.replace(month=12)) is None
    assert numbers(cast.ada, "after:2009 before:2010") == {oldest.pk, newest.pk}
    assert numbers(cast.ada, "after:2009-05-04 before:2009-05-05") == {oldest.pk, newest.pk}
    assert numbers(cast.ada, "before:2010") == {oldest.pk, newest.pk}
    assert not numbers(cast.ada, "before:2009-05") and not numbers(
        cast.ada, "after:2009-06 before:2011"
    )
    assert not numbers(cast.ada, "after:2010 before:2011")
    assert len(numbers(cast.ada, "after:2010 dust")) == 3


def test_what_came_later_does_not_stand_before_what_is_asked_for(
    cast: Cast, board: dict[str, Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a board where more was written since than is looked at in all rounds."""
    monkeypatch.setattr(finding, "MOST", 1)
    monkeypatch.setattr(finding, "MORE", 0)
    monkeypatch.setattr(finding, "ROUNDS", 1)
    year = board["dust"].started_at.year
    first = Post.objects.earliest("pk")
    Post.objects.filter(pk=first.pk).update(posted_at=first.posted_at.replace(year=year - 1))
    indexing.rebuild()
    assert numbers(cast.ada, f"dust before:{year}") == {first.pk}
