"""Members found by every criterion, and what is done to many of them at once."""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter

import pytest
from django.test import Client

from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, User
from areopagus.administration.actions import many
from areopagus.administration.finding import Filters
from areopagus.administration.pages import members as pages
from areopagus.administration.plans import PLANS
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound, Refused
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
MEMBERS = "/administration/members/"
MANY = f"{MEMBERS}many/"
Role = Group.Role


def found(cast: Cast, **said: object) -> list[str]:
    filters = Filters(**said)  # type: ignore[arg-type]
    return [m.name for m, _ in pages.members_page(cast.ada, filters=filters).members]


@pytest.fixture
def ivy(cast: Cast) -> User:
    return factories.make_user(
        "Ivy",
        title="Rocket builder",
        real_name="Ivy Green",
        location="Low orbit",
        website="https://ivy.example/",
        contacts={"jabber": "ivy@chat.example", "icq": "12345"},
        signature="Per aspera, 100% of it",
        staff_note="Asked about wheels",
        post_count=40,
        registered_at=now() - timedelta(days=1000),
        last_seen_at=now() - timedelta(days=500),
        last_post_at=now() - timedelta(days=600),
    )


@pytest.mark.parametrize(
    "said",
    [
        {"title": "ROCKET"},
        {"title": "rocket*er"},
        {"real_name": "*green"},
        {"location": "low orbit"},
        {"website": "ivy.example"},
        {"contact": "chat.example"},
        {"contact": "123*"},
        {"signature": "100%"},
        {"note": "wheels"},
        {"posts_more": 39, "posts_fewer": 41},
        {"said": "i*y", "title": "builder", "location": "orbit"},
    ],
)
def test_every_criterion_finds_whom_it_fits(cast: Cast, ivy: User, said: dict[str, object]) -> None:
    assert found(cast, **said) == ["Ivy"]


@pytest.mark.parametrize(
    "said",
    [{"title": "rocket*x"}, {"signature": "100_"}, {"contact": "jabber"}, {"posts_more": 40}],
)
def test_what_does_not_fit_finds_nobody(cast: Cast, ivy: User, said: dict[str, object]) -> None:
    assert found(cast, **said) == []


def test_days_are_bounds_and_never_was_before_every_day(cast: Cast, ivy: User) -> None:
    User.objects.exclude(pk=ivy.pk).update(last_seen_at=now(), last_post_at=now())
    for what, days in (("registered", 1000), ("here", 500), ("posted", 600)):
        before, since = now() - timedelta(days=days - 1), now() - timedelta(days=days + 1)
        assert found(cast, **{f"{what}_before": before}) == ["Ivy"], what
        assert "Ivy" in found(cast, **{f"{what}_since": since}), what
        assert "Ivy" not in found(cast, **{f"{what}_since": before}), what
    User.objects.filter(name="Max").update(last_seen_at=None, last_post_at=None)
    assert found(cast, here_before=now() - timedelta(days=1)) == ["Ivy", "Max"]
    assert found(cast, posted_before=now() - timedelta(days=601)) == ["Max"]


def test_every_order_shows_everybody_once(cast: Cast, ivy: User) -> None:
    everybody = sorted(found(cast))
    for order in ("z-a", "mail", "newest", "oldest", "posts", "fewest", "posted", "here", "away"):
        assert sorted(found(cast, order=order)) == everybody, order
    assert found(cast, order="z-a") == found(cast)[::-1]
    assert found(cast, order="posts")[0] == "Ivy"
    User.objects.exclude(pk=ivy.pk).update(last_seen_at=now())
    assert found(cast, order="away")[0] == "Ivy" and found(cast, order="here")[-1] == "Ivy"


def test_a_hundred_stars_do_not_keep_the_database_busy(cast: Cast, client: Client) -> None:
    factories.make_user("a" * 200, signature="a" * 5000)
    began = perf_counter()
    assert found(cast, signature="*a" * 49 + "*b") == []
    assert found(cast, said="*a" * 49 + "*b") == []
    assert perf_counter() - began < 5


def test_the_form_finds_and_says_so_in_its_addresses(ada: Client, cast: Cast, ivy: User) -> None:
    said = {"location": "orbit", "registered_before": now().date().isoformat(), "posts_more": "3"}
    page = ada.get(MEMBERS, said).content.decode()
    assert "1 member " in page and "More criteria" in page and 'value="orbit"' in page
    assert f"registered_before={said['registered_before']}" in page
    assert 'class="stack" open' in page
    assert 'class="stack" open' not in ada.get(MEMBERS, {"said": "Ivy"}).content.decode()


