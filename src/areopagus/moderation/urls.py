from __future__ import annotations

from django.urls import path

from areopagus.core.addresses import numbered
from areopagus.moderation import member_plans
from areopagus.moderation.plans import PLANS
from areopagus.moderation.views import (
    addresses,
    bans,
    choosing,
    decisions,
    held,
    ledger,
    members,
    reports,
    standing,
)

urlpatterns = [
    path("posts/<id:post_id>/report/", reports.report),
    path("moderation/", choosing.overview),
    path("reports/", reports.own),
    path("moderation/reports/<id:report_id>/settle/", reports.settle),
    path("moderation/reports/<id:report_id>/claim/", reports.claim),
    path("moderation/reports/<id:report_id>/note/", reports.note),
    *numbered("moderation/reports/", reports.reports),
    *numbered("moderation/reports/settled/", reports.settled_reports),
    # What waits
    *numbered("moderation/held/", held.held),
    path("moderation/held/approve/", held.approve_many),
    path("moderation/held/reject/", held.reject_many),
    path("moderation/held/<id:held_id>/", held.edit),
    path("moderation/held/<id:held_id>/approve/", held.approve),
    path("moderation/held/<id:held_id>/reject/", held.reject),
    # Choosing, and what is done to the choice
    *numbered("moderation/forums/<id:forum_id>/", choosing.forum),
    *numbered("moderation/topics/<id:topic_id>/", choosing.topic),
    *(path(plan.url.removeprefix("/"), choosing.deed, {"plan": plan}) for plan in PLANS),
    # Who is turned away
    *numbered("moderation/bans/", bans.bans),
    path("moderation/bans/new/", bans.new),
    path("moderation/bans/<id:ban_id>/", bans.ban),
    path("moderation/bans/<id:ban_id>/lift/", bans.lift),
    # Who came from where
    *numbered("moderation/addresses/", addresses.address),
    path("moderation/members/<id:member_id>/addresses/", addresses.member),
    # How members stand
    path("moderation/members/<id:member_id>/", standing.member),
    path("moderation/members/<id:member_id>/warn/", standing.warn),
    path("moderation/members/<id:member_id>/silence/", standing.silence),
    path("moderation/members/<id:member_id>/silence/lift/", standing.lift_silence),
    path("moderation/members/<id:member_id>/notes/", standing.add_note),
    path("moderation/members/<id:member_id>/notes/<id:note_id>/remove/", standing.remove_note),
    # What asks a power of the moderator's group
    *(
        path(f"moderation/members/<id:member_id>/{plan.name}/", members.change, {"plan": plan})
        for plan in member_plans.PLANS
    ),
    # What they read about themselves, and appeals
    *numbered("settings/decisions/", decisions.decisions),
    path("settings/decisions/read/", decisions.acknowledge),
    path("settings/decisions/<id:batch_id>/", decisions.appeal),
    *numbered("moderation/appeals/", decisions.appeals),
    *numbered("moderation/appeals/answered/", decisions.answered),
    path("moderation/appeals/<id:appeal_id>/", decisions.answer),
    # The ledger
    *numbered("moderation-log/", ledger.public_log),
    *numbered("moderation/ledger/", ledger.ledger),
    path("moderation/ledger/<id:batch_id>/", ledger.batch),
    path("moderation/ledger/<id:batch_id>/undo/", ledger.undo),
    path("moderation/ledger/<id:batch_id>/members/", ledger.undo_part),
]
