"""What moderators do to members by the powers of their group: another name, profile, password, group."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from pytest_django import Settings

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Ban, FormerName, Group, User
from areopagus.accounts.taken_names import is_taken
from areopagus.boards import rendering
from areopagus.boards.models import Post, Topic
from areopagus.core.jobs.worker import work_once
from areopagus.core.ledger.models import Batch
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused
from areopagus.moderation import permissions
from areopagus.moderation.actions import members
from areopagus.moderation.actions.undoing import undo
from areopagus.notifications.kinds import MENTION
from areopagus.notifications.naming import named
from tests import factories
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db
Do = Callable[[Actor, int], Deed]
DEEDS: dict[str, Do] = {
    "rename": lambda actor, pk: members.rename(actor, pk, "Somebody else"),
    "profile": lambda actor, pk: members.edit_profile(actor, pk, {"location": "Mars"}),
    "password": members.reset_password,
    "promote": members.promote,
}
POWER = {
    "rename": "may_rename_members",
    "profile": "may_edit_members",
    "password": "may_change_passwords",
    "promote": "may_promote_members",
}
SIGN_IN = "/sign-in/"


@pytest.fixture(autouse=True)
def _known_address(settings: Settings) -> None:
    settings.SITE_URL = "https://board.example"


@pytest.fixture
def seller(cast: Cast) -> User:
    """Of a group from which one is promoted."""
    member = factories.make_member("Seller", password=factories.PASSWORD)
    member.group = with_role(Group.Role.NEWCOMERS)
    member.save(update_fields=["group"])
    return member


def fresh(member: User | Actor) -> User:
    pk = member.pk if isinstance(member, User) else member.member_id
    return User.objects.select_related("group__promote_to").get(pk=pk)


def told(subject: str) -> str:
    """What was left for the job worker is sent; the last letter about this."""
    while work_once("test"):
        pass
    return str([letter for letter in mail.outbox if subject in letter.subject][-1].body)


def signs_in(client: Client, login: str, password: str = factories.PASSWORD) -> bool:
    client.logout()
    client.post(SIGN_IN, {"login": login, "password": password})
    return "_auth_user_id" in client.session


# Who may


@pytest.mark.parametrize("deed", DEEDS)
def test_each_asks_its_own_power(cast: Cast, seller: User, deed: str) -> None:
    group = cast.mona.group
    setattr(group, POWER[deed], False)
    with pytest.raises(Refused, match="Your group may not do this"):
        DEEDS[deed](cast.mona, seller.pk)
    setattr(group, POWER[deed], True)
    batch = DEEDS[deed](cast.mona, seller.pk).batch
    assert batch is not None
    # What they may not do they may not take back either.
    assert permissions.can_undo(cast.mona, batch)
    setattr(group, POWER[deed], False)
    assert not permissions.can_undo(cast.mona, batch)
    assert batch not in permissions.visible_batches(cast.mona)


@pytest.mark.parametrize("deed", DEEDS)
def test_never_to_staff_nor_to_oneself(cast: Cast, deed: str) -> None:
    olaf = factories.make_user("Olaf", Group.Role.MODERATORS)
    for pk in (cast.ada.member_id, olaf.pk):
        with pytest.raises(Refused, match="administrators only"):
            DEEDS[deed](cast.mona, pk)
    with pytest.raises(Refused, match="to themselves"):
        DEEDS[deed](cast.mona, cast.mona.member_id)
    for nobody in (cast.max, cast.guest):
        with pytest.raises(NotFound):
            DEEDS[deed](nobody, cast.nina.member_id)


@pytest.mark.parametrize("deed", DEEDS)
def test_whoever_became_staff_meanwhile_is_for_administrators(
    cast: Cast, seller: User, deed: str
) -> None:
    batch = DEEDS[deed](cast.mona, seller.pk).batch
    assert batch is not None
    User.objects.filter(pk=seller.pk).update(group=with_role(Group.Role.MODERATORS))
    with pytest.raises(Refused, match="administrators only"):
        undo(cast.mona, batch.pk)


def test_the_last_administrator_gets_another_name_only_by_themselves(cast: Cast) -> None:
    members.rename(cast.ada, cast.ada.member_id, "Adelaide")
    assert fresh(cast.ada).name == "Adelaide"
    for deed in ("profile", "password", "promote"):
        with pytest.raises(Refused, match="to themselves"):
            DEEDS[deed](cast.ada, cast.ada.member_id)


# Names


def test_another_name(cast: Cast, client: Client, seller: User, topic: Topic) -> None:
    post = factories.make_post(actors.member(seller), topic)
    batch = members.rename(cast.mona, seller.pk, "  Keeper ", reason="He asked.").batch
    assert batch is not None and batch.says == "renamed Seller to Keeper"
    letter = told("Your name")
    assert "you were called Seller" in letter and "you are Keeper now" in letter
    assert "nobody else gets it" in letter
    assert signs_in(client, "keeper") and not signs_in(client, "Seller")

    client.force_login(user_of(cast.max))
    for address in ("/", topic.forum.url, topic.url, f"/members/{seller.pk}-seller/"):
        page = client.get(address, follow=True).content.decode()
        assert "Keeper" in page and "Seller" not in page, address
    client.force_login(user_of(cast.mona))
    page = client.get(fresh(seller).url).content.decode()
    assert "Former name" in page and "Seller" in page and "Mona renamed them" in page

    # Whoever calls them by the old name means them.
    mention = factories.make_post(cast.max, topic, "Thank you, @Seller!")
    assert f"/members/{seller.pk}-keeper/" in mention.html
    assert named(mention) == [(fresh(seller), MENTION)]
    undo(cast.mona, batch.pk)
    post.refresh_from_db()
    assert (post.author_name, fresh(seller).name) == ("Seller", "Seller")
    letter = told("Your name")
    assert "you were called Keeper" in letter and "nobody else gets it" not in letter
    assert not is_taken("Keeper") and signs_in(client, "seller")


def test_a_search_by_the_former_name(cast: Cast, client: Client, topic: Topic) -> None:
    from areopagus.search.finding import _authors

    members.rename(cast.mona, cast.max.member_id, "Maxim")
    assert _authors("max") == _authors("MAXIM") == [f"a{cast.max.member_id}"]
    client.force_login(user_of(cast.ada))
    assert "Maxim" in client.get("/administration/members/?said=max").content.decode()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Max", "called Max already"),
        ("  ", "at least"),
        ("x" * 80, "at most"),
        ("a[b]", "no brackets"),
        ("administrator", "means something else"),
        ("192.0.2.7", "network address"),
        ("NINA", "belongs to Nina"),
        ("Nіna", "belongs to Nina, or looks like it"),
        ("Former", "was the name of Dora"),
        ("F0rmer", "was the name of Dora, or looks like it"),
        ("Rex the third", "is banned"),
    ],
)
def test_names_that_are_refused(cast: Cast, name: str, why: str) -> None:
    dora = fresh(cast.dora)
    User.objects.filter(pk=dora.pk).update(name="Former", name_key="former", name_skeleton="former")
    members.rename(cast.ada, dora.pk, "Dora")
    Ban.objects.create(name="Rex*", made_at=dora.registered_at)
    with pytest.raises(Refused, match=re.escape(why)):
        members.rename(cast.mona, cast.max.member_id, name)
    assert not FormerName.objects.filter(member=cast.max.member_id).exists()


def test_a_reserved_name_is_nobodys_elses_and_theirs_again(cast: Cast, topic: Topic) -> None:
    pk = cast.max.member_id
    members.rename(cast.mona, pk, "Maxim")
    assert is_taken("MAX") and is_taken("mаx")
    members.rename(cast.mona, pk, "MAX")
    assert [str(former) for former in fresh(cast.max).former_names.all()] == ["Maxim"]
    # Large and small letters make no other name.
    members.rename(cast.mona, pk, "mAx")
    assert FormerName.objects.count() == 1
    assert set(Post.objects.filter(author=pk).values_list("author_name", flat=True)) == {"mAx"}
    assert Topic.objects.get(pk=topic.pk).author_name == "mAx"


def test_a_name_taken_at_the_same_moment(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody registers between the question and the writing."""
    monkeypatch.setattr(members, "holder_of", lambda *_, **__: None)
    with pytest.raises(Refused, match="just taken"):
        members.rename(cast.mona, cast.max.member_id, "Nina")
    assert fresh(cast.max).name == "Max" and not Batch.objects.exists()