def test_the_list_as_csv_holds_no_secrets(ada: Client, cast: Cast, ivy: User) -> None:
    User.objects.filter(pk=ivy.pk).update(location="=cmd()")
    answer = ada.get(f"{MEMBERS}members.csv", {"title": "rocket"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    first, row = text.splitlines()
    assert first.startswith("id,name,mail,group,state")
    assert row.startswith(f"{ivy.pk},Ivy,") and "'=cmd()" in row
    assert ivy.password not in text and "password" not in text
    assert ada.get(f"{MEMBERS}members.csv", {"group": "x"}).status_code == 422


def test_ticked_previewed_done_and_undone(ada: Client, cast: Cast) -> None:
    ids = [cast.max.member_id, cast.nina.member_id, cast.ada.member_id]
    ticked: dict[str, list[int]] = {"member": ids}
    page = ada.get(f"{MANY}group/", ticked).content.decode()
    assert "Change the group: 3 members" in page and "Administrators</option>" not in page
    moderators = with_role(Role.MODERATORS)
    sent = {"ids": ",".join(map(str, ids)), "group_id": moderators.pk, "reason": "Help"}
    sent["found"] = "order=posts"
    page = ada.post(f"{MANY}group/", sent).content.decode()
    assert "You will have moved 2 members to the group Moderators." in page
    assert "Ada is left out. Nobody does this to themselves." in page
    assert not User.objects.filter(name="Max", group=moderators).exists(), "It was a preview."

    answer = ada.post(f"{MANY}group/", sent | {"do": "yes"})
    assert answer["Location"] == f"{MEMBERS}?order=posts"
    assert "Done: moved 2 members" in ada.get(answer["Location"]).content.decode()
    batch = Batch.objects.get()
    assert batch.reason == "Help"
    undoing.undo_for(cast.ada, batch.pk, [cast.max.member_id])
    groups = dict(User.objects.values_list("name", "group__role"))
    assert groups["Max"] == Role.MEMBERS and groups["Nina"] == Role.MODERATORS


def test_all_that_were_found(ada: Client, cast: Cast) -> None:
    for number in range(55):
        factories.make_user(f"Sleeper{number:02}", location="The moon")
    page = ada.get(MEMBERS, {"location": "moon"}).content.decode()
    assert "all 55 that were found" in page
    page = ada.get(f"{MANY}rest/", {"everybody": "yes", "found": "?location=moon"}).content.decode()
    assert "Set to rest: 55 members" in page and "And 5 more." in page
    odd = {"everybody": "yes", "found": "?group=x"}
    assert "Set to rest: 0 members" in ada.get(f"{MANY}rest/", odd).content.decode()


def test_banning_lifting_resting_waking_hiding(cast: Cast, places: Places) -> None:
    topic = factories.make_topic(cast.nina, places.missions, "Cheap rockets")
    factories.make_post(cast.max, topic)
    everybody = list(User.objects.values_list("pk", flat=True))
    many.ban_many(cast.ada, everybody, "Enough.")
    # Neither Ada herself nor Mona, a moderator.
    assert not User.objects.filter(name__in=["Ada", "Mona"], banned_at__isnull=False).exists()
    assert User.objects.filter(ban_message="Enough.").count() == len(everybody) - 2
    many.lift_bans(cast.ada, everybody)
    assert not User.objects.exclude(banned_at=None).exists()
    many.put_to_rest(cast.ada, everybody)
    assert User.objects.filter(dormant_at=None).count() == 1, "Only Ada."
    many.wake_many(cast.ada, everybody)
    assert not User.objects.exclude(dormant_at=None).exists()
    deed = many.hide_posts_of(cast.ada, [cast.nina.member_id], "Spam.")
    assert deed.batch and str(deed.batch) == "Ada removed 1 post by Nina"
    assert not Topic.objects.standing().filter(pk=topic.pk).exists()
    assert deed.batch is not None
    undoing.undo(cast.ada, deed.batch.pk)
    assert Post.objects.standing().filter(topic=topic, topic__removed_at=None).count() == 2


def test_administrators_and_oneself_are_never_touched(cast: Cast) -> None:
    bea = factories.make_user("Bea", Role.ADMINISTRATORS)
    newcomers = with_role(Role.NEWCOMERS).pk
    ids = [bea.pk, cast.ada.member_id]
    for deed in (
        many.move_many(cast.ada, ids, newcomers),
        many.ban_many(cast.ada, ids),
        many.lift_bans(cast.ada, ids),
        many.put_to_rest(cast.ada, ids),
        many.wake_many(cast.ada, ids),
        many.hide_posts_of(cast.ada, ids),
    ):
        assert deed.batch is None and len(deed.notes) == 2
    assert not Batch.objects.exists()


def test_what_is_refused(ada: Client, cast: Cast) -> None:
    one = cast.max.member_id
    with pytest.raises(Refused, match="At most 1,000 members"):
        many.put_to_rest(cast.ada, range(10_000))
    with pytest.raises(Refused, match="Choose some"):
        many.ban_many(cast.ada, [])
    with pytest.raises(Refused, match="one by one"):
        many.move_many(cast.ada, [one], with_role(Role.ADMINISTRATORS).pk)
    with pytest.raises(Refused, match="not signed in"):
        many.move_many(cast.ada, [one], with_role(Role.GUESTS).pk)
    with pytest.raises(NotFound):
        many.move_many(cast.ada, [one], 999_999)
    with pytest.raises(Refused, match="over"):
        many.ban_many(cast.ada, [one], until=now())
    assert ada.post(f"{MANY}rest/", {"ids": ""}).status_code == 422
    assert ada.post(f"{MANY}group/", {"ids": one, "group_id": "x"}).status_code == 422
    assert (
        "Nothing was left"
        in ada.post(
            f"{MANY}wake/", {"ids": f"{one},x,{'9' * 15}", "do": "yes"}, follow=True
        ).content.decode()
    )
    assert not Batch.objects.exists()


def test_only_administrators_come_here(client: Client, cast: Cast) -> None:
    one = cast.nina.member_id
    for actor in cast.visitors():
        client.logout()
        if actor.user:
            client.force_login(user_of(actor))
        expected = 200 if actor is cast.ada else 404
        for plan in PLANS:
            assert client.get(plan.url, {"member": one}).status_code == expected, actor.name
            if actor is not cast.ada:
                assert client.post(plan.url, {"ids": one, "do": "y"}).status_code == 404
        assert client.get(f"{MEMBERS}members.csv").status_code == expected, actor.name
    for actor in (cast.mona, cast.max):
        with pytest.raises(NotFound):
            many.put_to_rest(actor, [one])


def test_a_thousand_cost_few_queries(cast: Cast, django_assert_max_num_queries: object) -> None:
    made = [factories.make_user(f"Sleeper{number}").pk for number in range(300)]
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        many.put_to_rest(cast.ada, made)
