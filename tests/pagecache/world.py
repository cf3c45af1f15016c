"""A small board on which anybody may do anything, and who and what there is on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, Invitation, User
from areopagus.boards import actions
from areopagus.boards.models import Category, Forum, Post, Topic
from areopagus.boards.options import POSTS_PER_PAGE, TOPICS_PER_PAGE
from areopagus.core.clock import now
from areopagus.core.verdict import Refused
from areopagus.moderation.actions import report
from tests import factories
from tests.conftest import Cast, Places

T = TypeVar("T")
Role = Group.Role
WORDS = ("who", "lands", "first", "on", "the", "far", "side", "of", "Mars", "said", "Mona", "aye")

PICTURE = "[img]https://example.org/a.png[/img]"


class NothingThere(Refused):
    """There is nothing to do it to yet."""


@dataclass
class World:
    cast: Cast
    chance: Random
    # Reads and keeps everything as it is now. For what is prepared past the actions, which is no deed.
    settle: Callable[[], None] = lambda: None
    # Numbers make names that nobody has yet.
    count: int = field(default=0)

    def number(self) -> int:
        self.count += 1
        return self.count

    def words(self, most: int = 8) -> str:
        return f"{' '.join(self.chance.choices(WORDS, k=self.chance.randint(1, most)))} {self.number()}"

    def one(self, things: Any) -> Any:
        found = list(things)
        if not found:
            raise NothingThere("There is none.")
        return self.chance.choice(found)

    def some(self, things: Any, most: int = 3) -> list[Any]:
        found = list(things)
        if not found:
            raise NothingThere("There is none.")
        return self.chance.sample(found, min(len(found), self.chance.randint(1, most)))

    def ids(self, things: Any, most: int = 3) -> list[int]:
        return [thing.pk for thing in self.some(things, most)]

    # Who

    @property
    def ada(self) -> Actor:
        return factories.patient(self.cast.ada)

    def staff(self) -> Actor:
        return self.one([self.ada, self.ada, factories.patient(self.cast.mona)])  # type: ignore[no-any-return]

    def member(self) -> User:
        """Not Ada, who is needed to put things right again."""
        members = User.objects.select_related("group").exclude(pk=self.cast.ada.member_id)
        return self.one(members.order_by("pk"))  # type: ignore[no-any-return]

    def anybody(self) -> Actor:
        writer = factories.patient(actors.member(self.member()))
        return self.one([writer, writer, self.ada, actors.guest("203.0.113.9")])  # type: ignore[no-any-return]

    # What

    def forum(self, **about: Any) -> Forum:
        return self.one(Forum.objects.filter(**about).order_by("pk"))  # type: ignore[no-any-return]

    def topic(self, **about: Any) -> Topic:
        return self.one(Topic.objects.filter(**{"is_stub": False} | about).order_by("pk"))  # type: ignore[no-any-return]

    def post(self, **about: Any) -> Post:
        return self.one(Post.objects.filter(**about).order_by("pk"))  # type: ignore[no-any-return]

    def draft(self, actor: Actor, **more: Any) -> actions.Draft:
        if actor.is_guest:
            more |= {"guest_name": self.one(["Olga", "Hugo"]), "guest_mail": "olga@example.org"}
        return actions.Draft(source=f"[b]{self.words()}[/b] :) {PICTURE}", **more)


def make_world(cast: Cast, places: Places, seed: int) -> World:
    """Few posts on a page, a forum that guests write in, an applicant, a title in each group."""
    POSTS_PER_PAGE.set(3)
    TOPICS_PER_PAGE.set(3)
    world = World(cast, Random(seed))  # noqa: S311
    for actor, forum, title, posts in (
        (cast.max, places.missions, "Who lands first?", 5),
        (cast.ada, places.missions, "Rules of the road", 2),
        (cast.mona, places.missions, "Beta", 1),
        (cast.nina, places.missions, "Alpha", 4),
        (cast.max, places.subforum, "Wheels", 3),
        (cast.ada, places.staff_room, "Who was that?", 2),
    ):
        topic = factories.make_topic(actor, forum, title)
        for _ in range(posts - 1):
            writer = actor if forum == places.staff_room else world.one([cast.max, cast.nina])
            factories.make_post(writer, topic, world.words())
    _prepare(world, places)
    return world


def _prepare(world: World, places: Places) -> None:
    """Something for every deed that takes back another one."""
    cast, one_topic = world.cast, places.missions.topics.earliest("pk")
    User.objects.filter(pk=cast.max.member_id).update(title="Pilot", avatar="avatars/none.webp")
    _want_it_otherwise()
    # Of the same kind as Max.
    factories.make_user("Nils")
    factories.make_user("Appl", approved_at=None, application="I like rockets.")
    Group.objects.create(name="Crew", member_title="Crew", is_moderator=True)
    Group.objects.create(name="Visitors", member_title="Visitor")
    Category.objects.create(name="Empty")
    Invitation.objects.create(code="come", made_at=now())
    for number in range(4):
        topic = factories.make_topic(cast.max, places.missions, f"Topic {number}")
        if number < 2:
            actions.move_topics(cast.ada, [topic.pk], places.archive.pk, leave_stubs=True)
        elif number < 3:
            actions.remove_topics(cast.ada, [topic.pk], "Spam.")
    removed = one_topic.posts.get(number=3)
    actions.remove_posts(cast.ada, [removed.pk], "Rude.")
    report(factories.patient(cast.nina), one_topic.posts.get(number=2), "Rude.")


def _want_it_otherwise() -> None:
    """Members of one group who do not want to see the same."""
    members = User.objects.all()
    members.filter(name="Dora").update(
        time_zone="+05:00", date_format="d-m-Y", show_signatures=False
    )
    members.filter(name="Mona").update(show_images=False, show_smilies=False, posts_per_page=5)
    members.filter(name="Boris").update(show_avatars=False, topics_per_page=5, theme="dark")


def group_ids(*roles: str) -> Sequence[int]:
    return [with_role(Role(role)).pk for role in roles]


def categories() -> Any:
    return Category.objects.order_by("pk")


def soon() -> datetime:
    return now() + timedelta(hours=1)
