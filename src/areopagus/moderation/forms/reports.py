from __future__ import annotations

from django import forms


class ReportForm(forms.Form):
    reason = forms.CharField(
        label="What is wrong with this post?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text="Moderators read this. The author is not told who reported the post.",
        error_messages={"required": "Please say in a few words what is wrong with the post."},
    )
