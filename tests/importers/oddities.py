"""What eighteen years do to a board: each changes the sound one, and names the rule that explains it."""

from __future__ import annotations

from collections.abc import Callable

from tests.importers.old_boards import THEN, Row, Tables, Value, member, post, topic

Oddity = Callable[[Tables], object]
DOUBLED = "Grüße aus Tromsø".encode().decode("cp1252")
# Its second letter is Cyrillic.
LOOKALIKE = "M\u0430x"
HOSTILE = "<script>alert(1)</script><b onclick=x>Hi</b>"


def add(table: str, *rows: Row) -> Oddity:
    return lambda old: old.setdefault(table, []).extend(rows)


def change(table: str, place: int, **changed: Value) -> Oddity:
    def oddity(old: Tables) -> None:
        old[table][place] = {**old[table][place], **changed}

    return oddity


def both(*oddities: Oddity) -> Oddity:
    return lambda old: [oddity(old) for oddity in oddities]


def without(table: str, column: str) -> Oddity:
    def oddity(old: Tables) -> None:
        old[table] = [{k: v for k, v in row.items() if k != column} for row in old[table]]

    return oddity


def perms(group: int, forum: int, **said: Value) -> Row:
    rights: Row = {"read_forum": 1, "post_replies": 1, "post_topics": 1, **said}
    return {"group_id": group, "forum_id": forum, **rights}


