from __future__ import annotations

from django import forms

from areopagus.moderation.models import Report


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(choices=Report.Outcome.choices)
    answer = forms.CharField(required=False, max_length=500)


class NoteForm(forms.Form):
    note = forms.CharField(required=False, max_length=500)


class ReportForm(forms.Form):
    reason = forms.CharField(
        label="What is wrong with this post?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text="Moderators read this. The author is not told who reported the post.",
        error_messages={"required": "Please say in a few words what is wrong with the post."},
    )