# Two at once


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("rename", {"name": "Late"}),
        ("profile", {"location": "Late", "signature_markup": "bbcode"}),
        ("password", {}),
        ("promote", {}),
    ],
)
def test_the_second_sees_what_the_first_did(
    cast: Cast, client: Client, seller: User, deed: str, said: dict[str, str]
) -> None:
    here = f"/moderation/members/{seller.pk}/{deed}/"
    client.force_login(user_of(cast.mona))
    page = client.get(here).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    first = DEEDS[deed](cast.ada, seller.pk).batch
    assert first is not None
    if deed == "promote":
        # And is led on from there, so that it could be done once more.
        Group.objects.filter(pk=fresh(seller).group_id).update(
            promote_to=Group.objects.create(name="Elders")
        )
    answer = client.post(here, said | {"seen": seen[1]})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "has changed meanwhile" in page and first.says in page
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    assert client.post(here, said | {"seen": seen[1]}).status_code == 302
    assert Batch.objects.count() == 2


# Profiles


def test_a_profile_is_changed_and_put_back(cast: Cast, client: Client) -> None:
    member = fresh(cast.max)
    User.objects.filter(pk=member.pk).update(avatar="avatars/rude.webp", title="Rude")
    here = f"/moderation/members/{member.pk}/profile/"
    client.force_login(user_of(cast.mona))
    page = client.get(here).content.decode()
    assert 'value="Rude"' in page and "Take the avatar away" in page
    said = {
        "title": "", "location": "Phobos", "website": "example.org", "matrix": "@max:example.org",
        "signature": "[b]Aye[/b]", "signature_markup": "bbcode", "take_avatar": "on", "reason": "Rude.",
    }  # fmt: skip
    done = client.post(here, said, follow=True).content.decode()
    assert "Done: changed the profile of Max." in done and "Phobos" in done
    changed = fresh(member)
    assert changed.website == "https://example.org" and not changed.avatar
    assert "<strong>Aye</strong>" in changed.signature_html
    letter = told("A decision")
    assert "Your profile was changed." in letter and "Rude." in letter
    undo(cast.mona, Batch.objects.get().pk)
    restored = fresh(member)
    assert (restored.avatar, restored.title, restored.location) == ("avatars/rude.webp", "Rude", "")
    assert not restored.signature_html and not restored.contacts


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_sent_as_it_stands_is_no_change(cast: Cast, client: Client, end: str) -> None:
    """Imported ones end lines otherwise than browsers do, and may be longer than is allowed by now."""
    signature = f"Aye.{end}{'x' * 500}{end}"
    User.objects.filter(pk=cast.max.member_id).update(signature=signature, title="Captain ")
    here = f"/moderation/members/{cast.max.member_id}/profile/"
    client.force_login(user_of(cast.mona))
    sent = signature.replace("\r", "").replace("\n", "\r\n")
    said = {"title": "Captain ", "signature": sent, "signature_markup": "bbcode"}
    assert "Nothing was left to do." in client.post(here, said, follow=True).content.decode()
    assert not Batch.objects.exists() and fresh(cast.max).signature == signature
    client.post(here, said | {"signature": "One\r\ntwo"})
    assert fresh(cast.max).signature == "One\ntwo"
    (change,) = Batch.objects.get().changes.all()
    assert set(change.after or {}) == {"signature", "signature_html", "signature_html_version"}


