"""One of several processes that write into the same topic at once; see test_concurrency."""

from __future__ import annotations

import os
import sys
from uuid import UUID, uuid4

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
sys.path.insert(0, os.getcwd())  # noqa: PTH109 - started from the repository's root.

import django
from django.conf import settings

database = settings.DATABASES["default"]
for part in ("NAME", "HOST", "PORT", "USER", "ENGINE"):
    database[part] = os.environ[f"WRITER_{part}"]
django.setup()

from areopagus.accounts import actors
from areopagus.accounts.models import User
from areopagus.boards import actions
from areopagus.boards.models import Topic

topic_id, user_id, form, mode, replies = sys.argv[1:]
user = User.objects.select_related("group").get(pk=user_id)
user.group.post_interval = 0
actor, topic = actors.member(user), Topic.objects.get(pk=topic_id)
for number in range(int(replies)):
    key = UUID(form) if mode == "same" else uuid4()
    actions.reply(actor, topic, actions.Draft(source=f"Number {number}.", submission=key))
