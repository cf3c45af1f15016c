"""Members in administration: found, let in, moved, banned, and who may do it to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from areopagus.accounts.actors import Actor, member
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Ban, Group, User
from areopagus.administration import permissions
from areopagus.administration.actions import many
from areopagus.administration.actions import members as actions
from areopagus.administration.banning import locked
from areopagus.administration.finding import Filters
from areopagus.administration.pages import members as pages
from areopagus.administration.tasks import welcome
from areopagus.boards.models import Topic
from areopagus.core.clock import now
from areopagus.core.jobs.models import Job
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound, Refused
from areopagus.moderation.actions.bans import add_ban
from areopagus.moderation.actions.undoing import undo
from tests import factories
from tests.administration.conftest import fill_in
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db
MEMBERS = "/administration/members/"
Role = Group.Role


@pytest.fixture
def eve(cast: Cast) -> User:
    return factories.make_user("Eve", application="I build rovers.", approved_at=None)


def found(cast: Cast, **said: object) -> set[str]:
    filters = Filters(**said)  # type: ignore[arg-type]
    return {m.name for m, _ in pages.members_page(cast.ada, filters=filters).members}


def test_finding_by_name_mail_group_and_state(cast: Cast, eve: User) -> None:
    assert found(cast) == {"Ada", "Mona", "Max", "Nina", "Boris", "Dora", "Eve"}
    assert found(cast, said="MA") == {"Max"}
    assert found(cast, said="na@example") == {"Mona", "Nina"}
    assert found(cast, said="m*") == {"Mona", "Max"}
    assert found(cast, said="*(") == set() and found(cast, said="100%") == set()
    assert found(cast, group=with_role(Role.NEWCOMERS).pk) == {"Nina"}
    assert found(cast, state="banned") == {"Boris"}
    assert found(cast, state="dormant") == {"Dora"}
    assert found(cast, state="waiting") == {"Eve"}
    actions.refuse(cast.ada, eve.pk)
    assert found(cast, state="refused") == {"Eve"} and found(cast, state="waiting") == set()


def test_odd_questions_get_plain_answers(ada: Client, cast: Cast) -> None:
    for odd in (
        {"said": "\0[(*"},
        {"group": "x"},
        {"state": "happy"},
        {"order": "sideways"},
        {"posts_more": "-1"},
        {"posts_fewer": "9" * 30},
        {"registered_before": "tomorrow"},
        {"here_since": "0001-01-01"},
        {"said": "x" * 101},
    ):
        answer = ada.get(MEMBERS, odd)
        assert answer.status_code == 422, odd
        assert "Nobody is found." in answer.content.decode(), "Not everybody."
    assert "6 members" in ada.get(MEMBERS, {"group": "", "wheels": "4"}).content.decode()
    assert ada.get(f"{MEMBERS}page/2/").status_code == 404
    assert ada.get(f"{MEMBERS}999999/").status_code == 404


def test_an_applicant_is_let_in_and_told_so(ada: Client, eve: User) -> None:
    assert "1 applicant<" in ada.get("/administration/").content.decode()
    assert "I build rovers." in ada.get(f"{MEMBERS}waiting/").content.decode()
    page = ada.post(f"{MEMBERS}{eve.pk}/approve/", follow=True).content.decode()
    assert "Eve can take part now" in page and "Nobody is waiting." in page
    eve.refresh_from_db()
    assert not eve.is_waiting
    actions.approve(member(User.objects.get(name="Ada")), eve.pk)
    assert Job.objects.count() == 1, "Approved twice, told once."
    welcome.func(eve.pk)
    assert "your application at A new board is accepted" in str(mail.outbox[0].body)


def test_the_refused_can_be_let_in_after_all(ada: Client, cast: Cast, eve: User) -> None:
    ada.post(f"{MEMBERS}{eve.pk}/refuse/")
    eve.refresh_from_db()
    assert not eve.is_active
    assert "Refused" in ada.get(f"{MEMBERS}{eve.pk}/").content.decode()
    assert ada.post(f"{MEMBERS}{eve.pk}/refuse/").status_code == 403
    ada.post(f"{MEMBERS}{eve.pk}/approve/")
    eve.refresh_from_db()
    assert eve.is_active and eve.approved_at
    with pytest.raises(Refused, match="not waiting any more"):
        actions.refuse(cast.ada, eve.pk)


def test_nobody_is_told_who_was_refused_meanwhile(cast: Cast, eve: User) -> None:
    actions.approve(cast.ada, eve.pk)
    User.objects.filter(pk=eve.pk).update(is_active=False)
    welcome.func(eve.pk)
    welcome.func(999_999)
    assert mail.outbox == []


def test_changing_a_group(ada: Client, cast: Cast) -> None:
    where = f"{MEMBERS}{cast.max.user_id}/"
    moderators = with_role(Role.MODERATORS)
    answer = ada.post(f"{where}group/", {"group": moderators.pk}, follow=True)
    assert "The group is changed." in answer.content.decode()
    assert User.objects.get(name="Max").group == moderators
    guests = with_role(Role.GUESTS)
    assert ada.post(f"{where}group/", {"group": guests.pk}).status_code == 422
    with pytest.raises(Refused, match="not signed in"):
        actions.change_group(cast.ada, cast.max.member_id, guests.pk)
    with pytest.raises(NotFound):
        actions.change_group(cast.ada, cast.max.member_id, 999_999)


def test_banning_and_lifting(ada: Client, cast: Cast) -> None:
    where = f"{MEMBERS}{cast.max.user_id}/ban/"
    last_day = (now() + timedelta(days=7)).date()
    page = fill_in(ada, where, message="Sold rockets.", until=last_day.isoformat())
    assert "Max is banned." in page and f'value="{last_day}"' in page
    visitor = Client()
    visitor.force_login(user_of(cast.max))
    told = visitor.get("/").content.decode()
    assert "Sold rockets." in told and "Until" in told
    since = User.objects.get(name="Max").banned_at
    fill_in(ada, where, message="Sold many rockets.", until="")
    banned = User.objects.get(name="Max")
    assert (banned.banned_at, banned.banned_until) == (since, None)
    page = ada.post(f"{where}lift/", follow=True).content.decode()
    assert "Max is banned no longer." in page
    assert visitor.get("/").status_code == 200


def test_along_with_an_account_goes_where_it_came_from(
    client: Client, cast: Cast, topic: Topic
) -> None:
    """Two others are hit, so it is asked once more; and all of it is one deed."""
    from_there = member(user_of(cast.max), "198.51.100.7")
    factories.make_post(from_there, topic)
    factories.make_post(member(user_of(cast.nina), "198.51.100.7"), topic)
    User.objects.filter(pk=cast.max.member_id).update(registered_from="203.0.113.9")
    where = f"{MEMBERS}{cast.max.user_id}/ban/"
    client.force_login(user_of(cast.mona))
    page = client.get(where).content.decode()
    for offered in ("198.51.100.7, as did 1 other member", "203.0.113.9", "max@example.org"):
        assert offered in page
    said = {"addresses": "198.51.100.7", "mails": ["max@example.org", "example.org"]}
    answer = client.post(where, said)
    page = answer.content.decode()
    assert answer.status_code == 200 and "It hits others" in page and "Dora" in page
    assert not User.objects.get(name="Max").is_banned
    page = client.post(where, said | {"confirmed": "1"}, follow=True).content.decode()
    assert "Max is banned." in page
    (also,) = Ban.objects.all()
    assert (also.addresses, also.mail) == ("198.51.100.7", "example.org")
    (batch,) = Batch.objects.filter(kind="members.ban")
    assert batch.says == "banned Max and 198.51.100.7, example.org"
    page = client.get(where).content.decode()
    assert "198.51.100.7, as" not in page and "203.0.113.9" in page, (
        "What is banned is not offered."
    )
    undo(cast.mona, batch.pk)
    assert not Ban.objects.exists() and not User.objects.get(name="Max").is_banned


@pytest.mark.parametrize("many_", [False, True])
def test_lifting_the_ban_lifts_all_of_it(client: Client, cast: Cast, many_: bool) -> None:
    """And not what was turned away for itself."""
    pk = cast.max.member_id
    apart = add_ban(cast.ada, mail="elsewhere.example").batch
    actions.ban(cast.mona, pk, addresses="198.51.100.7")
    actions.ban(cast.ada, pk, "Again", mail="max@example.org")
    client.force_login(user_of(cast.mona))
    page = client.get(f"{MEMBERS}{pk}/ban/").content.decode()
    assert "let in again" in page and "198.51.100.7</a>" in page and "max@example.org</a>" in page
    if many_:
        deed = many.lift_bans(cast.ada, [pk])
        assert deed.notes[0] == "The ban of 198.51.100.7 is lifted along with theirs."
    else:
        client.post(f"{MEMBERS}{pk}/ban/lift/")
    latest = Batch.objects.order_by("pk").last()
    assert (
        apart
        and latest
        and (many_ or latest.says.endswith("Max and of 198.51.100.7, max@example.org"))
    )
    assert [str(ban) for ban in Ban.objects.all()] == ["elsewhere.example"]
    undo(cast.ada, latest.pk)
    assert User.objects.get(pk=pk).is_banned and Ban.objects.count() == 3


def test_several_are_held_in_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """One by one, administrators would be held before members of lower ids: two who do so wait for each other."""
    ids = [cast.nina.member_id, cast.max.member_id]
    with django_assert_num_queries(2):
        assert [held.name for held in locked(cast.mona, *ids)] == ["Max", "Nina"]
    with pytest.raises(NotFound):
        locked(cast.mona, *ids, 999_999)


@pytest.mark.parametrize("said", [{"addresses": "192.0.2.1"}, {"mails": "example.net"}])
def test_only_what_is_theirs_is_turned_away_along(
    ada: Client, cast: Cast, said: dict[str, str]
) -> None:
    User.objects.filter(pk=cast.max.member_id).update(registered_from="203.0.113.9")
    answer = ada.post(f"{MEMBERS}{cast.max.user_id}/ban/", said)
    assert answer.status_code == 422 and not Ban.objects.exists()
    assert not User.objects.get(name="Max").is_banned


@pytest.mark.parametrize(
    ("last_day", "reason"),
    [
        ("2020-01-01", "That day is over."),
        ("0001-01-01", "That day is over."),
        ("9999-12-31", "Leave this empty"),
        ("tomorrow", "valid date"),
    ],
)
def test_a_ban_ends_on_a_day_to_come(ada: Client, cast: Cast, last_day: str, reason: str) -> None:
    where = f"{MEMBERS}{cast.max.user_id}/ban/"
    answer = ada.post(where, {"until": last_day})
    assert answer.status_code == 422 and reason in answer.content.decode()
    with pytest.raises(Refused, match="over"):
        actions.ban(cast.ada, cast.max.member_id, until=now())


def test_who_may_ban_whom(cast: Cast) -> None:
    def able(actor: Actor) -> set[str]:
        others = [user_of(a) for a in cast.everybody() if a.user]
        return {m.name for m in others if permissions.can_ban(actor, m)}

    assert able(cast.ada) == {"Mona", "Max", "Nina", "Boris", "Dora"}
    assert able(cast.mona) == {"Max", "Nina", "Boris", "Dora"}
    for actor in (cast.max, cast.nina, cast.boris, cast.dora, cast.guest):
        assert able(actor) == set(), actor.name


def test_the_two_halves_of_reaching_members_agree(cast: Cast, eve: User) -> None:
    for actor in cast.everybody():
        picked = set(permissions.members_within_reach(actor))
        everybody = User.objects.select_related("group")
        assert picked == {m for m in everybody if permissions.can_reach(actor, m)}, actor.name


def test_a_moderator_comes_to_ban_and_for_nothing_else(
    client: Client, cast: Cast, eve: User
) -> None:
    client.force_login(user_of(cast.mona))
    assert "Ban this member" in client.get(user_of(cast.max).url).content.decode()
    assert "Ban this member" not in client.get(user_of(cast.ada).url).content.decode()
    page = fill_in(client, f"{MEMBERS}{cast.max.user_id}/ban/", message="Enough.")
    assert "Max is banned." in page and 'aria-label="Administration"' not in page
    assert client.post(f"{MEMBERS}{cast.max.user_id}/ban/lift/").status_code == 302
    assert client.get(f"{MEMBERS}{cast.max.user_id}/").status_code == 404
    assert client.get(f"{MEMBERS}{eve.pk}/ban/").status_code == 404
    staff = client.get(f"{MEMBERS}{cast.ada.user_id}/ban/").content.decode()
    assert "Staff can be banned by administrators only." in staff


def test_the_way_to_a_member_shows_to_those_who_may_go(client: Client, cast: Cast) -> None:
    shown = {cast.ada: "Administer this member", cast.mona: "Ban this member"}
    for actor in cast.visitors():
        client.logout()
        if actor.user:
            client.force_login(user_of(actor))
        page = client.get(user_of(cast.nina).url).content.decode()
        assert ("/administration/members/" in page) == (actor in shown), actor.name
        assert shown.get(actor, "") in page
        if actor not in shown:
            for end in ("ban/", "ban/lift/"):
                where = f"{MEMBERS}{cast.nina.user_id}/{end}"
                assert client.post(where).status_code == 404, actor.name
    assert not User.objects.get(name="Nina").is_banned


def test_nobody_shuts_out_themselves_or_the_last_administrator(ada: Client, cast: Cast) -> None:
    members = with_role(Role.MEMBERS).pk
    own = cast.ada.member_id
    with pytest.raises(Refused, match="ban themselves"):
        actions.ban(cast.ada, own)
    with pytest.raises(Refused, match="their own group"):
        actions.change_group(cast.ada, own, members)
    page = ada.get(f"{MEMBERS}{own}/").content.decode()
    assert "Nobody can ban themselves." in page and "their own group" in page

    bea = member(factories.make_user("Bea", Role.ADMINISTRATORS))
    actions.change_group(cast.ada, bea.member_id, members)
    # Bea's request began while she was still an administrator.
    with pytest.raises(Refused, match="last administrator"):
        actions.ban(bea, own)
    with pytest.raises(Refused, match="last administrator"):
        actions.change_group(bea, own, members)


def test_a_banned_administrator_does_not_count(cast: Cast) -> None:
    bea = member(factories.make_user("Bea", Role.ADMINISTRATORS))
    actions.ban(cast.ada, bea.member_id)
    with pytest.raises(Refused, match="last administrator"):
        actions.ban(bea, cast.ada.member_id)


def test_the_deeds_themselves_insist(cast: Cast, eve: User) -> None:
    members = with_role(Role.MEMBERS).pk
    for actor in cast.everybody():
        if actor is cast.ada:
            continue
        for deed in (actions.approve, actions.refuse, actions.ban, actions.lift_ban):
            # Mona may ban, but not somebody who is not here yet.
            with pytest.raises(NotFound):
                deed(actor, eve.pk)
        with pytest.raises(NotFound):
            actions.change_group(actor, eve.pk, members)


def test_more_members_cost_no_more_queries(
    cast: Cast, eve: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for round_ in range(2):
        with django_assert_num_queries(2):
            pages.members_page(cast.ada)
        with django_assert_num_queries(2):
            pages.applications_page(cast.ada)
        with django_assert_num_queries(2):
            pages.member_page(cast.ada, cast.max.member_id)
        for number in range(3):
            name = f"Applicant {round_} {number}"
            factories.make_user(name, application="Please.", approved_at=None)
