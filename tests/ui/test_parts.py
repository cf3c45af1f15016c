from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from django import forms

from areopagus.core.clock import Clock
from areopagus.core.paging import Pager
from tests.ui.conftest import Render

AT = datetime(2017, 11, 9, 22, 42, 43, tzinfo=timezone(timedelta(hours=2)))


class Profile(forms.Form):
    name = forms.CharField(help_text="2 to 25 characters.")
    motto = forms.CharField(required=False, label="Motto <b>")
    privacy = forms.ChoiceField(choices=[("a", "Shown"), ("b", "Hidden")], widget=forms.RadioSelect)
    smilies = forms.BooleanField(required=False)
    picture = forms.FileField(required=False)
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        if self.data.get("motto") == "none":
            raise forms.ValidationError("A motto that is none is none.")
        return self.cleaned_data


def drawn(render: Render, form: forms.Form, name: str, *arguments: str) -> str:
    call = ", ".join([f"form['{name}']", *arguments])
    return render('{% from "parts/field.html" import field %}{{ field(' + call + ") }}", form=form)


def test_a_field_has_label_control_and_help(render: Render) -> None:
    html = drawn(render, Profile(), "name", "autofocus=true")
    assert '<label for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert '<p class="help" id="id_name_helptext">2 to 25 characters.</p>' in html
    assert " autofocus" in html
    assert "autofocus" not in drawn(render, Profile(), "name")


def test_an_error_is_tied_to_its_field(render: Render) -> None:
    html = drawn(render, Profile({"name": ""}), "name")
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<div class="error" id="id_name_error">\n<p>This field is required.</p>' in html


def test_a_label_is_text_and_says_what_may_stay_empty(render: Render) -> None:
    html = drawn(render, Profile(), "motto")
    assert "Motto &lt;b&gt;" in html
    assert "(optional)" in html


def test_choices_stand_in_a_group_with_a_name(render: Render) -> None:
    html = drawn(render, Profile(), "privacy")
    assert '<fieldset class="field">' in html
    assert "<legend>Privacy" in html
    assert html.count('type="radio"') == 2


def test_every_id_that_describes_a_group_exists_once(render: Render) -> None:
    html = drawn(render, Profile({}), "privacy")
    assert '<fieldset class="field" aria-describedby="id_privacy_error">' in html
    assert html.count('id="id_privacy_error"') == 1
    assert html.count('id="id_privacy"') == 1


def test_a_file_is_chosen_with_a_labelled_control(render: Render) -> None:
    assert '<label for="id_picture">Picture' in drawn(render, Profile(), "picture")


def test_a_checkbox_stands_before_its_label(render: Render) -> None:
    html = drawn(render, Profile(), "smilies")
    assert html.index("<input") < html.index("<label")
    assert "(optional)" not in html


def test_a_hidden_field_is_only_its_control(render: Render) -> None:
    assert drawn(render, Profile(), "key").strip() == str(Profile()["key"])


def test_the_summary_leads_to_every_error(render: Render) -> None:
    source = '{% from "parts/field.html" import form_errors %}{{ form_errors(form) }}'
    html = render(source, form=Profile({"name": "", "motto": "none"}))
    assert '<div class="errors" role="alert">' in html
    assert '<a href="#id_name">Name: This field is required.</a>' in html
    assert '<a href="#id_privacy">Privacy: This field is required.</a>' in html
    assert "<li>A motto that is none is none.</li>" in html
    assert "<li>This field is required.</li>" in html
    assert render(source, form=Profile()).strip() == ""


def test_the_pager_shows_pages_and_nothing_for_one(render: Render) -> None:
    source = '{% from "parts/pager.html" import pager %}{{ pager(pages) }}'
    html = render(source, pages=Pager(1, 2000, "/topics/42-x/"))
    assert '<nav class="pages" aria-label="Pages">' in html
    assert '<span aria-current="page"><span class="visually-hidden">Page </span>1</span>' in html
    assert '<a href="/topics/42-x/page/2/" rel="next">Next</a>' in html
    assert 'href="/topics/42-x/page/2000/"' in html
    assert "2,000" in html
    assert "Previous" not in html
    assert render(source, pages=Pager(1, 1, "/")).strip() == ""


def test_a_moment_is_for_people_and_for_machines(render: Render) -> None:
    source = '{% from "parts/moment.html" import moment, day %}{{ moment(at, clock) }}|{{ day(at, clock) }}'
    at, day = render(source, at=AT, clock=Clock(UTC)).split("|")
    assert at == '<time datetime="2017-11-09T20:42:43Z">2017-11-09 20:42:43</time>'
    assert day == '<time datetime="2017-11-09T20:42:43Z">2017-11-09</time>'
    assert render(source, at=None, clock=Clock(UTC)) == "Never|Never"


def test_an_avatar_is_a_picture_or_a_letter(render: Render) -> None:
    source = '{% from "parts/avatar.html" import avatar %}{{ avatar(name, src, "small") }}'
    assert (
        render(source, name="Mona", src="/media/a/7.webp")
        == '<img class="avatar small" src="/media/a/7.webp" alt="" loading="lazy" decoding="async">'
    )
    assert render(source, name="жук", src=None) == (
        '<span class="avatar small" aria-hidden="true">Ж</span>'
    )
    assert ">?<" in render(source, name=" ", src=None)


def test_crumbs_end_at_the_page_itself(render: Render) -> None:
    html = render(
        '{% from "parts/crumbs.html" import crumbs %}{{ crumbs([("Forums", "/")], "A < B") }}'
    )
    assert '<li><a href="/">Forums</a></li>' in html
    assert '<span aria-current="page">A &lt; B</span>' in html


def test_buttons_say_what_they_are(render: Render) -> None:
    html = render(
        '{% from "parts/button.html" import button, link_button %}'
        '{{ button("Preview", quiet=true, name="preview", value="1") }}'
        '{{ button("Remove", danger=true) }}{{ link_button("Back", "/") }}'
    )
    assert html == (
        '<button type="submit" class="button quiet" name="preview" value="1">Preview</button>'
        '<button type="submit" class="button danger">Remove</button><a class="button" href="/">Back</a>'
    )


def test_a_notice_frames_what_it_is_given(render: Render) -> None:
    html = render(
        '{% from "parts/notice.html" import notice %}'
        '{% call notice("Announcement") %}<p>Hear!</p>{% endcall %}'
    )
    assert '<section class="notice" aria-label="Announcement">' in html
    assert "<p>Hear!</p>" in html


def test_numbers_and_sizes_read_easily(render: Render) -> None:
    html = render("{{ 1204567|number }} {{ 1|filesize }} {{ 1449|filesize }} {{ 999999|filesize }}")
    assert html == "1,204,567 1 byte 1.4 kB 1.0 MB"
    assert render("{{ 23000000|filesize }} {{ (5*10**12)|filesize }}") == "23 MB 5,000 GB"
