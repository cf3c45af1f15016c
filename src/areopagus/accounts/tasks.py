"""What is swept up behind visitors: sessions that have ended, sightings of long ago."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django_tasks import task

from areopagus.accounts.models import Presence
from areopagus.core.clock import now
from areopagus.core.jobs.periodic import periodically


@periodically(every=timedelta(hours=6))
@task()
def sweep_up_behind_visitors() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    Presence.objects.filter(seen_at__lt=now() - timedelta(days=1)).delete()
