from __future__ import annotations

from django.urls import path

from areopagus.core.addresses import numbered
from areopagus.homecoming import views
from areopagus.homecoming.pairs import views as pairs

urlpatterns = [
    path("ghosts/<slug_of:ghost_id>/claim/", views.claim),
    path("ghosts/<slug_of:ghost_id>/claim/mail/", views.ask_by_mail),
    path("ghosts/<slug_of:ghost_id>/claim/password/", views.claim_by_password),
    path("come-home/<str:token>/", views.link),
    path("come-home/<str:token>/claim/", views.claim_by_mail),
    path("claims/<id:claim_id>/let-go/", views.let_go),
    path("pairs/<id:pair_id>/not-me/", pairs.not_me),
    *numbered("administration/pairs/", pairs.pairs),
]
