"""Whatever is changed after an import, here or in the dump, is named."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from areopagus.accounts.hashers import wrap_legacy
from areopagus.accounts.models import Group, User
from areopagus.boards.models import (
    Category,
    Forum,
    ForumModerator,
    ForumPermission,
    ForumSubscription,
    Post,
    Topic,
    TopicSubscription,
)
from areopagus.importers.fluxbb.verification import passwords
from areopagus.moderation.models import Report
from tests.importers.old_boards import SAMPLE, move_in, post, sound, sql
from tests.importers.verifying import verified

pytestmark = pytest.mark.django_db
LATER = datetime(2015, 5, 5, tzinfo=UTC)
Tampering = tuple[type[models.Model], int, str, dict[str, Any]]


class _Undone(Exception):
    pass


def assert_named(board: Path, row: Any, changes: dict[str, Any], named: str) -> None:
    """Changes the row, compares, and takes the change back."""
    with suppress(_Undone), transaction.atomic():
        assert row.update(**changes) == 1, f"no such row for {changes}"
        is_same, said = verified(SAMPLE, board)
        assert not is_same, changes
        unexplained = said.partition("Not explained:")[2].partition("Not compared:")[0]
        assert named in unexplained, said
        raise _Undone


def all_flags(model: type[models.Model], beginning: str) -> list[str]:
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.BooleanField) and field.name.startswith(beginning)
    ]


# Model, id, what the report must say, and what is changed.
CHANGES: list[Tampering] = [
    (User, 3, "users 3: name was 'Ällärïk', is 'Ällärik'", {"name": "Ällärik"}),
    (User, 3, "users 3: mail was", {"email": "somebody@example.org"}),
    (User, 3, "users 3: group was", {"group_id": 5}),
    (User, 3, "users 3: registered was", {"registered_at": LATER}),
    (User, 3, "users 3: registered from was", {"registered_from": "192.0.2.9"}),
    (User, 3, "users 3: last visit was", {"last_visit_at": LATER}),
    (User, 3, "users 3: last seen was", {"last_seen_at": None}),
    (User, 3, "users 3: title was", {"title": "Liar"}),
    (User, 3, "users 3: real name was", {"real_name": ""}),
    (User, 3, "users 3: location was", {"location": "Tromso"}),
    (User, 3, "users 3: website was", {"website": "http://evil.example.org/"}),
    (User, 3, "users 3: icq was '123456', is ''", {"contacts": {"jabber": "a@jabber.example.org"}}),
    (User, 3, "users 3: signature was", {"signature": "[b]A[/b]"}),
    (User, 3, "users 3: signature's markup was", {"signature_markup": "markdown"}),
    (User, 3, "users 3: staff note was", {"staff_note": "A nice one"}),
    (User, 3, "users 3: number of posts was", {"post_count": 11}),
    (User, 3, "users 3: ban was None", {"banned_at": LATER, "ban_message": "x"}),
    (User, 7, "users 7: ban was", {"banned_at": None}),
    (User, 7, "users 7: ban was", {"banned_until": LATER}),
    (User, 7, "users 7: ban was", {"ban_message": "Welcome"}),
    (User, 3, "users 3: password was", {"password": make_password("x", hasher="md5")}),
    (User, 3, "users 3: password was", {"password": make_password(None)}),
    (User, 3, "users 3: password is not the old one", {"password": wrap_legacy("a" * 40, "sha1")}),
    (User, 3, "users 3: language of pages was", {"language": "de"}),
    (User, 3, "users 3: language of mails was", {"mail_language": "de"}),
    (User, 5, "users 5: time zone was -300.0, is 345", {"time_zone": "+05:45"}),
    (User, 3, "users 3: time format was", {"time_format": "g:i a"}),
    (User, 3, "users 3: date format was", {"date_format": "d-m-Y"}),
    (User, 4, "users 4: topics a page was 10, is 11", {"topics_per_page": 11}),
    (User, 4, "users 4: posts a page was 10, is None", {"posts_per_page": None}),
    (User, 3, "users 3: mail privacy was", {"mail_privacy": 2}),
    (Group, 5, "groups 5: name was", {"name": "Novices"}),
    (Group, 5, "groups 5: title was", {"member_title": "New hand"}),
    (Group, 2, "groups 2: role was", {"role": None}),
    (Group, 4, "groups 4: posts for a promotion was", {"promote_at_posts": 77}),
    (Group, 4, "groups 4: promotion was", {"promote_to_id": 1}),
    (Category, 2, "categories 2: name was", {"name": "Machine-made"}),
    (Category, 2, "categories 2: position was", {"position": 9}),
    (Forum, 2, "forums 2: name was", {"name": "Elsewhere"}),
    (Forum, 1, "forums 1: category was", {"category_id": 2}),
    (Forum, 2, "forums 2: description was", {"description": "<b>!</b>"}),
    (Forum, 2, "forums 2: shown description was", {"description_html": "<script>"}),
    (Forum, 2, "forums 2: position was", {"position": 77}),
    (Forum, 2, "forums 2: order was", {"order": 2}),
    (Forum, 2, "forums 2: link was", {"link": "http://example.org/"}),
    (ForumPermission, 1, "access of group", {"may_read": True}),
    (ForumModerator, 1, "moderators of forum 2, member 5", {"user_id": 4}),
    (ForumModerator, 1, "moderators of forum 2, member 4", {"user_id": 4}),
    (Topic, 2, "topics 2: forum was", {"forum_id": 3}),
    (Topic, 2, "topics 2: title was", {"title": "Something else"}),
    (Topic, 2, "topics 2: author was", {"author_id": 7}),
    (Topic, 2, "topics 2: author was", {"author_id": None}),
    (Topic, 2, "topics 2: author's name was", {"author_name": "Nobody"}),
    (Topic, 2, "topics 2: started was", {"started_at": LATER}),
    (Topic, 2, "topics 2: last post was", {"last_post_at": LATER}),
    (Topic, 2, "topics 2: being a stub was", {"is_stub": True}),
    (Topic, 9, "topics 9: leading to was 7, is 2", {"moved_to_id": 2}),
    (Topic, 9, "topics 9: leading to was 7, is None", {"moved_to_id": None}),
    (Topic, 6, "topics 6: pinned was True", {"pinned_at": None}),
    (Topic, 5, "topics 5: locked was True", {"locked_at": None}),
    (Topic, 2, "topics 2: locked was False", {"locked_at": LATER}),
    (Topic, 2, "topics 2: views was", {"view_count": 0}),
    (Topic, 2, "topics 2: removed was", {"removed_at": LATER}),
    (Post, 5, "posts 5: topic was", {"topic_id": 7}),
    (Post, 5, "posts 5: number was 3, is 99", {"number": 99}),
    (Post, 5, "posts 5: author was 6, is None", {"author_id": None}),
    (Post, 5, "posts 5: author was 6, is 3", {"author_id": 3}),
    (Post, 5, "posts 5: author's name was", {"author_name": "Петр"}),
    (Post, 5, "posts 5: guest's mail was", {"author_mail": "x@example.org"}),
    (Post, 5, "posts 5: address was", {"author_address": ""}),
    (Post, 5, "posts 5: posted was", {"posted_at": LATER}),
    (Post, 5, "posts 5: text was", {"source": "Ответ по-русски с [b]жирным[/b] текстом. :("}),
    (Post, 5, "posts 5: smilies was", {"with_smilies": True}),
    (Post, 5, "posts 5: edited was", {"edited_at": LATER}),
    (Post, 5, "posts 5: edited by was", {"edited_by_name": "Mona"}),
    (Post, 5, "posts 5: markup was", {"markup": "markdown"}),
    (TopicSubscription, 1, "topic_subscriptions of member 7", {"user_id": 7}),
    (ForumSubscription, 1, "forum_subscriptions of member 4 to 2", {"forum_id": 1}),
    (Report, 0, "reports 1: post was", {"post_id": 9}),
    (Report, 0, "reports 1: reporter was", {"reporter_id": None}),
    (Report, 0, "reports 1: reporter's name was", {"reporter_name": "Nobody"}),
    (Report, 0, "reports 1: reason was", {"reason": "Fine"}),
    (Report, 0, "reports 1: date was", {"reported_at": LATER}),
    (Report, 0, "reports 1: the post's text was", {"source": "Fine"}),
    (Report, 0, "reports 1: settled", {"settled_at": LATER}),
    (Report, 0, "reports 1: settled by was", {"settled_by_name": "Nobody"}),
]
MODELS = sorted({change[0] for change in CHANGES}, key=lambda model: model.__name__)


def rows(model: type[models.Model], pk: int) -> Any:
    """The row with this id; of tables without old ids the first, wherever it lies."""
    objects = model._default_manager
    if model in {ForumPermission, ForumModerator, TopicSubscription, ForumSubscription, Report}:
        pk = objects.order_by("pk").values_list("pk", flat=True)[0]
    return objects.filter(pk=pk)


@pytest.fixture(autouse=True)
def _few_passwords(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unwrapping them takes most of the time, and matters to members only."""
    if "User" not in request.node.name:
        monkeypatch.setattr(passwords, "SAMPLE", 0)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_whatever_is_changed_here_is_named(model: type[models.Model], tmp_path: Path) -> None:
    move_in(SAMPLE, tmp_path)
    for of, pk, named, changes in CHANGES:
        if of is model:
            assert_named(tmp_path, rows(model, pk), changes, named)
    assert verified(SAMPLE, tmp_path)[0], "all was taken back"


