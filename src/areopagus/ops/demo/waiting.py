"""What waits for Mona and Ada on the demo board: newcomers write on approval, and Nina has written."""

from __future__ import annotations

from areopagus.accounts import actors
from areopagus.accounts.models import Group, User
from areopagus.boards import actions
from areopagus.boards.models import Topic

HELLO = (
    "Hello everybody, I am new here. Is there a list of what has landed where? "
    "I would like to draw a map with my class."
)


def let_newcomers_wait() -> None:
    """Call it when everything else is there: what was written before was never judged."""
    Group.objects.filter(role=Group.Role.NEWCOMERS).update(writes_on_approval=True)
    nina = actors.member(User.objects.select_related("group").get(name="Nina"))
    topic = Topic.objects.get(title="Who lands first?", is_stub=False)
    try:
        actions.reply(nina, topic, actions.Draft(HELLO))
    except actions.WaitsForApproval:
        return
    raise LookupError("A newcomer's words should wait.")
