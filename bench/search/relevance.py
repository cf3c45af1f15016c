"""Whether search finds what it should: `python bench/search/relevance.py [--database postgresql://…]`.

Some sixty questions in five kinds of language (relevance.toml), each with the texts that answer it, are asked of
a board that holds all of them. Prints recall, the mean reciprocal rank of the first right answer, and
each question that misses one.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database")
    said = parser.parse_args()
    if said.database:
        os.environ["AREOPAGUS_DATABASE"] = said.database
    with tempfile.TemporaryDirectory() as folder:
        from areopagus.ops import folder as boards
        from areopagus.ops.command import _open_board

        boards.make(Path(folder) / "board")
        _open_board(Path(folder) / "board")
        for language, (recall, rank, questions, missed) in measured().items():
            print(
                f"{language:10}{questions:>4} questions   recall {recall:.3f}   mean reciprocal rank {rank:.3f}"
            )
            for line in missed:
                print(f"          {line}")


def read() -> dict[str, Any]:
    return tomllib.loads((HERE / "relevance.toml").read_text(encoding="utf-8"))


def measured() -> dict[str, tuple[float, float, int, list[str]]]:
    """Fills an empty, migrated board and asks. By language: recall, mean reciprocal rank, questions, misses."""
    from areopagus.accounts import actors
    from areopagus.accounts.groups import with_role
    from areopagus.accounts.models import Group, User
    from areopagus.boards import actions
    from areopagus.boards.models import Category, Forum
    from areopagus.core.clock import now
    from areopagus.search import indexing
    from areopagus.search.finding import find
    from areopagus.search.query import read as read_query

    group = with_role(Group.Role.ADMINISTRATORS)
    ada = actors.member(User.objects.create_user("Ada", group=group, registered_at=now()))
    forum = Forum.objects.create(name="Everything", category=Category.objects.create(name="All"))
    judged = read()
    posts: dict[str, int] = {}
    for name, text in judged["texts"].items():
        title, _, body = text.partition("\n")
        topic = actions.start_topic(ada, forum, actions.Draft(title=title, source=body))
        posts[name] = topic.first_post_id or 0
    indexing.rebuild()
    recalls, ranks, missed = defaultdict(list), defaultdict(list), defaultdict(list)
    for question in judged["questions"]:
        wanted = {posts[name] for name in question["finds"]}
        found = [pk for pk, _ in find(ada, read_query(question["asks"])).posts]
        language = question["in"]
        recalls[language].append(len(wanted & set(found)) / len(wanted))
        first = next((at for at, pk in enumerate(found, 1) if pk in wanted), None)
        ranks[language].append(1 / first if first else 0.0)
        if wanted - set(found):
            gone = [name for name, pk in posts.items() if pk in wanted - set(found)]
            missed[language].append(f"{question['asks']}: not {', '.join(gone)}")
    return {
        language: (
            sum(recalls[language]) / len(recalls[language]),
            sum(ranks[language]) / len(ranks[language]),
            len(recalls[language]),
            missed[language],
        )
        for language in recalls
    }


if __name__ == "__main__":
    main()
