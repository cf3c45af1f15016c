"""Sixty accounts from one address and four hundred posts: given to `manage shell` of a demo board."""

from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, User
from areopagus.boards import counts
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now

ADDRESS = "198.51.100.77"
ACCOUNTS, POSTS = 60, 400
WORDS = {"posted_at": now(), "source": "Cheap.", "markup": "bbcode", "html": "Cheap."}

raiders = [
    User.objects.create_user(
        f"Raider{n:02}",
        group=with_role(Group.Role.MEMBERS),
        registered_at=now(),
        registered_from=ADDRESS,
    )
    for n in range(ACCOUNTS)
]
talk = Topic.objects.get(title="Who lands first?")
topics = Topic.objects.bulk_create(
    Topic(
        forum_id=talk.forum_id,
        title=f"Cheap {raider.name}",
        author=raider,
        author_name=raider.name,
        started_at=now(),
        last_post_at=now(),
    )
    for raider in raiders
)
places = [(topic, 1) for topic in topics]
places += [(talk, talk.last_number + n) for n in range(1, POSTS - ACCOUNTS + 1)]
Post.objects.bulk_create(
    Post(
        topic=topic,
        number=number,
        author=raiders[n % ACCOUNTS],
        author_name=raiders[n % ACCOUNTS].name,
        author_address=ADDRESS,
        html_version=2,
        **WORDS,
    )
    for n, (topic, number) in enumerate(places)
)
counts.rebuild()
