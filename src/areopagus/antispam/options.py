"""What an administrator may change about the gate and about newcomers."""

from __future__ import annotations

from areopagus.core.options import option

QUESTIONS = option(
    "antispam.questions",
    "",
    "Questions that people of your subject answer and programs do not, one a line, with its answers: "
    "“Which planet is red? = Mars; Марс; 火星”. One of them is asked at registration. Capitals and accents make no "
    "difference. Any language will do; several questions are better than one.",
    is_list=True,
)
FORM_SECONDS = option(
    "antispam.form_seconds",
    3,
    "Programs fill in a form at once. Whoever sends the form of registration sooner than so many seconds after it was "
    "opened is asked to press the button again. 0: never.",
    at_least=0,
    at_most=60,
)
