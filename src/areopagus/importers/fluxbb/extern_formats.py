"""The two formats of extern.php that are its own: a list for other pages, and a simple XML.

And what it says about the board and who is there. Everything is escaped here; addresses are whole,
because what is made here stands on other people's pages.
"""

from __future__ import annotations

from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree as ET

from django.utils.encoding import iri_to_uri

from areopagus.accounts.actors import Actor
from areopagus.accounts.permissions import can_view_members
from areopagus.boards import options
from areopagus.boards.pages import statistics
from areopagus.boards.pages.feeds import Entry, Feed
from areopagus.boards.stored_html import with_whole_addresses
from areopagus.boards.syndication import clean, whole
from areopagus.core.verdict import Gone

LONGEST_TITLE, KEPT_OF_TITLE = 30, 25
NOBODY_TOLD = "This board does not tell who is here."


def as_list(feed: Feed, base: str) -> str:
    return "".join(_item(entry, base) for entry in feed.entries)


def as_xml(feed: Feed, base: str, *, of_posts: bool) -> bytes:
    source = ET.Element("source")
    ET.SubElement(source, "url").text = whole(base, feed.url)
    for entry in feed.entries:
        row = ET.SubElement(source, "post" if of_posts else "topic", id=str(entry.id))
        html = with_whole_addresses(entry.html, base, iri_to_uri(entry.url))
        ET.SubElement(row, "title").text = clean(entry.title)
        ET.SubElement(row, "link").text = iri_to_uri(whole(base, entry.url))
        ET.SubElement(row, "content").text = clean(html)
        author = ET.SubElement(row, "author")
        ET.SubElement(author, "name").text = clean(entry.author_name)
        if entry.author_url:
            ET.SubElement(author, "uri").text = iri_to_uri(base + entry.author_url)
        ET.SubElement(row, "posted").text = format_datetime(entry.posted_at)
    document: bytes = ET.tostring(source, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def who_is_here(actor: Actor, base: str, *, with_names: bool) -> str:
    """Gone when the board does not say."""
    if not options.USERS_ONLINE.get():
        raise Gone(NOBODY_TOLD)
    here = statistics.whos_online(actor)
    names = ", ".join(_name(actor, name, url, base) for name, url in here.members)
    members = names if with_names and names else f"{len(here.members):,}"
    return _lines(f"Guests online: {here.guests:,}", f"Registered users online: {members}")


def how_much_there_is(actor: Actor, base: str) -> str:
    said = statistics.statistics()
    newest = _name(actor, said.newest.name, said.newest.url, base) if said.newest else ""
    return _lines(
        f"Total number of registered users: {said.members:,}",
        f"Newest registered user: {newest}",
        f"Total number of topics: {said.topics:,}",
        f"Total number of posts: {said.posts:,}",
    )


def _item(entry: Entry, base: str) -> str:
    title = entry.title
    short = title if len(title) <= LONGEST_TITLE else f"{title[:KEPT_OF_TITLE].strip()} …"
    link = iri_to_uri(whole(base, entry.url))
    return f'<li><a href="{escape(link)}" title="{escape(title)}">{escape(short)}</a></li>\n'


def _name(actor: Actor, name: str, url: str, base: str) -> str:
    if not can_view_members(actor):
        return escape(name)
    return f'<a href="{escape(iri_to_uri(base + url))}">{escape(name)}</a>'


def _lines(*lines: str) -> str:
    return "".join(f"{line}<br />\n" for line in lines)
