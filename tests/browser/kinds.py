"""Every kind of page there is, and how to get there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Kind:
    """Who goes where, and the links followed from there; of several links of that name the first."""

    member: str | None
    start: str
    links: tuple[str, ...] = ()

    def reach(self, page: Page) -> None:
        for name in self.links:
            page.get_by_role("main").get_by_role("link", name=re.compile(name)).first.click()


READING = {
    "index": Kind(None, "/"),
    "forum": Kind(None, "/forums/3/"),
    "forum without topics": Kind(None, "/forums/9/"),
    "topic": Kind(None, "/forums/3/", ("^Who lands first",)),
    "topic with many pages": Kind(None, "/forums/7/", ("^Bean Station", "^Next$")),
    "topic with every tag": Kind(None, "/forums/10/", ("^Every BBCode tag",)),
    "topic in Markdown": Kind(None, "/forums/10/", ("^The same in Markdown",)),
    "topic with formulas": Kind(None, "/forums/6/", ("^The rocket equation",)),
    "topic with long words": Kind(None, "/forums/10/", ("^Words that do not fit",)),
    "topic from right to left": Kind(None, "/forums/8/", ("^كم تستغرق",)),
    "topic both ways": Kind(None, "/forums/10/", ("^Right to left",)),
    "topic with a picture": Kind(None, "/forums/10/", ("^Pictures in posts",)),
    "topic with removed posts": Kind(None, "/forums/10/", ("^Test, please ignore",)),
    "locked topic": Kind(None, "/forums/1/", ("^The rules of this board",)),
    "topic with an address for a title": Kind(None, "/forums/6/", ("^https:..example",)),
    "recent": Kind(None, "/active/"),
    "unanswered": Kind(None, "/unanswered/"),
    "members": Kind(None, "/members/"),
    "nobody found": Kind(None, "/members/?name=zzzz"),
    "member": Kind(None, "/members/1/"),
    "member's posts": Kind(None, "/members/7/posts/"),
    "member's topics": Kind(None, "/members/7/topics/"),
    "rules": Kind(None, "/rules/"),
    "moderation log": Kind(None, "/moderation-log/"),
    "no connection": Kind(None, "/offline/"),
    "writing help": Kind(None, "/help/markup/"),
    "sign in": Kind(None, "/sign-in/?next=/settings/"),
    "register": Kind(None, "/register/"),
    "forgotten password": Kind(None, "/password/forgotten/"),
    "guest's reply": Kind(None, "/forums/2/", ("^A question from", "^Reply$")),
    "not there": Kind(None, "/nothing/"),
    "not allowed": Kind(None, "/settings/profile/"),
}
WRITING = {
    "member's index": Kind("Max", "/"),
    "member's forum": Kind("Max", "/forums/3/"),
    "member's topic": Kind("Max", "/forums/3/", ("^Who lands first",)),
    "own page": Kind("Max", "/members/3/"),
    "letter": Kind("Max", "/members/7/", ("^Write to",)),
    "new topic": Kind("Max", "/forums/3/topics/"),
    "reply": Kind("Max", "/forums/3/", ("^Who lands first", "^Quote post")),
    "edit": Kind("Max", "/members/3/posts/", ("^Re: ", "^Edit post")),
    "delete": Kind("Max", "/members/3/posts/", ("^Re: ", "^Delete post")),
    "report": Kind("Max", "/forums/3/", ("^Who lands first", "^Report")),
    "earlier versions": Kind("Ada", "/forums/10/", ("^Test, please", "^Earlier versions")),
    "ghost": Kind("Max", "/ghosts/1/"),
    "claim": Kind("Max", "/ghosts/1/", ("^Did you write",)),
    "asking members": Kind("Max", "/ghosts/1/claim/members/"),
    "subscriptions": Kind("Max", "/subscriptions/"),
    "unread": Kind("Max", "/unread/"),
    "new": Kind("Max", "/new/"),
    "written in": Kind("Max", "/participated/"),
    "found": Kind("Max", "/search/?q=dust"),
    "nothing found": Kind("Max", "/search/?q=zzyzx"),
    "not understood": Kind("Max", "/search/?q=is:green"),
    "notices": Kind("Max", "/notices/"),
    **{
        f"settings: {name}": Kind("Max", f"/settings/{name}/")
        for name in (
            *(
                "profile",
                "signature",
                "avatar",
                "display",
                "privacy",
                "notices",
                "trust",
                "mail",
                "password",
            ),
            *("security", "security/passkeys", "security/passkeys/add", "security/codes/on"),
            *("sessions", "push", "security/confirm", "decisions", "data", "data/leave"),
        )
    },
    "sign out": Kind("Max", "/sign-out/"),
}
RUNNING = {
    "pairs": Kind("Ada", "/administration/pairs/"),
    "who leaves": Kind("Ada", "/administration/leaving/"),
    "moderator's topic": Kind("Mona", "/forums/3/", ("^Who lands first",)),
    "reports": Kind("Mona", "/moderation/reports/"),
    "the queue": Kind("Mona", "/moderation/held/"),
    "what waits of one's own": Kind("Nina", "/waiting/"),
    "the list of words, tried": Kind("Ada", "/administration/words/?text=heck"),
    "settled reports": Kind("Mona", "/moderation/reports/settled/"),
    "moderation": Kind("Mona", "/moderation/"),
    "the door": Kind("Mona", "/moderation/door/"),
    "forum to moderate": Kind("Mona", "/moderation/forums/3/"),
    "topic to moderate": Kind("Mona", "/moderation/forums/3/", ("^Posts of Who lands",)),
    "claims": Kind("Mona", "/moderation/claims/"),
    "appeals": Kind("Mona", "/moderation/appeals/"),
    "answered appeals": Kind("Mona", "/moderation/appeals/answered/"),
    "member's standing": Kind("Mona", "/moderation/members/3/"),
    "rename a member": Kind("Mona", "/members/3/", ("^Rename",)),
    "edit a member's profile": Kind("Mona", "/members/3/", ("^Edit the profile",)),
    "have a new password set": Kind("Mona", "/members/3/", ("^Have a new password",)),
    "ledger": Kind("Mona", "/moderation/ledger/"),
    "staff room": Kind("Ada", "/forums/11/", ("^Who was that",)),
    **{
        f"machine room: {name}": Kind("Ada", f"/administration/{name}")
        for name in (
            "health/",
            "mail/",
            "statistics/",
            "statistics/all/",
            "maintenance/",
            "maintenance/prune/?days=30&stubs=on",
        )
    },
    **{
        f"administration: {name or 'overview'}": Kind("Ada", f"/administration/{name}")
        for name in (
            *("", "options/", "options/board/", "options/registration/"),
            *("forums/", "forums/3/", "forums/3/permissions/", "forums/3/moderators/"),
            *("forums/3/remove/", "forums/new/", "categories/1/", "categories/new/"),
            *("groups/", "groups/4/", "groups/new/", "members/", "members/3/", "invitations/"),
            *("smilies/", "smilies/?text=:)"),
        )
    },
}
ALL = READING | WRITING | RUNNING
