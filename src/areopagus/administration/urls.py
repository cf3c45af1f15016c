from __future__ import annotations

from django.urls import path

from areopagus.administration.views import forum_access, forums, options, set_up

urlpatterns = [
    path("set-up/<str:token>/", set_up.set_up),
    path("administration/", options.overview),
    # Options
    path("administration/options/", options.options),
    path("administration/options/<slug:name>/", options.subject),
    # Categories and forums
    path("administration/categories/new/", forums.new_category),
    path("administration/categories/<id:category_id>/", forums.category),
    path("administration/categories/<id:category_id>/remove/", forums.remove_category),
    path("administration/forums/", forums.forums),
    path("administration/forums/new/", forums.new_forum),
    path("administration/forums/<id:forum_id>/", forums.forum),
    path("administration/forums/<id:forum_id>/permissions/", forum_access.permissions),
    path("administration/forums/<id:forum_id>/moderators/", forum_access.moderators),
    path(
        "administration/forums/<id:forum_id>/moderators/<id:user_id>/dismiss/", forum_access.dismiss
    ),
    path("administration/forums/<id:forum_id>/remove/", forums.remove_forum),
    path("administration/forums/<id:forum_id>/move-topics/", forums.move_topics),
]
