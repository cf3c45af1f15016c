"""The list of members and the page of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from areopagus.accounts import pages
from areopagus.accounts.forms.settings import MemberFilterForm
from areopagus.core.addresses import number_in
from areopagus.core.http import Request


@require_safe
def members(request: Request, number: int = 1) -> HttpResponse:
    said = request.GET
    page = pages.member_list(
        request.actor,
        number,
        name=said.get("name", "")[:60],
        group_id=number_in(said.get("group")),
        sort=said.get("sort", "name"),
        descending=said.get("direction") == "down",
    )
    form = MemberFilterForm(initial=said.dict())
    form.fields["group"].choices = [("", "All"), *((g.pk, g.name) for g in page.groups)]  # type: ignore[attr-defined]
    return render(request, "accounts/members.html", {"page": page, "form": form})


@require_safe
def member(request: Request, user_id: int) -> HttpResponse:
    page = pages.member_page(request.actor, user_id)
    if request.path != page.url:
        return redirect(page.url, permanent=True)
    return render(request, "accounts/member.html", {"page": page})