def test_what_no_profile_may_say(cast: Cast, client: Client) -> None:
    here = f"/moderation/members/{cast.max.member_id}/profile/"
    client.force_login(user_of(cast.mona))
    for said, why in (
        ({"website": "javascript:alert(1)"}, "no web address"),
        ({"signature": "x" * 401}, "401"),
        ({"location": "x" * 61}, "61"),
    ):
        answer = client.post(here, said | {"signature_markup": "bbcode"})
        assert answer.status_code == 422 and why in answer.content.decode()
    with pytest.raises(Refused, match="no part"):
        members.edit_profile(cast.mona, cast.max.member_id, {"email": "mona@example.org"})
    cast.mona.group.may_set_title = False
    with pytest.raises(Refused, match="title"):
        members.edit_profile(cast.mona, cast.max.member_id, {"title": "Fool"})


# Passwords


def test_a_new_password_is_set_by_the_member_alone(
    cast: Cast, client: Client, seller: User
) -> None:
    theirs = Client()
    assert signs_in(theirs, "Seller")
    digest = fresh(seller).password
    batch = members.reset_password(cast.mona, seller.pk, reason="It was on a list.").batch
    assert batch is not None
    assert theirs.get("/settings/profile/").status_code == 403, "Old sessions have ended."
    assert not signs_in(theirs, "Seller")
    assert digest not in str(list(batch.changes.values())), "The ledger is kept for ever."
    link = re.search(r"https://board.example(/password/new/[\w-]+/)", told("Set a new password"))
    assert link is not None

    form = client.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    assert "set-password" in address and "Choose a new password" in form.content.decode()
    client.post(address, {f"password{n}": "another long passphrase" for n in (1, 2)})
    assert fresh(seller).password_reset_at is None
    assert signs_in(theirs, "Seller", "another long passphrase")
    assert not signs_in(theirs, "Seller")
    assert "used up" in Client().get(link[1]).content.decode()
    # Too late to take back: the new one stays.
    undo(cast.mona, batch.pk)
    assert signs_in(theirs, "Seller", "another long passphrase")


