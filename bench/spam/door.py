"""How many spammers the door stops, and whom it holds wrongly: `python bench/spam/door.py [PEOPLE] [--seed N]`.

A board on which established members have linked to the usual places; then as many spammers as people come one after
the other, a hundred in three days, each with a new account, and write through the same actions as everybody. A moderator decides rightly on
what is held, and the classifier learns after every hundred: so each text is weighed by what was learned before it.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from sweep import _open

if TYPE_CHECKING:
    from newcomers import Newcomer

LEARN_AFTER, FOLDS = 100, 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=7)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _open(Path(folder) / "board")
        _measure(said.people, Random(said.seed))


def _measure(number: int, chance: Random) -> None:
    # Models may be imported once the board is open.
    from newcomers import people, spammers

    comers = [*people(chance, number), *spammers(chance, number)]
    chance.shuffle(comers)
    _report(comers, _let_in(comers))
    _cross_validate(comers)


def _let_in(comers: Sequence[Newcomer]) -> list[tuple[str, ...]]:
    """By which judges each was held; () for whom it let pass."""
    from django.db.models import F

    from areopagus.antispam import training
    from areopagus.boards.models import Post

    ada, topic = _make_board()
    found = []
    for number, comer in enumerate(comers, 1):
        found.append(_comes(ada, topic, comer, number))
        if number % LEARN_AFTER == 0:
            Post.objects.update(posted_at=F("posted_at") - timedelta(days=3))
            training.learn()
    return found


def _make_board() -> tuple[Any, Any]:
    from old_board import TRUSTED

    from areopagus.accounts import actors
    from areopagus.accounts.groups import with_role
    from areopagus.accounts.models import Group, User
    from areopagus.boards import actions
    from areopagus.boards.models import Category, Forum
    from areopagus.core.clock import now

    # Their edits come days later, in a second of ours.
    Group.objects.update(post_interval=0)
    group = with_role(Group.Role.ADMINISTRATORS)
    old = now() - timedelta(days=900)
    ada = actors.member(User.objects.create_user("Ada", group=group, registered_at=old))
    category = Category.objects.create(name="Everything")
    forum = Forum.objects.create(name="The square", category=category)
    links = "\n".join(f"https://{host}/" for host in TRUSTED)
    return ada, actions.start_topic(ada, forum, actions.Draft(links, title="Where to look"))


def _comes(ada: Any, topic: Any, comer: Newcomer, number: int) -> tuple[str, ...]:
    from areopagus.accounts import actors
    from areopagus.accounts.groups import with_role
    from areopagus.accounts.models import Group, User
    from areopagus.boards import actions
    from areopagus.core.clock import now

    user = User.objects.create_user(
        f"Newcomer {number}",
        group=with_role(Group.Role.MEMBERS),
        registered_at=now() - timedelta(hours=1),
        website=comer.website,
    )
    try:
        post = actions.reply(actors.member(user), topic, actions.Draft(comer.text))
        if comer.later:
            actions.edit_post(actors.member(user), post, comer.later, "bbcode")
    except actions.WaitsForApproval as waits:
        judges = tuple(said["judge"] for said in waits.held.judgements)
        if comer.is_spam:
            actions.reject(ada, waits.held.pk, "Spam.")
        else:
            actions.approve(ada, waits.held.pk)
        return judges
    return ()


def _report(comers: Sequence[Newcomer], held: Sequence[tuple[str, ...]]) -> None:
    by_kind: defaultdict[tuple[bool, str], list[tuple[str, ...]]] = defaultdict(list)
    for comer, judges in zip(comers, held, strict=True):
        by_kind[comer.is_spam, comer.kind].append(judges)
    print(f"{'':26}{'came':>8}{'held':>8}{'by limits':>11}{'by words':>10}")
    for (_, kind), some in sorted(by_kind.items()):
        limits, words = (sum(name in one for one in some) for name in ("newcomers", "classifier"))
        print(f"{kind:26}{len(some):>8,}{sum(map(bool, some)):>8,}{limits:>11,}{words:>10,}")
    pairs = list(zip(comers, held, strict=True))
    stopped = [bool(judges) for comer, judges in pairs if comer.is_spam]
    print(f"\nspam stopped: {_share(stopped)}")
    real = [(comer, judges) for comer, judges in pairs if not comer.is_spam]
    _per_thousand("real members held by words", ["classifier" in j for _, j in real])
    _per_thousand("real members held at all", [bool(j) for _, j in real])
    abroad = ["classifier" in j for comer, j in real if comer.language != "en"]
    _per_thousand("of them not English, held by words", abroad)
    print("Signposts and sleepers write nothing: they are for the sweep.")


def _cross_validate(comers: Sequence[Newcomer]) -> None:
    """The words alone, in five parts: learned from four, asked about the fifth."""
    from areopagus.antispam.classifier.signs import signs_of
    from areopagus.antispam.classifier.weighing import train
    from areopagus.antispam.options import CLASSIFIER_PERCENT
    from areopagus.antispam.training import base
    from areopagus.boards.hosts import hosts_in

    lessons = [
        (signs_of(c.later or c.text, hosts_in(c.later or c.text)), c.is_spam) for c in comers
    ]
    seen, wrong = [], []
    for fold in range(FOLDS):
        model = train([*base(), *(one for n, one in enumerate(lessons) if n % FOLDS != fold)])
        for signs, is_spam in lessons[fold::FOLDS]:
            is_held = model.weigh(signs).share * 100 >= CLASSIFIER_PERCENT.get()
            (seen if is_spam else wrong).append(is_held)
    print(f"\nWords alone, {FOLDS}-fold cross validation: spam seen {_share(seen)}")
    _per_thousand("real texts taken for spam", wrong)


def _share(hits: Sequence[bool]) -> str:
    from areopagus.antispam.measuring import Share

    return str(Share(sum(hits), len(hits)))


def _per_thousand(what: str, hits: Sequence[bool]) -> None:
    from areopagus.antispam.measuring import Share

    share = Share(sum(hits), len(hits))
    _, high = share.bounds
    print(f"{what}: {1000 * share.value:.1f} per 1,000 (95 %: below {1000 * high:.1f})")


if __name__ == "__main__":
    main()
