"""Telling a content delivery network which pages to forget, when the setting `purge_url` names its address.

Kept pages then say their keys and may stay there for as long as here. What a deed changes is written down
in its own transaction and sent after it by a job, so nothing is lost when a process or the network fails.
Each key is sent twice: a page that left us just before the deed may reach the network after the first
time. Forgetting what has been forgotten does no harm.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from urllib.request import Request, urlopen

from django.conf import settings
from django.db.models import Q

from areopagus.core.clock import now
from areopagus.pagecache.models import ChangedKey

AGAIN = timedelta(seconds=10)
# Keys in one request: Fastly takes 256, Cloudflare 100 (their documents on purging by key and by tag).
MOST_AT_ONCE = 100
PATIENCE_SECONDS = 20


def send_due() -> bool:
    """Sends what is due for the first or the second time. False: nothing is left for later."""
    at = now()
    due = list(ChangedKey.objects.filter(Q(sent_at=None) | Q(sent_at__lte=at - AGAIN)))
    keys = sorted({row.key for row in due})
    for begin in range(0, len(keys), MOST_AT_ONCE):
        _send(keys[begin : begin + MOST_AT_ONCE])
    ChangedKey.objects.filter(pk__in=[row.pk for row in due if row.sent_at is None]).update(
        sent_at=at
    )
    ChangedKey.objects.filter(pk__in=[row.pk for row in due if row.sent_at is not None]).delete()
    return ChangedKey.objects.exists()


def _send(keys: Sequence[str]) -> None:
    """As Fastly (and Varnish's xkey) reads it in a header, and as Cloudflare does in the body."""
    headers = {"Surrogate-Key": " ".join(keys), "Content-Type": "application/json"}
    name, _, value = settings.PURGE_HEADER.partition(":")
    if name:
        headers[name.strip()] = value.strip()
    body = json.dumps({"tags": list(keys)}).encode()
    # The address is a setting, and only http and https are allowed there.
    request = Request(settings.PURGE_URL, body, headers)  # noqa: S310
    with urlopen(request, timeout=PATIENCE_SECONDS):  # noqa: S310
        pass
