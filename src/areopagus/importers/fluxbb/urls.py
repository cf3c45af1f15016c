"""FluxBB's addresses, at the root of the board or below one folder such as /forum/."""

from __future__ import annotations

from django.urls import re_path

from areopagus.importers.fluxbb import views
from areopagus.importers.fluxbb.old_addresses import SCRIPTS

_any = "|".join(sorted(SCRIPTS))
urlpatterns = [re_path(rf"^(?:[^/]+/)?(?P<script>{_any})\.php$", views.old_address)]
