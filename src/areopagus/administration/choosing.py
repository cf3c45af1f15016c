"""Who was chosen from the list of members, and how a deed to them is answered: previewed, then done.

The preview is the deed itself, taken back before anybody sees it, so it cannot promise anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from areopagus.accounts.actors import Actor
from areopagus.administration.forms.finding import FindForm
from areopagus.administration.forms.many import ManyForm
from areopagus.administration.pages import many as pages
from areopagus.administration.pages.members import groups_to_choose
from areopagus.administration.plans import Plan
from areopagus.core.addresses import number_in
from areopagus.core.http import Request
from areopagus.core.ledger.recording import Deed, rehearse
from areopagus.core.verdict import Refused
from areopagus.ui.messages import offer

# What was ticked and cannot be an id is as if it had gone.
NO_ID = 0


def chosen(actor: Actor, said: QueryDict) -> Sequence[int]:
    """Everybody the search has found, or those who were ticked, or those a preview carries on."""
    if "everybody" in said:
        search = QueryDict(said.get("found", "").removeprefix("?"))
        form = FindForm(search, groups=groups_to_choose(actor), clock=actor.clock)
        filters = form.filters()
        return pages.everybody_found(actor, filters) if filters else []
    texts = [*said.getlist("member"), *said.get("ids", "").split(",")]
    return list(dict.fromkeys(number_in(text) or NO_ID for text in texts if text))


def search_in(said: QueryDict) -> str:
    """The search that was looked at, put together anew so that it leads nowhere else."""
    search = QueryDict(said.get("found", "").removeprefix("?")).urlencode()
    return f"?{search}" if search else ""


def answer(request: Request, plan: Plan) -> HttpResponse:
    """Choosing is a GET and does nothing; a POST is a filled-in form, to be previewed or done."""
    actor, is_sent = request.actor, request.method == "POST"
    said = request.POST if is_sent else request.GET
    page = pages.many_page(actor, chosen(actor, said), search_in(said))
    form = plan.form(said if is_sent else None, groups=page.groups, clock=actor.clock)
    if not is_sent:
        return _show(request, plan, page, form)
    if not form.is_valid():
        return _show(request, plan, page, form, status=422)
    try:
        if "do" in said:
            return _done(request, page, plan.do(actor, page.ids, **form.cleaned_data))
        preview = rehearse(lambda: plan.do(actor, page.ids, **form.cleaned_data))
    except Refused as reason:
        form.add_error(None, str(reason))
        return _show(request, plan, page, form, status=422)
    return _show(request, plan, page, form, preview=preview)


def _done(request: Request, page: pages.ManyPage, deed: Deed) -> HttpResponse:
    if deed.batch is None:
        offer(request, "Nothing was left to do.")
    else:
        offer(request, f"Done: {deed.batch.says}.", "Undo", f"{deed.batch.url}undo/")
    return redirect(page.back)


def _show(
    request: Request, plan: Plan, page: pages.ManyPage, form: ManyForm, **more: Any
) -> HttpResponse:
    status = more.pop("status", 200)
    context = {"plan": plan, "page": page, "form": form, "preview": None}
    return render(request, "administration/many.html", context | more, status=status)
