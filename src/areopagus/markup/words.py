"""A run of plain text: its addresses, mentions and smilies, for every dialect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from areopagus.markup import addresses, autolink, mentions, smilies
from areopagus.markup.contract import Features, Links
from areopagus.markup.tree import Bond, Inline, Link, Smiley, Text

# More than this in one post is not writing; the rest stays plain text, which bounds the page.
MOST_FINDS = 5_000


@dataclass(slots=True)
class Words:
    """Reads running text. One for each rendering, because it counts what it has found."""

    links: Links
    features: Features
    fluxbb12: bool = False
    finds: int = 0
    _known: dict[str, str | None] = field(default_factory=dict)

    def read(self, text: str, *, in_link: bool = False) -> list[Inline]:
        if in_link or self.finds > MOST_FINDS:
            return self._with_smilies(text)
        out: list[Inline] = []
        position = 0
        for start, end, link in self._links_in(text):
            if start < position:
                continue
            out += self._with_smilies(text[position:start])
            out.append(link)
            position = end
            self.finds += 1
            if self.finds > MOST_FINDS:
                break
        return out + self._with_smilies(text[position:])

    def _links_in(self, text: str) -> list[tuple[int, int, Link]]:
        found = [*self._addresses_in(text), *self._mentions_in(text)]
        return sorted(found, key=lambda link: link[0])

    def _addresses_in(self, text: str) -> Iterator[tuple[int, int, Link]]:
        if not (self.features.autolink and self.features.may_link):
            return
        for count, found in enumerate(autolink.find(text)):
            if count > MOST_FINDS:
                return
            yield found.start, found.end, self._link(found.url, text[found.start : found.end])

    def address(self, typed: str) -> list[Inline]:
        """An address that was found already."""
        self.finds += 1
        if self.finds > MOST_FINDS or not (self.features.autolink and self.features.may_link):
            return [Text(typed)]
        return [self._link(typed, typed)]

    def _link(self, url: str, label: str) -> Link:
        url = addresses.escaped(self.links.rewrite(url))
        return Link(url, children=[Text(addresses.short(label))])

    def _mentions_in(self, text: str) -> Iterator[tuple[int, int, Link]]:
        for count, (start, end, name) in enumerate(mentions.find(text)):
            if count > MOST_FINDS:
                return
            if name not in self._known:
                self._known[name] = self.links.member(name)
            if url := self._known[name]:
                # The quotation marks around two words are notation, not part of the name.
                yield start, end, Link(url, Bond.MENTION, name=name, children=[Text(f"@{name}")])

    def _with_smilies(self, text: str) -> list[Inline]:
        if not text:
            return []
        if not self.features.smilies or self.finds > MOST_FINDS:
            return [Text(text)]
        out: list[Inline] = []
        position = 0
        own = self.features.own_smilies
        for start, end in smilies.find(text, fluxbb12=self.fluxbb12, own=own):
            if start > position:
                out.append(Text(text[position:start]))
            code = text[start:end]
            out.append(Smiley(code, smilies.own_of(own).get(code)))
            position = end
            self.finds += 1
            if self.finds > MOST_FINDS:
                break
        if position < len(text):
            out.append(Text(text[position:]))
        return out
