"""From a query to the numbers of posts, in order.

Relevance is simple on purpose, so that both databases agree and anybody can foresee it: titles that say
it word for word, titles with all the words, words that stand together, then all the rest; the newest
first within each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.names import key_of
from areopagus.accounts.taken_names import once_called
from areopagus.boards.models import Ghost, Post
from areopagus.boards.models.ghost import LONGEST_KEY
from areopagus.boards.permissions import access, visible_posts
from areopagus.boards.structure import places
from areopagus.core.clock import now
from areopagus.search import index, months, options
from areopagus.search.index.expressions import Expression, Range, facts, joined, of_term
from areopagus.search.query import Misunderstood, Query

# Nobody reads on beyond so many; whoever wants more says more.
MOST = 1000
# Of each better sort at most so many, so that the rest is not crowded out; and of a phrase, for which an
# index without places has to be walked down further.
MOST_OF_A_SORT = MOST_OF_A_PHRASE = 300
# Of a phrase whose newest `ENOUGH` do not stand within so many posts, these have to do: each further one is
# as far away again.
ENOUGH, NEAR = 100, 10_000
# This part more is looked at in one go, for some may be out of sight by now; and so often. In a month of
# which some days are asked for there are many others.
MORE, ROUNDS = 0.05, 16
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
Row = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """(post, topic) in order. `is_all` is False when there may be more than was looked at."""

    posts: Sequence[Row]
    is_all: bool


def find(actor: Actor, query: Query, *, newest_first: bool = False) -> Found:
    """TooBroad when it takes longer than the option allows; Misunderstood for what cannot be meant."""
    base, within = _expression(actor, query), _range(query)
    if base is None or within is None:
        return Found([], is_all=True)
    with index.within(options.MOST_MILLISECONDS.get() / 1000):
        found, is_all = _newest(actor, query, base, within)
        if not newest_first:
            better = [row for some in _better(actor, query, base, within, found) for row in some]
            found = list(dict.fromkeys([*better, *found]))
    return Found(found[:MOST], is_all)


def _newest(actor: Actor, query: Query, base: Expression, within: Range) -> tuple[list[Row], bool]:
    """Of a phrase as many as it is worth walking for."""
    if _has_phrase(query):
        found, is_all = _visible(actor, query, base, replace(within, count=ENOUGH))
        if is_all or (found and found[0][0] - found[-1][0] > NEAR):
            return found, is_all
    return _visible(actor, query, base, within)


def _better(
    actor: Actor, query: Query, base: Expression, within: Range, found: Sequence[Row]
) -> Iterator[list[Row]]:
    """The better sorts of match, from the best on. Titles of all times; words together among those found."""
    terms = [term for term in query.terms if not term.in_title]
    if not terms or not found:
        return
    # A title says nothing of the words that should not stand in the post.
    if not query.without:
        besides = [one for one in base.wanted if one.where == "facts"]
        whole, each = [joined(terms)] if len(terms) > 1 else [], terms
        for some in filter(None, (whole, each)):
            titles = [of_term(term, in_title=True) for term in (*some, *query.title_terms)]
            asked = Expression((*titles, *besides), base.without)
            of_titles = replace(within, count=MOST_OF_A_SORT, titles_only=True)
            yield _visible(actor, query, asked, of_titles)[0]
    if len(terms) > 1:
        lowest = min(pk for pk, _ in found)
        together = base.also(of_term(joined(terms)))
        above = replace(within, count=MOST_OF_A_SORT, above=lowest - 1)
        yield _visible(actor, query, together, above)[0]


def _visible(
    actor: Actor, query: Query, asked: Expression, within: Range
) -> tuple[list[Row], bool]:
    """Candidates from the index, in rounds, through the rules of sight as they are now."""
    found: list[Row] = []
    below, at_once = within.below, within.count + int(within.count * MORE)
    for _ in range(ROUNDS):
        candidates = index.newest(asked, replace(within, below=below, count=at_once))
        if candidates:
            posts = _narrowed(visible_posts(actor).filter(pk__in=index.among(candidates)), query)
            found += posts.order_by("-pk").values_list("pk", "topic_id")
            below = candidates[-1]
        if len(candidates) < at_once:
            return found[: within.count], len(found) <= within.count
        if len(found) >= within.count:
            break
    return found[: within.count], False


def _narrowed(posts: QuerySet[Post], query: Query) -> QuerySet[Post]:
    if query.before:
        posts = posts.filter(posted_at__lt=query.before)
    if query.after:
        posts = posts.filter(posted_at__gte=query.after)
    if "locked" in query.states:
        posts = posts.filter(topic__locked_at__isnull=False)
    if "unanswered" in query.states:
        posts = posts.filter(topic__post_count__lte=1)
    return posts


def _expression(actor: Actor, query: Query) -> Expression | None:
    """None when it names somebody or a place that there is not, and so finds nothing."""
    wanted = [of_term(term) for term in query.terms]
    without = [of_term(term) for term in query.without]
    if query.authors:
        if not (authors := [fact for name in query.authors for fact in _authors(name)]):
            return None
        wanted.append(facts(*authors))
    if "mine" in query.states:
        if actor.user_id is None:
            raise Misunderstood("Sign in to search among your own posts.")
        wanted.append(facts(f"a{actor.member_id}"))
    if query.forums:
        if not (forums := [fact for name in query.forums for fact in _forums(actor, name)]):
            return None
        wanted.append(facts(*forums))
    if query.before or query.after:
        wanted.append(facts(*_years(query)))
    if not wanted:
        raise Misunderstood("Say also a word, an author or a forum.")
    return _within_sight(actor, Expression(tuple(wanted), tuple(without)))


def _within_sight(actor: Actor, asked: Expression) -> Expression | None:
    """Nothing out of sight is even counted, so that no limit tells of it."""
    readable = {f"f{pk}" for pk in access(actor)}
    hidden = {f"f{place.forum_id}" for place in places()} - readable
    if not readable:
        return None
    if hidden:
        return Expression(asked.wanted, (*asked.without, facts(*sorted(hidden))))
    return asked


def _authors(name: str) -> list[str]:
    """Members, and ghost authors whoever has claimed them: their posts stand under this name."""
    key = key_of(name)
    called = Q(name_key=key) | Q(pk__in=once_called([key]).values("member"))
    members = User.objects.filter(called).values_list("pk", flat=True)
    ghosts = Ghost.objects.filter(name_key=key[:LONGEST_KEY]).values_list("pk", flat=True)
    return [*(f"a{pk}" for pk in members), *(f"g{pk}" for pk in ghosts)]


def _forums(actor: Actor, name: str) -> list[str]:
    """By number or by a part of its name; with the forums below it."""
    readable = access(actor)
    said = name.casefold()
    named = {
        place.forum_id
        for place in places()
        if said == str(place.forum_id) or (not said.isdigit() and said in place.name.casefold())
    }
    # Parents come before their children.
    for place in places():
        if place.parent_id in named:
            named.add(place.forum_id)
    return [f"f{pk}" for pk in sorted(named) if pk in readable]


def _range(query: Query) -> Range | None:
    """None when there are no posts from then."""
    most = MOST_OF_A_PHRASE if _has_phrase(query) else MOST
    if not (query.before or query.after):
        return Range(most)
    ends = months.between(*_first_and_last(query))
    return Range(most, above=ends[0] - 1, below=ends[1] + 1) if ends else None


def _has_phrase(query: Query) -> bool:
    return any(len(term.words) > 1 for term in query.terms)


def _years(query: Query) -> list[str]:
    first, last = _first_and_last(query)
    return [f"y{year}" for year in range(first.year, last.year + 1)] or ["y0"]


def _first_and_last(query: Query) -> tuple[datetime, datetime]:
    """The moments themselves are included."""
    last = query.before - timedelta(microseconds=1) if query.before else now()
    return max(query.after or BEGINNING, BEGINNING), min(last, now())