def test_signing_in_at_that_moment(
    cast: Cast, client: Client, seller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The password was right when it was asked; the session is written when others have ended."""
    others = Client()
    others.force_login(user_of(cast.nina))
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(
            "areopagus.accounts.adapter.actions.wake",
            lambda user: members.reset_password(cast.mona, user.pk),
        )
        assert signs_in(client, "Seller")
    assert client.get("/settings/profile/").status_code == 403
    assert others.get("/settings/profile/").status_code == 200, "Theirs goes on."


def test_a_void_password_and_a_second_factor(cast: Cast, client: Client, seller: User) -> None:
    TOTP.activate(seller, "JBSWY3DPEHPK3PXP")
    code, another = RecoveryCodes.activate(seller).get_unused_codes()[:2]
    assert not signs_in(client, "Seller")
    members.reset_password(cast.mona, seller.pk)
    answer = client.post("/sign-in/second-step/", {"code": code})
    assert answer["Location"] == SIGN_IN and "_auth_user_id" not in client.session
    assert "asked that a new password be set" in client.get(SIGN_IN).content.decode()
    answer = client.post("/sign-in/second-step/", {"code": another})
    assert answer["Location"] == SIGN_IN and "_auth_user_id" not in client.session


def test_undone_the_old_password_works_again(cast: Cast, client: Client, seller: User) -> None:
    batch = members.reset_password(cast.mona, seller.pk).batch
    assert batch is not None and not signs_in(client, "Seller")
    undo(cast.mona, batch.pk)
    assert signs_in(client, "Seller") and "works again" in told("Your password")


def test_who_has_no_mail_address_cannot_be_asked(cast: Cast) -> None:
    User.objects.filter(pk=cast.max.member_id).update(email="")
    with pytest.raises(Refused, match="no mail address"):
        members.reset_password(cast.mona, cast.max.member_id)


def test_without_an_address_of_its_own_the_board_tells_the_way(
    cast: Cast, settings: Settings, seller: User
) -> None:
    settings.SITE_URL = ""
    members.reset_password(cast.mona, seller.pk)
    letter = told("Set a new password")
    assert "Forgotten your password?" in letter and "http" not in letter


# Groups


def test_promotion_goes_where_the_group_leads(cast: Cast, client: Client, seller: User) -> None:
    client.force_login(user_of(cast.mona))
    here = f"/moderation/members/{seller.pk}/promote/"
    assert here in client.get(seller.url).content.decode()
    page = client.post(here, {"reason": "For her maps."}, follow=True).content.decode()
    assert "promoted Seller to the group Members" in page
    letter = told("A decision")
    assert "You were promoted to another group." in letter and "For her maps." in letter
    assert permissions.decisions_about(actors.member(fresh(seller))).count() == 1
    assert fresh(seller).group.role == Group.Role.MEMBERS
    page = client.get(here).content.decode()
    assert "Nobody is promoted from the group Members." in page
    assert client.post(here, {}).status_code == 403


@pytest.mark.parametrize(
    ("role", "why"),
    [
        (Group.Role.ADMINISTRATORS, "Administrators are made"),
        (Group.Role.MODERATORS, "Moderators are made"),
        (Group.Role.GUESTS, "not signed in"),
    ],
)
def test_nobody_is_promoted_into_staff_by_a_moderator(
    cast: Cast, seller: User, role: Group.Role, why: str
) -> None:
    Group.objects.filter(pk=seller.group_id).update(promote_to=with_role(role))
    with pytest.raises(Refused, match=why):
        members.promote(cast.mona, seller.pk)
    if role == Group.Role.MODERATORS:
        members.promote(cast.ada, seller.pk)
        assert fresh(seller).group.is_moderator
    else:
        with pytest.raises(Refused, match=why):
            members.promote(cast.ada, seller.pk)


# Pages


def test_the_ways_there(cast: Cast, client: Client) -> None:
    member = fresh(cast.max)
    here = [
        f"/moderation/members/{member.pk}/{deed}/" for deed in ("rename", "profile", "password")
    ]
    for actor, sees in ((cast.mona, True), (cast.ada, True), (cast.nina, False)):
        client.force_login(user_of(actor))
        page = client.get(member.url).content.decode()
        assert [address in page for address in here] == [sees] * 3
    client.force_login(user_of(cast.mona))
    assert "/rename/" not in client.get(fresh(cast.ada).url).content.decode()
    Group.objects.filter(pk=cast.mona.group.pk).update(may_edit_members=False)
    page = client.get(member.url).content.decode()
    assert not any(address in page for address in here)
    assert client.get(here[0]).status_code == 404


def test_a_moderator_without_forums_takes_it_back(cast: Cast, client: Client) -> None:
    client.force_login(factories.make_user("Olaf", Group.Role.MODERATORS))
    here = f"/moderation/members/{cast.max.member_id}/rename/"
    done = client.post(here, {"name": "Maxim"}, follow=True).content.decode()
    batch = Batch.objects.get()
    assert "Done: renamed Max to Maxim." in done and f"{batch.url}undo/" in done
    assert rendering.render("@max", "bbcode").html.count("/members/") == 1
    client.post(f"{batch.url}undo/")
    assert fresh(cast.max).name == "Max"
