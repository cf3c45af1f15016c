from __future__ import annotations

import re
from dataclasses import fields

from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory

from areopagus.config.frame import Frame
from areopagus.ui.errors import server_error
from areopagus.ui.jinja import messages_of
from tests import factories
from tests.ui.conftest import MadeUpFrame, Render, frame_of_a_member

PAGE = (
    '{% extends "base.html" %}{% block title %}Missions{% endblock %}'
    "{% block head %}<link rel=canonical>{% endblock %}{% block crumbs %}CRUMBS{% endblock %}"
    "{% block content %}<h1>Missions</h1>{% endblock %}"
)


def test_a_page_stands_inside_its_frame(render: Render) -> None:
    html = render(PAGE)
    assert "<title>Missions — Red Planet Board</title>" in html
    assert html.startswith('<!doctype html>\n<html lang="en" dir="ltr">')
    assert '<main class="page" id="main" tabindex="-1">' in html
    assert "Where the <em>voyage</em> is discussed" in html
    assert "<p>The member list has been tidied.</p>" in html
    assert html.index("CRUMBS") < html.index("<h1>Missions</h1>")
    assert "<link rel=canonical></head>" in html
    assert "Times in UTC" in html
    assert "Runs on Areopagus" in html


def test_a_guest_page_holds_nothing_personal(render: Render) -> None:
    html = render(PAGE)
    assert "You are not signed in." in html
    assert "CSRF" not in html
    assert "<script" not in html
    assert "/sign-out/" not in html


def test_a_member_may_sign_out_from_every_page(render: Render) -> None:
    html = render(PAGE, frame=frame_of_a_member())
    assert 'Signed in as <a href="/members/7-mona/">Mona</a>' in html
    assert "Last visit Yesterday" in html
    assert '<form action="/sign-out/" method="post">CSRF INPUT' in html
    assert 'type="module"' in html


def test_the_page_says_its_language_direction_and_theme(render: Render) -> None:
    assert '<html lang="he" dir="rtl" data-theme="dark">' in render(
        PAGE, frame=MadeUpFrame(lang="he", theme="dark")
    )
    assert '<meta name="color-scheme" content="light dark">' in render(PAGE)
    assert '<meta name="color-scheme" content="dark">' in render(
        PAGE, frame=MadeUpFrame(theme="dark")
    )


def test_navigation_marks_where_the_reader_is(render: Render, rf: RequestFactory) -> None:
    assert '<a href="/" aria-current="page">Forums</a>' in render(PAGE)
    below = render(PAGE, request=rf.get("/topics/42-x/"))
    assert '<a href="/" aria-current="true">Forums</a>' in below
    assert '<a href="/active/">Recent</a>' in below


def test_the_jump_box_works_without_a_script(render: Render) -> None:
    html = render(PAGE, request=RequestFactory().get("/forums/3-missions/"))
    assert '<form class="jump" action="/jump/" method="get">' in html
    assert '<optgroup label="Voyage">' in html
    assert '<option value="3" selected>Missions</option>' in html
    assert "jump" not in render(PAGE, frame=MadeUpFrame(jump=()))


def test_messages_are_shown_once_in_a_live_region(render: Render, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    messages.success(request, "Saved <b>it</b>.")
    html = render(PAGE, request=request)
    region = html[html.index('<div class="messages" role="status">') :]
    assert '<p class="message success">Saved &lt;b&gt;it&lt;/b&gt;.</p>' in region
    assert "Saved" not in render(PAGE, request=request)


def test_a_guest_without_cookies_does_not_wake_the_session(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    assert list(messages_of(request)) == []
    assert not request.session.accessed


def test_a_name_of_the_board_is_text_and_not_html(render: Render) -> None:
    html = render(PAGE, frame=MadeUpFrame(title="<script>alert(1)</script>"))
    assert "<script>alert" not in html


def test_headings_ids_and_landmarks_are_in_order(render: Render) -> None:
    html = render(PAGE, frame=frame_of_a_member())
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for landmark in ("header", "main", "footer"):
        assert html.count(f"<{landmark} ") == 1
    assert html.index("Skip to the content") < html.index("<header")
    assert re.findall(r"<h\d", html) == ["<h1"]


def test_the_frame_of_these_tests_has_what_the_real_one_has() -> None:
    real = {name for name in vars(Frame) if not name.startswith("_")} | {"actor"}
    made_up = {f.name for f in fields(MadeUpFrame)}
    assert made_up <= real


def test_the_page_for_our_own_faults_needs_no_database(rf: RequestFactory) -> None:
    # No database is allowed in this test: whoever asked it would be stopped.
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content


def test_the_field_of_the_sign_out_form_is_a_field(client: Client, db: None) -> None:
    client.force_login(factories.make_user("Max"))
    page = client.get("/").content.decode()

    form = page[page.index('action="/sign-out/"') :].partition("</form>")[0]
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="' in form