def test_no_switch_is_overlooked(tmp_path: Path) -> None:
    move_in(SAMPLE, tmp_path)
    for name in (*all_flags(Group, "may_"), "is_moderator"):
        value = getattr(Group.objects.get(pk=5), name)
        assert_named(tmp_path, Group.objects.filter(pk=5), {name: not value}, "groups 5: ")
    for interval in ("post", "search", "mail", "report"):
        changes = {f"{interval}_interval": 12345}
        assert_named(tmp_path, Group.objects.filter(pk=5), changes, "groups 5: g_")
    for name in (*all_flags(User, "show_"), "notify_with_text"):
        value = getattr(User.objects.get(pk=4), name)
        assert_named(tmp_path, User.objects.filter(pk=4), {name: not value}, "users 4: ")
    for level in (User.WhenWriting.FOLLOW, User.WhenWriting.WATCH):
        changes = {"level_when_writing": level}
        assert_named(tmp_path, User.objects.filter(pk=4), changes, "users 4: subscribing")


def test_what_is_taken_away_or_put_in_is_named(tmp_path: Path) -> None:
    move_in(SAMPLE, tmp_path)
    gone = Post.objects.get(pk=10)
    EmailAddress.objects.filter(user=7).delete()
    TopicSubscription.objects.filter(user=3).delete()
    TopicSubscription.objects.create(user_id=7, topic_id=2)
    Topic.objects.filter(last_post=gone).update(last_post=None)
    gone.delete()
    Report.objects.all().delete()
    intruder = Post.objects.get(pk=5)
    intruder.pk, intruder.number = None, 99
    intruder.save()
    is_same, said = verified(SAMPLE, tmp_path)
    assert not is_same
    assert "posts 10: is not on this board" in said
    assert f"posts {intruder.pk}: is not in the dump" in said
    assert "topic_subscriptions of member 3 to 2: is not on this board" in said
    assert "topic_subscriptions of member 7 to 2: is not in the dump" in said
    assert "reports 1: is not on this board" in said


def test_at_most_fifty_lines_of_a_kind(tmp_path: Path) -> None:
    old = sound()
    old["posts"] += [post(pk, 1) for pk in range(3, 103)]
    move_in(old, tmp_path)
    Post.objects.update(source="The same for all.")
    said = verified(sql(old), tmp_path)[1]
    assert said.count(": text was") == 50
    assert "and 52 more" in said
