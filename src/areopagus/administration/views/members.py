"""Members: found, let in, moved to another group, banned."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.accounts.actors import Actor
from areopagus.administration import choosing, listing
from areopagus.administration.actions import members as actions
from areopagus.administration.answering import is_done, sent, show, warned
from areopagus.administration.forms.finding import FindForm
from areopagus.administration.forms.members import BanForm, MemberGroupForm
from areopagus.administration.pages import members as pages
from areopagus.administration.plans import PLANS, Plan
from areopagus.core.http import Request

MEMBERS = "/administration/members/"
MOST_NAMED = 10


@require_safe
def members(request: Request, number: int = 1) -> HttpResponse:
    form = _search(request)
    filters = form.filters()
    page = pages.members_page(request.actor, number, filters) if filters else None
    return _show_found(request, page, form)


@require_safe
def as_csv(request: Request) -> HttpResponse | StreamingHttpResponse:
    form = _search(request)
    filters = form.filters()
    if filters is None:
        return _show_found(request, None, form)
    lines = listing.lines(request.actor, filters)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="members.csv"'
    return answer


@require_http_methods(["GET", "POST"])
def many(request: Request, plan: Plan) -> HttpResponse:
    return choosing.answer(request, plan)


@require_safe
def applications(request: Request, number: int = 1) -> HttpResponse:
    page = pages.applications_page(request.actor, number)
    return render(request, "administration/applications.html", {"page": page})


@require_safe
def member(request: Request, user_id: int) -> HttpResponse:
    page = pages.member_page(request.actor, user_id)
    form = MemberGroupForm(member=page.member, groups=page.groups)
    return show(request, "member", page, form)


@require_POST
def approve(request: Request, user_id: int) -> HttpResponse:
    name = actions.approve(request.actor, user_id).name
    messages.success(request, f"{name} can take part now and is told so by mail.")
    return redirect(f"{MEMBERS}waiting/")


@require_POST
def refuse(request: Request, user_id: int) -> HttpResponse:
    name = actions.refuse(request.actor, user_id).name
    messages.success(request, f"{name} is refused. You find them among the refused members.")
    return redirect(f"{MEMBERS}waiting/")


@require_POST
def change_group(request: Request, user_id: int) -> HttpResponse:
    page = pages.member_page(request.actor, user_id)
    form = MemberGroupForm(request.POST, member=page.member, groups=page.groups)
    if is_done(
        request,
        form,
        lambda: actions.change_group(request.actor, user_id, form.cleaned_data["group"]),
        "The group is changed.",
    ):
        return redirect(f"{MEMBERS}{user_id}/")
    return show(request, "member", page, form)


@require_http_methods(["GET", "POST"])
def ban(request: Request, user_id: int) -> HttpResponse:
    actor, page = request.actor, pages.ban_page(request.actor, user_id)
    form = BanForm(sent(request), page=page, clock=actor.clock)
    effects = warned(request, form, lambda: _hits(page, form))
    if not effects and is_done(
        request, form, lambda: _ban(actor, user_id, form), f"{page.member} is banned."
    ):
        return redirect(request.path)
    return show(request, "ban", page, form, effects)


@require_POST
def lift_ban(request: Request, user_id: int) -> HttpResponse:
    name = actions.lift_ban(request.actor, user_id).name
    messages.success(request, f"{name} is banned no longer.")
    return redirect(f"{MEMBERS}{user_id}/ban/")


def _ban(actor: Actor, user_id: int, form: BanForm) -> None:
    said = form.cleaned_data
    actions.ban(actor, user_id, said["message"], said["until"], **form.also())


def _hits(page: pages.BanPage, form: BanForm) -> list[str]:
    hits = [member.name for member in page.hits(**form.also())]
    more = f" and {len(hits) - MOST_NAMED:,} more" if len(hits) > MOST_NAMED else ""
    others = ", ".join(hits[:MOST_NAMED])
    return (
        [f"It hits others, by where they came from or by their mail: {others}{more}."]
        if hits
        else []
    )


def _search(request: Request) -> FindForm:
    groups = pages.groups_to_choose(request.actor)
    return FindForm(request.GET, groups=groups, clock=request.actor.clock)


def _show_found(request: Request, page: pages.MembersPage | None, form: FindForm) -> HttpResponse:
    context = {"page": page, "form": form, "plans": PLANS}
    status = 422 if form.errors else 200
    return render(request, "administration/members.html", context, status=status)
