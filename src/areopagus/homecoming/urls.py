from __future__ import annotations

from django.urls import path

from areopagus.core.addresses import numbered
from areopagus.homecoming.pairs import views as pairs
from areopagus.homecoming.views import claiming, deciding, pleas

urlpatterns = [
    path("ghosts/<slug_of:ghost_id>/claim/", claiming.claim),
    path("ghosts/<slug_of:ghost_id>/claim/mail/", claiming.ask_by_mail),
    path("ghosts/<slug_of:ghost_id>/claim/password/", claiming.claim_by_password),
    path("ghosts/<slug_of:ghost_id>/claim/page/", pleas.ask_by_page),
    path("ghosts/<slug_of:ghost_id>/claim/members/", pleas.ask_by_word),
    path("come-home/<str:token>/", claiming.link),
    path("come-home/<str:token>/claim/", claiming.claim_by_mail),
    path("claims/<id:claim_id>/let-go/", claiming.let_go),
    path("claims/<id:claim_id>/dispute/", pleas.dispute),
    path("pairs/<id:pair_id>/not-me/", pairs.not_me),
    *numbered("administration/pairs/", pairs.pairs),
    # What people decide
    path("pleas/<id:plea_id>/", pleas.plea),
    path("pleas/<id:plea_id>/look/", pleas.look),
    path("pleas/<id:plea_id>/vouch/", pleas.vouch),
    path("pleas/<id:plea_id>/take-back/", pleas.take_back),
    path("pleas/<id:plea_id>/withdraw/", pleas.withdraw),
    *numbered("moderation/claims/", deciding.queue),
    path("moderation/claims/accept/", deciding.accept),
    path("moderation/claims/refuse/", deciding.refuse),
    path("moderation/claims/<id:plea_id>/", deciding.plea),
]
