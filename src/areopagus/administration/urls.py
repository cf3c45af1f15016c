from __future__ import annotations

from django.urls import path

from areopagus.administration import slots
from areopagus.administration.plans import PLANS
from areopagus.administration.views import (
    cleaning,
    explainer,
    forum_access,
    forums,
    groups,
    invitations,
    members,
    options,
    set_up,
    smilies,
)
from areopagus.core.addresses import numbered
from areopagus.ui.slots import provides

# This room keeps no rows and so is no app of Django's; it comes to life with its addresses.
provides("member.panel")(slots.ways_to_members)

urlpatterns = [
    path("set-up/<str:token>/", set_up.set_up),
    path("administration/", options.overview),
    # Options
    path("administration/options/", options.options),
    path("administration/words/", options.words),
    path("administration/options/<slug:name>/", options.subject),
    # Smilies
    path("administration/smilies/", smilies.smilies),
    path("administration/smilies/<id:smiley_id>/", smilies.smiley),
    path("administration/smilies/<id:smiley_id>/off/", smilies.switch_off),
    path("administration/smilies/<id:smiley_id>/on/", smilies.switch_on),
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
    # Who may do what where
    path("administration/permissions/", forum_access.matrix),
    path("administration/permissions/why/", explainer.explainer),
    path("administration/permissions/groups/<id:group_id>/", forum_access.of_group),
    # Groups
    path("administration/groups/", groups.groups),
    path("administration/groups/new/", groups.new_group),
    path("administration/groups/<id:group_id>/", groups.group),
    path("administration/groups/<id:group_id>/remove/", groups.remove_group),
    # Members
    *numbered("administration/members/", members.members),
    *numbered("administration/members/waiting/", members.applications),
    path("administration/members/<id:user_id>/", members.member),
    path("administration/members/spam/", cleaning.cleaning),
    path("administration/members/members.csv", members.as_csv),
    *(
        path(f"administration/members/many/{plan.name}/", members.many, {"plan": plan})
        for plan in PLANS
    ),
    path("administration/members/<id:user_id>/approve/", members.approve),
    path("administration/members/<id:user_id>/refuse/", members.refuse),
    path("administration/members/<id:user_id>/group/", members.change_group),
    path("administration/members/<id:user_id>/ban/", members.ban),
    path("administration/members/<id:user_id>/ban/lift/", members.lift_ban),
    *numbered("administration/invitations/", invitations.invitations),
    path("administration/invitations/<id:invitation_id>/withdraw/", invitations.withdraw),
]
