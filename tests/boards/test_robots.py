"""What robots are told, and that it is in their own words."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.administration.actions.options import save_options
from areopagus.boards import options, robots
from areopagus.core.verdict import Refused
from tests.conftest import Cast


def lines(client: Client) -> list[str]:
    return client.get("/robots.txt").content.decode().splitlines()


@pytest.mark.django_db
def test_nothing_is_said_of_uses_unless_somebody_says_it(client: Client) -> None:
    said = lines(client)
    assert not [line for line in said if line.startswith(("Content-", "Crawl-"))]
    assert [line for line in said if line.startswith("User-agent:")] == ["User-agent: *"]
    assert "Content-Usage" not in client.get("/").headers


@pytest.mark.django_db
def test_uses_are_said_in_both_vocabularies(client: Client) -> None:
    options.USE_FOR_SEARCH.set("yes")
    options.USE_FOR_TRAINING.set("no")
    said = lines(client)
    group = said[: said.index("")]
    assert group[0] == "User-agent: *"
    assert group[-2:] == [
        "Content-Usage: / search=y, train-ai=n",
        "Content-Signal: search=yes, ai-train=no",
    ]
    for address in ("/", "/robots.txt", "/feeds/board.atom"):
        assert client.get(address).headers["Content-Usage"] == "search=y, train-ai=n"


@pytest.mark.django_db
def test_wishes_stand_in_the_group_of_all(client: Client) -> None:
    options.DISALLOWED.set("/forums/7-archive/ /a?b&c")
    options.CRAWL_DELAY.set(5)
    said = lines(client)
    group = said[: said.index("")]
    assert group[-3:] == ["Disallow: /forums/7-archive/", "Disallow: /a?b&c", "Crawl-delay: 5"]


@pytest.mark.django_db
def test_named_robots_are_refused_in_a_group_of_their_own(client: Client) -> None:
    options.AI_CRAWLERS.set("GPTBot CCBot")
    assert "User-agent: GPTBot" not in lines(client)
    options.REFUSES_AI_CRAWLERS.set(True)
    said = lines(client)
    at = said.index("User-agent: GPTBot")
    assert said[at - 1] == ""
    assert said[at + 1 : at + 4] == ["User-agent: CCBot", "Disallow: /", ""]
    assert said[-1].startswith("Sitemap: ")


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("robots.disallowed", "/help/ secret", "“secret” is no address"),
        ("robots.disallowed", "/a#b", "is no address"),
        ("robots.ai_crawlers", "GPTBot Evil\u202ebot", "is no robot's name"),
    ],
)
def test_what_no_robot_understands_is_refused(
    cast: Cast, key: str, value: str, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        save_options(cast.ada, {key: value})
    assert robots.wishes().disallowed == ()
