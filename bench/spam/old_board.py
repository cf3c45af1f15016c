"""An old board's list of members, invented: people of every sort, and five kinds of spammers.

What each account is, is known (`Board.real`, `Board.spam`), so that a sweep can be held against it. The
proportions are stated beside each kind; they are assumptions, drawn from what volunteers of old boards
tell, and not measurements of any one board.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, User
from areopagus.accounts.names import key_of, skeleton_of
from areopagus.boards import counts, rendering
from areopagus.boards.models import Category, Forum, Ghost, Post, PostRevision, Topic

DAY = timedelta(days=1)
BEGAN = datetime(2008, 3, 1, tzinfo=UTC)
ENDS = datetime(2026, 10, 1, tzinfo=UTC)
FIRST = (
    "James",
    "Olga",
    "Peter",
    "Marie",
    "Ivan",
    "Chen",
    "Sofia",
    "Louis",
    "Anna",
    "Karl",
    "Nina",
    "Hugo",
    "Elena",
    "Jan",
    "Rosa",
    "Emil",
)
LAST = (
    "Walker",
    "Petrov",
    "Müller",
    "Rossi",
    "Novak",
    "Silva",
    "Kim",
    "Berg",
    "Costa",
    "Ito",
    "Haas",
    "Lind",
    "Roy",
    "Fox",
    "Wolf",
    "Dahl",
)
WORDS = (
    "orbit",
    "lander",
    "rover",
    "dust",
    "canyon",
    "crater",
    "water",
    "ice",
    "sample",
    "engine",
    "stage",
    "tank",
    "fuel",
    "burn",
    "window",
    "launch",
    "delay",
    "camera",
    "dish",
    "signal",
    "wind",
    "storm",
    "polar",
    "night",
    "base",
    "dome",
    "greenhouse",
    "crew",
    "suit",
    "airlock",
    "drill",
    "core",
    "budget",
    "committee",
    "paper",
    "photo",
    "map",
    "model",
    "test",
    "failure",
    "success",
    "landing",
    "site",
    "slope",
    "rock",
    "basalt",
)
TRUSTED = ("nasa.gov", "esa.int", "youtube.com", "wikipedia.org", "space.com", "arxiv.org")
PROVIDERS = ("gmail.com", "yahoo.com", "web.de", "mail.ru", "orange.fr", "outlook.com")
THROWAWAY = ("mailinator.com", "guerrillamail.com", "yopmail.com", "10minutemail.com")
PITCH = (
    "Hello everybody, I have found a very good service which helped me to save much money with {thing}, "
    "the support answers at once and the prices are the best, so have a look at it and tell me what you "
    "think about {thing}, I would like to hear the opinion of all of you because I want to order again soon."
)
THINGS = (
    "car insurance",
    "weight loss",
    "replica watches",
    "essay writing",
    "sports betting",
    "loans",
)


@dataclass(slots=True)
class Board:
    """Numbers of accounts by what they are."""

    real: dict[str, set[int]] = field(default_factory=dict)
    spam: dict[str, set[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Campaign:
    """Who sends spam sends much of it: from a few networks, for a few places, in bursts."""

    hosts: tuple[str, ...]
    networks: tuple[str, ...]
    domain: str
    bursts: tuple[datetime, ...]
    thing: str


class Builder:
    def __init__(self, accounts: int, seed: int) -> None:
        self.chance = Random(seed)
        self.accounts = accounts
        self.board = Board()
        self.users: list[User] = []
        self.posts: list[Post] = []
        self.revisions: list[PostRevision] = []
        category = Category.objects.create(name="Everything")
        self.forum = Forum.objects.create(name="The square", category=category)
        self.group = with_role(Group.Role.MEMBERS)
        self.topics: list[Topic] = []
        self.taken: set[str] = set()
        self.campaigns: list[Campaign] = []

    # People

    def people(self, share: float = 0.38) -> None:
        """38 % of all: regulars, occasional ones, silent readers (1.5 % of all), and who only looked in."""
        number = int(self.accounts * share)
        readers = max(3, int(self.accounts * 0.015))
        regulars = max(5, number // 8)
        for _ in range(regulars):
            self._regular()
        for _ in range(readers):
            self._silent_reader()
        for _ in range(max(1, (number - regulars - readers) * 2 // 3)):
            self._occasional()
        for _ in range(max(1, (number - regulars - readers) // 3)):
            self._looked_in()

    def _regular(self) -> None:
        """10 to 80 posts over years; every fifth with a link to what everybody links to."""
        user = self._person("regulars")
        count = self.chance.randint(10, 80)
        days = max(30, min(3000, (ENDS - user.registered_at).days))
        for _ in range(count):
            at = user.registered_at + DAY * self.chance.uniform(0, days)
            self._post(user, self._talk(link=self.chance.random() < 0.2), at)
        user.last_seen_at = user.registered_at + DAY * days

    def _occasional(self) -> None:
        """1 to 6 posts. Every tenth shows their own site once, which nobody else ever links to."""
        user = self._person("occasional")
        own = f"{user.name_key.replace(' ', '-')[:30]}.example"
        at = user.registered_at
        shows_site = self.chance.random() < 0.1
        for number in range(self.chance.randint(1, 6)):
            at += DAY * self.chance.uniform(0, 40)
            text = self._talk(link=self.chance.random() < 0.1)
            if shows_site and number == 0:
                text += f" My own pictures are at http://{own}/"
                user.website = f"http://{own}/" if self.chance.random() < 0.5 else ""
            post = self._post(user, text, at)
            if self.chance.random() < 0.5:
                self._answer(user, post, at)
        user.last_seen_at = at + DAY * self.chance.choice([0, 0.2, 3, 300])

    def _silent_reader(self) -> None:
        """Never writes, comes for years. Every fifth with a site in the profile; of every sixth an import knows no visit."""
        user = self._person("silent readers")
        if self.chance.random() < 0.2:
            user.website = f"http://{user.name_key.replace(' ', '')[:20]}.example/"
        known = self.chance.random() > 1 / 6
        days = max(4, (ENDS - user.registered_at).days)
        user.last_seen_at = (
            user.registered_at + DAY * self.chance.uniform(3, days) if known else None
        )

    def _looked_in(self) -> None:
        """Registered once and never came back: nobody knows who they are, but they are no spam."""
        user = self._person("looked in")
        user.last_seen_at = user.registered_at + DAY * self.chance.choice([0, 0, 0, 0.01, 40])

    def _person(self, kind: str) -> User:
        name = f"{self.chance.choice(FIRST)} {self.chance.choice(LAST)}"
        style = self.chance.random()
        if style < 0.3:
            name = name.replace(" ", "").lower()
        elif style < 0.35:
            name = f"{name.split()[0]}{self.chance.randint(100, 9999)}"
        local = name.casefold().replace(" ", ".")
        if self.chance.random() < 0.02:
            local = f"a.{local}.b.c"
        mail = f"{local}{self.chance.randint(1, 99)}@{self.chance.choice(PROVIDERS)}"
        address = f"{self.chance.randint(60, 99)}.{self.chance.randint(0, 255)}.{self.chance.randint(0, 255)}.{self.chance.randint(1, 254)}"
        at = self._some_day()
        return self._user(kind, self.board.real, name=name, mail=mail, address=address, at=at)

    # Spammers

    def spammers(self, share: float = 0.62) -> None:
        """62 % of all, in campaigns of some fifty accounts each."""
        number = int(self.accounts * share)
        self.campaigns = [self._campaign() for _ in range(max(2, number // 50))]
        kinds = (
            (0.35, self._signpost),
            (0.30, self._sleeper),
            (0.20, self._dropper),
            (0.10, self._copier),
            (0.05, self._late_editor),
        )
        for part, make in kinds:
            for _ in range(int(number * part)):
                make(self.chance.choice(self.campaigns))

    def _signpost(self, campaign: Campaign) -> None:
        """A link in the profile and nothing else. A third comes back once."""
        user = self._spammer("signposts", campaign)
        host = self.chance.choice(campaign.hosts)
        if self.chance.random() < 0.5:
            user.website = f"http://{host}/{self.chance.randint(1, 999)}"
        else:
            user.signature = f"[url=http://{host}/]{campaign.thing}[/url]"
        if self.chance.random() < 1 / 3:
            user.last_seen_at = user.registered_at + DAY * self.chance.uniform(1, 60)

    def _sleeper(self, campaign: Campaign) -> None:
        """Registered for later use, which never came."""
        self._spammer("sleepers", campaign)

    def _dropper(self, campaign: Campaign) -> None:
        """1 to 4 adverts within a week."""
        user = self._spammer("droppers", campaign)
        at = user.registered_at
        for _ in range(self.chance.randint(1, 4)):
            at += DAY * self.chance.uniform(0, 2)
            words = self._talk(link=False)
            self._post(user, f"{words} http://{self.chance.choice(campaign.hosts)}/buy", at)
        user.last_seen_at = at

    def _copier(self, campaign: Campaign) -> None:
        """The pitch of the campaign, its link in the signature."""
        user = self._spammer("copiers", campaign)
        user.signature = f"[url=http://{self.chance.choice(campaign.hosts)}/]here[/url]"
        opening = self.chance.choice(["Hi!", "Good day.", "Dear all,"])
        self._post(user, f"{opening} {PITCH.format(thing=campaign.thing)}", user.registered_at)

    def _late_editor(self, campaign: Campaign) -> None:
        """A harmless post; the link comes days later."""
        user = self._spammer("late editors", campaign)
        before = self._talk(link=False)
        post = self._post(user, before, user.registered_at)
        post.source = f"{before} http://{self.chance.choice(campaign.hosts)}/"
        edited = user.registered_at + DAY * self.chance.uniform(2, 20)
        self.revisions.append(
            PostRevision(
                post=post,
                source=before,
                markup="bbcode",
                edited_at=edited,
                edited_by=user,
                edited_by_name=user.name,
            )
        )
        user.last_seen_at = edited

    def _spammer(self, kind: str, campaign: Campaign) -> User:
        """70 % names of programs; 30 % thrown-away mail, 40 % the campaign's own domain; 80 % in bursts."""
        chance = self.chance
        base = f"{chance.choice(FIRST)}{chance.choice(LAST)}".replace("ü", "u")
        made_up = chance.random()
        if made_up < 0.35:
            name = f"{base}{chance.choice('QXZVK')}{chance.choice('BTRWP')}"
        elif made_up < 0.7:
            name = f"{base.lower()}{chance.randint(2100, 99999)}"
        else:
            name = base
        mailing = chance.random()
        domain = (
            chance.choice(THROWAWAY) if mailing < 0.3
            else campaign.domain if mailing < 0.7
            else chance.choice(PROVIDERS)
        )  # fmt: skip
        in_burst = chance.random() < 0.8
        at = chance.choice(campaign.bursts) if in_burst else self._some_day()
        at += timedelta(minutes=chance.uniform(0, 20))
        network = chance.choice(campaign.networks[:2] if in_burst else campaign.networks)
        mail = f"{name.lower()}{chance.randint(1, 99)}@{domain}"
        address = f"{network}.{chance.randint(1, 254)}"
        return self._user(kind, self.board.spam, name=name, mail=mail, address=address, at=at)

    def _campaign(self) -> Campaign:
        chance = self.chance
        key = f"{chance.choice(THINGS).replace(' ', '-')}-{len(self.campaigns)}{chance.randint(10, 99)}"
        return Campaign(
            hosts=tuple(f"{key}-{n}.example" for n in range(chance.randint(1, 4))),
            networks=tuple(
                f"{chance.randint(100, 220)}.{chance.randint(0, 255)}.{chance.randint(0, 255)}"
                for _ in range(8)
            ),
            domain=f"{key}-mail.example",
            bursts=tuple(self._some_day() for _ in range(4)),
            thing=chance.choice(THINGS),
        )

    # Rows

    def _user(
        self,
        kind: str,
        side: dict[str, set[int]],
        *,
        name: str,
        mail: str,
        address: str,
        at: datetime,
    ) -> User:
        while key_of(name) in self.taken or skeleton_of(name) in self.taken:
            name = f"{name}{self.chance.choice('abcdefghijklmnopqrstuvwxyz')}"
        self.taken |= {key_of(name), skeleton_of(name)}
        user = User(
            id=len(self.users) + 1000,
            name=name,
            name_key=key_of(name),
            name_skeleton=skeleton_of(name),
            email=mail,
            group=self.group,
            registered_at=at,
            registered_from=address,
            last_seen_at=at,
            password="!",  # noqa: S106
        )
        self.users.append(user)
        side.setdefault(kind, set()).add(user.pk)
        return user

    def _some_day(self) -> datetime:
        return BEGAN + (ENDS - BEGAN) * self.chance.random()

    def _talk(self, *, link: bool) -> str:
        words = " ".join(self.chance.choices(WORDS, k=self.chance.randint(8, 60)))
        return (
            f"{words} https://{self.chance.choice(TRUSTED)}/{self.chance.randint(1, 9999)}"
            if link
            else words
        )

    def _post(self, user: User, text: str, at: datetime, topic: Topic | None = None) -> Post:
        begins = topic is None and (not self.topics or self.chance.random() < 0.3)
        if begins:
            topic = self._topic(user, at)
        topic = topic or self.chance.choice(self.topics)
        topic.last_number += 1
        post = Post(
            id=len(self.posts) + 1000,
            topic=topic,
            number=topic.last_number,
            author=user,
            author_name=user.name,
            author_address=user.registered_from,
            posted_at=min(at, ENDS),
            source=text,
            markup="bbcode",
            html=text,
            html_version=rendering.VERSION,
        )
        self.posts.append(post)
        return post

    def _answer(self, user: User, post: Post, at: datetime) -> None:
        """A regular answers and, every second time, quotes."""
        regular = self.users[self.chance.randrange(len(self.board.real["regulars"]))]
        quote = (
            f"[quote={user.name}]{post.source[:40]}[/quote]\n" if self.chance.random() < 0.5 else ""
        )
        self._post(regular, quote + self._talk(link=False), at + DAY, post.topic)

    def _topic(self, user: User, at: datetime) -> Topic:
        topic = Topic(
            id=len(self.topics) + 1000,
            forum=self.forum,
            title=" ".join(self.chance.choices(WORDS, k=4)).capitalize(),
            author=user,
            author_name=user.name,
            started_at=at,
            last_post_at=at,
        )
        self.topics.append(topic)
        return topic

    def lost_and_renamed(self, ghosts: int, renamed: int) -> None:
        """Posts of accounts that are gone; and members who are quoted by names they no longer bear."""
        for number in range(ghosts):
            name = f"{self.chance.choice(FIRST)} of {number}"
            ghost = Ghost.objects.create(
                name=name, name_key=key_of(name), origin=Ghost.Origin.OLD_MEMBER
            )
            post = self._post(self.users[0], self._talk(link=False), self._some_day())
            post.author, post.author_name, post.ghost = None, name, ghost
        people = [user for user in self.users if user.pk in self.board.real["occasional"]]
        for user in self.chance.sample(people, min(renamed, len(people))):
            user.name = f"{user.name} now"
            user.name_key, user.name_skeleton = key_of(user.name), skeleton_of(user.name)

    def store(self) -> Board:
        User.objects.bulk_create(self.users, batch_size=500)
        Topic.objects.bulk_create(self.topics, batch_size=500)
        Post.objects.bulk_create(self.posts, batch_size=500)
        PostRevision.objects.bulk_create(self.revisions, batch_size=500)
        counts.rebuild()
        return self.board


def build(accounts: int, seed: int = 7) -> Board:
    """Fills an empty, migrated board. The same numbers give the same board."""
    builder = Builder(accounts, seed)
    builder.people()
    builder.spammers()
    builder.lost_and_renamed(max(2, accounts // 100), max(2, accounts // 400))
    return builder.store()
