"""The addresses of reading and writing. Lists, feeds and the rest stand in urls_wayfinding."""

from __future__ import annotations

from django.urls import path

from areopagus.boards.views import reading, writing
from areopagus.core.addresses import numbered

urlpatterns = [
    path("", reading.index),
    path("forums/<id:forum_id>/topics/", writing.topics),
    path("forums/<id:forum_id>/subscription/", writing.forum_subscription),
    path("topics/<id:topic_id>/replies/", writing.replies),
    path("topics/<id:topic_id>/unread/", reading.first_unread),
    path("topics/<id:topic_id>/subscription/", writing.topic_subscription),
    path("posts/<id:post_id>/", reading.post),
    path("posts/<id:post_id>/edit/", writing.edit),
    path("posts/<id:post_id>/delete/", writing.delete),
    path("posts/<id:post_id>/quote/", writing.quote),
    *numbered("posts/<id:post_id>/revisions/", reading.revisions),
    path("preview/", writing.preview),
    *numbered("forums/<slug_of:forum_id>/", reading.forum),
    *numbered("topics/<slug_of:topic_id>/", reading.topic),
]
