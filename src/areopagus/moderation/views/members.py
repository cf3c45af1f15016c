"""Another name, profile, password or group for a member."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from areopagus.core.http import Request
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused
from areopagus.moderation.forms.members import Form
from areopagus.moderation.member_plans import MemberPlan
from areopagus.moderation.pages import members as pages
from areopagus.ui.messages import offer


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, member_id: int, plan: MemberPlan) -> HttpResponse:
    page, is_sent = pages.change_page(request.actor, member_id, plan), request.method == "POST"
    said = request.POST if is_sent else None
    form = plan.form(said, actor=request.actor, member=page.member)
    if is_sent:
        page.may.insist()
    if form.is_valid():
        try:
            return _done(request, page, plan.do(request.actor, member_id, **form.arguments()))
        except Refused as reason:
            form.add_error(None, str(reason))
    return _show(request, page, form)


def _done(request: Request, page: pages.ChangePage, deed: Deed) -> HttpResponse:
    if deed.batch is None:
        offer(request, "Nothing was left to do.")
    else:
        offer(request, f"Done: {deed.batch.says}.", "Undo", f"{deed.batch.url}undo/")
    return redirect(f"/members/{page.member.pk}/")


def _show(request: Request, page: pages.ChangePage, form: Form) -> HttpResponse:
    context = {"page": page, "form": form}
    return render(request, "moderation/change.html", context, status=422 if form.errors else 200)
