"""Where a mail server hands in what it has received."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from areopagus.core.http import Request
from areopagus.core.verdict import NotFound, TooSoon
from areopagus.inbound import actions
from areopagus.inbound.mailbox import MOST_BYTES


# A mail server has no token of ours; the secret is the proof.
@csrf_exempt
@require_POST
def hand_in(request: Request) -> HttpResponse:
    """204: it is dealt with. 422: not for us. 503: later, says Retry-After."""
    said = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    secret = settings.INBOUND_SECRET.encode()
    if not secret or not constant_time_compare(said, secret):
        raise NotFound
    try:
        done = actions.take(request.read(MOST_BYTES), to=request.GET.get("to", ""))
    except TooSoon as reason:
        return HttpResponse(status=503, headers={"Retry-After": str(reason.seconds)})
    return HttpResponse(status=422 if done is None else 204)
