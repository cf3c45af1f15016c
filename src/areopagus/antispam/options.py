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
PROOF = option(
    "antispam.proof",
    False,
    "Whether the browser of a newcomer must do a second of arithmetic, made and checked by this board, which makes many "
    "registrations dear. Whoever has no JavaScript, or no https, is not shut out: their account waits for approval.",
)
STOPFORUMSPAM = option(
    "antispam.stopforumspam",
    False,
    "Whether stopforumspam.com is asked, after somebody has registered, if their network address or a digest of their mail "
    "address was reported as a spammer's. It is shown to staff as evidence and decides nothing. The network address goes to "
    "a service outside of this board: say so in your privacy notice.",
)
NEWCOMER_DAYS = option(
    "antispam.newcomer_days",
    3,
    "A member counts as a newcomer for so many days.",
    at_least=0,
    at_most=365,
)
NEWCOMER_POSTS = option(
    "antispam.newcomer_posts",
    5,
    "And until so many of their posts stand. 0 here, above and below: nobody is a newcomer.",
    at_least=0,
    at_most=100,
)
NEWCOMER_DAYS_HERE = option(
    "antispam.newcomer_days_here",
    0,
    "And until they have been here to read on so many days (of UTC), which is counted from this version on. Whoever has "
    "20 posts and 30 days counts as known without it. 0: reading is not asked for.",
    at_least=0,
    at_most=100,
)
FIRST_HELD = option(
    "antispam.first_held",
    0,
    "So many first posts of each newcomer are held until a moderator has looked, whatever stands in them.",
    at_least=0,
    at_most=100,
)
NEWCOMER_LINKS = option(
    "antispam.newcomer_links",
    0,
    "Links to places that nobody here has linked to: with more of them, a newcomer's post is held.",
    at_least=0,
    at_most=100,
)
NEWCOMER_IMAGES = option(
    "antispam.newcomer_images",
    3,
    "With more pictures than this, a newcomer's post is held.",
    at_least=0,
    at_most=100,
)
NEWCOMER_MENTIONS = option(
    "antispam.newcomer_mentions",
    3,
    "With more members mentioned than this, a newcomer's post is held.",
    at_least=0,
    at_most=100,
)
RAID_HOURS = option(
    "antispam.raid_hours",
    12,
    "Hours after which raid mode ends by itself.",
    at_least=1,
    at_most=24 * 7,
)
RAID_NEWCOMERS = option(
    "antispam.raid_newcomers",
    10,
    "Raid mode is suggested when at least so many accounts were made within an hour, and five times as many as usual.",
    at_least=3,
    at_most=1000,
)
RAID_BY_ITSELF = option(
    "antispam.raid_by_itself",
    False,
    "Whether raid mode is switched on at once instead of suggested.",
)
CLASSIFIER = option(
    "antispam.classifier",
    True,
    "Whether what members who are not yet established write is compared with what was spam here, and held when it is alike.",
)
CLASSIFIER_PERCENT = option(
    "antispam.classifier_percent",
    95,
    "How sure it must be, in percent, to hold something.",
    at_least=60,
    at_most=100,
)
