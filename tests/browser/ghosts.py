"""Two ghosts of years ago, and two members who knew them: given to `manage shell` of a demo board."""

from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, User
from areopagus.boards import counts
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.homecoming.models import OldAccount
from areopagus.ops.demo import PASSWORD

THEN = datetime(2009, 5, 1, 12, tzinfo=UTC)
WORDS = {"posted_at": THEN, "markup": "bbcode", "html_version": 2}
SAID = (
    "The perigee burn of my little sailboat dinghy telescope worked at last, and the marina slept.",
    "Nobody believes me about the halyard and the heliostat, but the tide tables agree with me.",
    "My dinghy is for sale; the telescope stays. Ask for the halyard at the marina.",
)


def member(name: str) -> User:
    address = f"{name.lower()}@example.org"
    user = User.objects.create_user(
        name,
        address,
        PASSWORD,
        group=with_role(Group.Role.MEMBERS),
        registered_at=datetime(2008, 1, 1, tzinfo=UTC),
    )
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


vito, vera = member("Vito"), member("Vera")
topic = Topic.objects.create(
    forum_id=3,
    title="Sailboats and telescopes",
    author=vito,
    author_name="Vito",
    started_at=THEN,
    last_post_at=THEN,
)
ghosts = {
    name: Ghost.objects.create(name=name, name_key=name.lower(), origin=Ghost.Origin.OLD_MEMBER)
    for name in ("Olga", "Vanja")
}
writers = [vito, vera] * 20
posts = [
    Post(author=one, author_name=one.name, source="Aye.", html="Aye.", **WORDS) for one in writers
]
posts += [
    Post(ghost=ghost, author_name=name, source=said, html=said, **WORDS)
    for name, ghost in ghosts.items()
    for said in SAID
]
for number, post in enumerate(posts, 1):
    post.topic, post.number = topic, number
Post.objects.bulk_create(posts)
OldAccount.objects.create(
    old_user_id=4001,
    name="Vanja",
    name_key="vanja",
    password=make_password("old secret"),
    registered_at=datetime(2007, 1, 1, tzinfo=UTC),
)
counts.rebuild()
print("ghosts", *(ghost.pk for ghost in ghosts.values()), topic.pk)  # noqa: T201 - the test reads it.