UNEXPLAINED = "Nothing is unexplained"
ODD: dict[str, tuple[Oddity, str]] = {
    "the least a board has": (lambda _: None, "FluxBB's own Guest is not a person"),
    "an author who is gone": (
        add("posts", post(3, 1, poster="Yuri", poster_id=99)),
        "posts: the account was gone",
    ),
    "a guest's mail": (
        add("posts", post(3, 1, poster_id=1, poster_email="G@example.org")),
        UNEXPLAINED,
    ),
    "no mail of a guest": (
        add("posts", post(3, 1, poster_id=1, poster_email="no")),
        "what is no mail address is left out",
    ),
    "a member's mail in a post": (
        change("posts", 0, poster_email="a@example.org"),
        "stands in the profile only",
    ),
    "a lost topic": (add("posts", post(3, 77), post(4, 77)), "1 × topics: made for posts"),
    "posts without a topic": (
        add("posts", post(3, 0), post(4, 2), post(5, 2), post(6, 0)),
        "2 × posts: the topic is missing",
    ),
    "a lost forum": (
        both(add("topics", topic(2, forum_id=50)), add("posts", post(3, 2))),
        "the forum is missing, so it stands in a forum for staff",
    ),
    "a lost category": (
        add("forums", {"id": 2, "forum_name": "Adrift", "cat_id": 9}),
        "the category is missing",
    ),
    "a topic without posts": (add("topics", topic(2)), "it had no posts, so it is removed"),
    "stubs": (
        add(
            "topics",
            topic(2, moved_to=3, first_post_id=0),
            topic(3, moved_to=1, first_post_id=0, sticky=1),
            topic(4, moved_to=5),
            topic(5, moved_to=4),
            topic(6, moved_to=99),
        ),
        "3 × topics: a stub that leads in a circle",
    ),
    "a post in a stub": (
        both(add("topics", topic(2, moved_to=1)), add("posts", post(3, 2))),
        "written in a stub, so it stands where the stub leads",
    ),
    "a post in a stub that leads nowhere": (
        both(add("topics", topic(2, moved_to=99)), add("posts", post(3, 2))),
        "a stub that leads nowhere and holds posts is a topic",
    ),
    "a topic with posts only in its stub": (
        both(add("topics", topic(2), topic(3, moved_to=2)), add("posts", post(3, 3))),
        "written in a stub",
    ),
    "an author's id that is missing": (change("posts", 0, poster_id=None), UNEXPLAINED),
    "dates against the order of ids": (change("posts", 1, posted=THEN - 500), UNEXPLAINED),
    "same names": (
        add("users", member(4, "MAX"), member(5, LOOKALIKE), member(6, ""), member(7, " Ida ")),
        "without a name, so called by its number",
    ),
    "one mail of two": (
        add("users", member(4, "Nina", email="MEMBER3@example.org")),
        "mail addresses are kept in small letters",
    ),
    "no mail": (add("users", member(4, "Nina", email="nobody")), "what is no mail address"),
    "a lost group": (add("users", member(4, "Nina", group_id=42)), "the group is missing"),
    "a member in the guests' group": (
        add("users", member(4, "Nina", group_id=3)),
        "or that of guests",
    ),
    "never confirmed": (
        add("users", member(4, "Nina", group_id=0), member(5, "Rex", group_id=32000)),
        "2 × users: never confirmed the address",
    ),
    "passwords of all kinds": (
        add(
            "users",
            member(4, "Nina", password="0123456789abcdef" * 2),
            member(5, "Rex", password="A" * 40, salt="salz/ünd"),
            member(6, "Kit", password="$2y$10$" + "a" * 53),
            member(7, "Zoe", password="plain"),
            member(8, "Eve", password=""),
        ),
        "2 × users: of no kind that FluxBB wrote",
    ),
    "encoded twice": (
        lambda old: [change("posts", place, message=DOUBLED)(old) for place in (0, 1)],
        "2 × posts: encoded twice on the old board, repaired here",
    ),
    "a counter beyond the posts": (change("users", 2, num_posts=500), UNEXPLAINED),
    "hostile HTML": (
        both(
            change("forums", 0, forum_name=HOSTILE[:60], forum_desc=HOSTILE),
            change("users", 2, username=HOSTILE[:40], url="javascript:alert(3)"),
        ),
        "HTML made safe where it is shown, the source is kept",
    ),
    "addresses without a scheme": (
        both(change("forums", 0, redirect_url="example.org"), change("users", 2, url="x.org")),
        "an address without a scheme is one of the web",
    ),
    "addresses that are none": (
        both(change("forums", 0, redirect_url="http://[bad"), change("users", 2, url="ftp://x")),
        "what is no address of the web is left out",
    ),
    "a link longer than any": (
        change("forums", 0, redirect_url="http://example.org/" + "a" * 300),
        "longer than an address may be",
    ),
    "numbers that cannot be": (
        both(
            add("posts", post(3, 1, posted=10**30, edited=-5), post(4, 1, posted=10**11)),
            change("topics", 0, num_views=10**15, posted=0, last_post=10**12),
            change("users", 2, registered=-7, last_visit=10**12, num_posts=10**12),
        ),
        "a date that cannot be is the beginning of 1970",
    ),
    "positions beyond all others": (
        both(
            change("forums", 0, disp_position=10**12, sort_by=9),
            change("categories", 0, disp_position=-(10**12)),
        ),
        "not one of the three orders",
    ),
    "permissions": (
        add(
            "forum_perms",
            perms(4, 1, post_replies=0),
            perms(4, 1, read_forum=0),
            perms(3, 1, read_forum=0),
            perms(2, 1, post_topics=0),
            perms(1, 1, read_forum=0),
            perms(4, 7),
        ),
        "administrators may do everything everywhere",
    ),
    "a group that may not even read": (
        both(
            add("groups", {"g_id": 9, "g_title": "Members", "g_read_board": 0, "g_post_flood": -1}),
            add("forum_perms", perms(9, 1)),
        ),
        "another group has the same name",
    ),
    "moderators": (
        both(
            change("forums", 0, moderators='a:3:{s:3:"Max";i:3;s:1:"X";i:99;s:1:"O";s:1:"4";}'),
            add("users", member(4, "Ölaf", group_id=2)),
        ),
        "the moderator's account was gone",
    ),
    "an unreadable list of moderators": (
        change("forums", 0, moderators="O:3:x"),
        "the list of moderators cannot be read",
    ),
    "promotion to nowhere": (
        change("groups", 3, g_promote_min_posts=10, g_promote_next_group=77),
        "the group to be promoted to is missing",
    ),
    "preferences that cannot be": (
        change(
            "users", 2, timezone="5.8", dst=1, time_format=77, date_format=6, disp_topics=500,
            email_setting=9, language="Klingon", icq="1" * 90, signature=" [b]x[/b] ",
        ),
        "FluxBB kept one decimal of an hour",
    ),
    "a zone that is nowhere": (change("users", 2, timezone="99"), "no place is that far"),
    "texts that are too long": (
        both(
            change("posts", 0, poster="p" * 250, edited=THEN, edited_by="e" * 250),
            change("topics", 0, subject="s" * 300),
        ),
        "shortened to 255 characters",
    ),
    "bans": (
        both(
            add("users", member(4, "Boris"), member(5, "BORIS"), member(6, "Old"), member(7, "Far")),
            add(
                "bans",
                {"id": 1, "username": "boris", "message": "Sold rockets.", "expire": None},
                {"id": 2, "username": "Boris", "message": "Again.", "expire": 4_000_000_000},
                {"id": 3, "username": "Old", "message": "", "expire": THEN},
                {"id": 4, "username": "Far", "message": "", "expire": 5_000_000_000},
                {"id": 5, "username": "Ada", "message": "She is the administrator.", "expire": None},
                {"id": 6, "username": None, "ip": "192.0.2", "expire": None},
                {"id": 7, "username": "Nobody", "ip": None, "expire": None},
            ),
        ),
        "bans never held for moderators and administrators",
    ),
    "subscriptions": (
        both(
            add("topics", topic(2, moved_to=1)),
            add(
                "subscriptions",
                *(
                    {"user_id": user, "topic_id": there}
                    for user, there in ((3, 1), (3, 1), (3, 2), (3, 9), (99, 1), (-4, 1))
                ),
            ),
            add("topic_subscriptions", {"user_id": 3, "topic_id": 1}),
            add(
                "forum_subscriptions",
                *({"user_id": user, "forum_id": there} for user, there in ((3, 1), (3, 7), (8, 1))),
            ),
        ),
        "nothing is ever written in a stub",
    ),
    "reports": (
        add(
            "reports",
            {"id": 1, "post_id": 1, "reported_by": 99, "created": 0, "message": "Bad", "zapped": 0},
            {"id": 2, "post_id": 9, "reported_by": 3, "created": THEN, "message": "", "zapped": 0},
            {"id": 3, "post_id": 2, "reported_by": 3, "created": THEN, "zapped": THEN,
             "zapped_by": 2, "message": "x"},
        ),
        "the post is gone; kept in import-archive",
    ),
    "keys that stand twice": (
        both(
            add("posts", post(1, 1, message="Another"), post(-5, 1)),
            add("users", member(2, "Another")),
        ),
        "its key stood twice, or it had none: the first row counts",
    ),
    "control characters": (
        change("posts", 0, message="a\x01b"),
        "1 × posts.message",
    ),
    "words to censor": (
        both(
            add("config", {"conf_name": "o_censoring", "conf_value": "1"}),
            add("censoring", {"id": 1, "search_for": "d*rn", "replace_with": "d***"},
                {"id": 2, "search_for": "a*b*c*d*e", "replace_with": ""}),
        ),
        "nothing this board could look for",
    ),
    "words that were not censored": (
        add("censoring", {"id": 1, "search_for": "darn", "replace_with": "d***"}),
        "words were not censored",
    ),
    "version 1.2": (
        both(without("topics", "first_post_id"), change("topics", 0, subject="Caf&#233; &#1055;")),
        "references such as &#1055;",
    ),
}  # fmt: skip
