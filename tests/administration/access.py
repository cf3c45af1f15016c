"""Who gets in where: every address under /administration/ and /moderation/.

Each address says who may look at it (GET) and who may send to it (POST), by first names: those before a bar are
answered, those after it are refused with a reason (403, or 422 where a form offers them nothing). To everybody else it looks absent (404). An empty text
means that nothing at all answers to this method (405). Boris is banned, and refused at the door.

Mona moderates Missions, Olaf the Archive; both of their group may ban. What an address with an id is about stands
in Missions and is Max's. `test_access` proves each line, and fails for an address that has none.
"""

from __future__ import annotations

ADA = "ada"
HERE = "ada mona"
STAFF = "ada mona olaf"
NOTHING = ""

ACCESS: dict[str, tuple[str, str]] = {
    "administration/": (ADA, NOTHING),
    # Options
    "administration/options/": (ADA, NOTHING),
    "administration/options/<slug:name>/": (ADA, ADA),
    # Categories and forums
    "administration/categories/new/": (ADA, ADA),
    "administration/categories/<id:category_id>/": (ADA, ADA),
    "administration/categories/<id:category_id>/remove/": (NOTHING, ADA),
    "administration/forums/": (ADA, ADA),
    "administration/forums/new/": (ADA, ADA),
    "administration/forums/<id:forum_id>/": (ADA, ADA),
    "administration/forums/<id:forum_id>/permissions/": (ADA, ADA),
    "administration/forums/<id:forum_id>/moderators/": (ADA, ADA),
    "administration/forums/<id:forum_id>/moderators/<id:user_id>/dismiss/": (NOTHING, ADA),
    "administration/forums/<id:forum_id>/remove/": (ADA, ADA),
    "administration/forums/<id:forum_id>/move-topics/": (NOTHING, ADA),
    # Who may do what where
    "administration/permissions/": (ADA, NOTHING),
    "administration/permissions/groups/<id:group_id>/": (ADA, ADA),
    "administration/permissions/why/": (ADA, NOTHING),
    # Groups
    "administration/groups/": (ADA, NOTHING),
    "administration/groups/new/": (ADA, ADA),
    "administration/groups/<id:group_id>/": (ADA, ADA),
    "administration/groups/<id:group_id>/remove/": (ADA, ADA),
    # Members
    "administration/members/": (ADA, NOTHING),
    "administration/members/page/<id:number>/": (ADA, NOTHING),
    "administration/members/waiting/": (ADA, NOTHING),
    "administration/members/waiting/page/<id:number>/": (ADA, NOTHING),
    "administration/members/<id:user_id>/": (ADA, NOTHING),
    "administration/members/spam/": (STAFF, STAFF),
    "administration/members/members.csv": (ADA, NOTHING),
    "administration/members/many/group/": (ADA, ADA),
    "administration/members/many/rest/": (ADA, ADA),
    "administration/members/many/wake/": (ADA, ADA),
    "administration/members/many/lift-bans/": (ADA, ADA),
    "administration/members/many/ban/": (ADA, ADA),
    "administration/members/many/hide-posts/": (ADA, ADA),
    "administration/members/<id:user_id>/approve/": (NOTHING, ADA),
    "administration/members/<id:user_id>/refuse/": (NOTHING, ADA),
    "administration/members/<id:user_id>/group/": (NOTHING, ADA),
    "administration/members/<id:user_id>/ban/": (STAFF, STAFF),
    "administration/members/<id:user_id>/ban/lift/": (NOTHING, STAFF),
    # Invitations
    "administration/invitations/": (ADA, ADA),
    "administration/invitations/page/<id:number>/": (ADA, ADA),
    "administration/invitations/<id:invitation_id>/withdraw/": (NOTHING, ADA),
    # Housekeeping
    "administration/housekeeping/": (ADA, NOTHING),
    "administration/housekeeping/gather/": (NOTHING, ADA),
    "administration/housekeeping/preview/": (ADA, NOTHING),
    "administration/housekeeping/preview/page/<id:number>/": (ADA, NOTHING),
    "administration/housekeeping/preview/sweep.csv": (ADA, NOTHING),
    "administration/housekeeping/sweeps/": (NOTHING, ADA),
    "administration/housekeeping/sweeps/<id:sweep_id>/": (ADA, NOTHING),
    "administration/housekeeping/sweeps/<id:sweep_id>/page/<id:number>/": (ADA, NOTHING),
    "administration/housekeeping/sweeps/<id:sweep_id>/announce/": (NOTHING, ADA),
    "administration/housekeeping/sweeps/<id:sweep_id>/call-off/": (NOTHING, ADA),
    "administration/housekeeping/sweeps/<id:sweep_id>/run/": (NOTHING, ADA),
    "administration/housekeeping/sweeps/<id:sweep_id>/spare/<id:user_id>/": (NOTHING, ADA),
    "administration/housekeeping/sweeps/<id:sweep_id>/bring-back/<id:user_id>/": (NOTHING, ADA),
    "administration/housekeeping/sweeps/<id:sweep_id>/rules/<str:rule_id>/undo/": (NOTHING, ADA),
    "administration/housekeeping/members/<id:user_id>/": (ADA, NOTHING),
    "administration/housekeeping/canaries/": (NOTHING, ADA),
    "administration/housekeeping/canaries/<id:user_id>/release/": (NOTHING, ADA),
    # The machine room
    "administration/health/": (ADA, NOTHING),
    "administration/health/jobs/<id:job_id>/again/": (NOTHING, ADA),
    "administration/health/jobs/<id:job_id>/let-go/": (NOTHING, ADA),
    "administration/mail/": (ADA, NOTHING),
    "administration/mail/test/": (NOTHING, ADA),
    "administration/maintenance/": (ADA, NOTHING),
    "administration/maintenance/rounds/<slug:kind>/": (NOTHING, ADA),
    "administration/maintenance/rounds/<id:round_id>/stop/": (NOTHING, ADA),
    "administration/maintenance/rounds/<id:round_id>/resume/": (NOTHING, ADA),
    "administration/maintenance/prune/": (ADA, NOTHING),
    "administration/maintenance/prune/page/<id:number>/": (ADA, NOTHING),
    "administration/maintenance/prune/now/": (NOTHING, ADA),
    "administration/statistics/": (ADA, NOTHING),
    "administration/statistics/<slug:period>/": (ADA, NOTHING),
    "administration/statistics/anew/": (NOTHING, ADA),
    # Moderation
    "moderation/": (STAFF, NOTHING),
    "moderation/reports/": (STAFF, NOTHING),
    "moderation/reports/page/<id:number>/": (STAFF, NOTHING),
    "moderation/reports/settled/": (STAFF, NOTHING),
    "moderation/reports/settled/page/<id:number>/": (STAFF, NOTHING),
    "moderation/reports/<id:report_id>/settle/": (NOTHING, HERE),
    "moderation/reports/<id:report_id>/claim/": (NOTHING, HERE),
    "moderation/reports/<id:report_id>/note/": (NOTHING, HERE),
    "moderation/forums/<id:forum_id>/": (HERE, NOTHING),
    "moderation/forums/<id:forum_id>/page/<id:number>/": (HERE, NOTHING),
    "moderation/topics/<id:topic_id>/": (HERE, NOTHING),
    "moderation/topics/<id:topic_id>/page/<id:number>/": (HERE, NOTHING),
    "moderation/topics/lock/": (NOTHING, HERE + " | olaf"),
    "moderation/topics/unlock/": (NOTHING, HERE + " | olaf"),
    "moderation/topics/pin/": (NOTHING, HERE + " | olaf"),
    "moderation/topics/unpin/": (NOTHING, HERE + " | olaf"),
    "moderation/topics/move/": (NOTHING, HERE + " | olaf"),
    "moderation/topics/merge/": (NOTHING, HERE + " | olaf"),
    "moderation/topics/rename/": (NOTHING, HERE + " | olaf"),
    "moderation/topics/restore/": (NOTHING, HERE + " | olaf"),
    "moderation/topics/remove/": (NOTHING, HERE + " | olaf"),
    "moderation/posts/split/": (NOTHING, HERE + " | olaf"),
    "moderation/posts/move/": (NOTHING, HERE + " | olaf"),
    "moderation/posts/ghost/": (NOTHING, HERE + " | olaf"),
    "moderation/posts/restore/": (NOTHING, HERE + " | olaf"),
    "moderation/posts/remove/": (NOTHING, HERE + " | olaf"),
    "moderation/bans/": (STAFF, NOTHING),
    "moderation/bans/page/<id:number>/": (STAFF, NOTHING),
    "moderation/bans/new/": (STAFF, STAFF),
    "moderation/bans/<id:ban_id>/": (STAFF, STAFF),
    "moderation/bans/<id:ban_id>/lift/": (NOTHING, STAFF),
    "moderation/addresses/": (STAFF, NOTHING),
    "moderation/addresses/page/<id:number>/": (STAFF, NOTHING),
    "moderation/members/<id:member_id>/addresses/": (STAFF, NOTHING),
    "moderation/ledger/": (STAFF, NOTHING),
    "moderation/ledger/page/<id:number>/": (STAFF, NOTHING),
    "moderation/ledger/<id:batch_id>/": (HERE, NOTHING),
    "moderation/ledger/<id:batch_id>/undo/": (NOTHING, HERE),
    "moderation/ledger/<id:batch_id>/members/": (HERE, HERE),
}
