"""How every deed on a choice is answered: what it needs is asked, its effect is previewed, then it is done.

The preview is the deed itself, taken back before anybody sees it, so it cannot promise anything else.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from areopagus.core.addresses import number_in
from areopagus.core.http import Request
from areopagus.core.ledger.recording import Deed, rehearse
from areopagus.core.verdict import Refused
from areopagus.moderation import pages
from areopagus.moderation.forms.deeds import DeedForm
from areopagus.moderation.plans import Plan
from areopagus.ui.messages import offer

# What was ticked and cannot be an id is as if it had gone.
NO_ID = 0


def chosen(said: QueryDict, noun: str) -> list[int]:
    """The ids that were ticked, and those a preview carries on; each once."""
    texts = [*said.getlist(noun), *said.get("ids", "").split(",")]
    return list(dict.fromkeys(number_in(text) or NO_ID for text in texts if text))


def answer(request: Request, plan: Plan) -> HttpResponse:
    """First look: no `seen` yet. Later ones are filled-in forms, to be previewed or done."""
    said = request.POST
    seen = number_in(said.get("seen"))
    page = pages.plan_page(request.actor, plan.noun, chosen(said, plan.noun), seen)
    form = plan.form(said if seen is not None else None, actor=request.actor, page=page)
    if (refusal := _does_not_fit(plan, page)) or (seen is None and plan.asks):
        return _show(request, plan, page, form, refusal=refusal)
    if seen is not None and not form.is_valid():
        return _show(request, plan, page, form, status=422)
    try:
        if "do" in said and not page.meanwhile:
            return _done(request, page, plan.do(request.actor, page.ids, **form.arguments()))
        preview = rehearse(lambda: plan.do(request.actor, page.ids, **form.arguments()))
    except Refused as reason:
        return _show(request, plan, page, form, refusal=str(reason), status=403)
    return _show(request, plan, page, form, preview=preview, status=409 if page.meanwhile else 200)


def _does_not_fit(plan: Plan, page: pages.PlanPage) -> str:
    if plan.is_single and len(page.ids) > 1:
        return f"Choose one {plan.noun}; these are {len(page.ids):,}."
    return "" if page.ids else f"Choose some {plan.noun}s first."


def _done(request: Request, page: pages.PlanPage, deed: Deed) -> HttpResponse:
    if deed.batch is None:
        offer(request, "Nothing was left to do.")
        return redirect(page.back_url)
    says = deed.batch.says
    offer(request, f"Done: {says}.", "Undo", f"{deed.batch.url}undo/")
    return redirect(page.back_url)


def _show(
    request: Request, plan: Plan, page: pages.PlanPage, form: DeedForm, **more: Any
) -> HttpResponse:
    status = more.pop("status", 403 if more.get("refusal") else 200)
    context = {"plan": plan, "page": page, "form": form}
    context |= {"preview": None, "refusal": ""} | more
    return render(request, "moderation/plan.html", context, status=status)
