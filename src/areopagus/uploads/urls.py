from __future__ import annotations

from django.urls import re_path

from areopagus.uploads import views

urlpatterns = [
    re_path(
        r"^media/(?P<folder>avatars|moved|smilies)/(?P<name>[0-9a-f]{32})\.webp$", views.picture
    ),
]
