from __future__ import annotations

import re

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
