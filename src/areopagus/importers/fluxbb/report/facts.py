"""What a report says. Both files are made of this alone, so they cannot differ."""

from __future__ import annotations

from dataclasses import dataclass

from areopagus.importers.fluxbb.report.delta_facts import Delta


@dataclass(frozen=True, slots=True)
class Origin:
    """What was imported from what. `source` never holds a password."""

    source: str
    version: str
    title: str
    finished_at: str
    seconds: float
    posts: int
    posts_per_second: float
    topics: int
    members: int
    forums: int
    every_row_accounted_for: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """`what` applied so many times."""

    what: str
    times: int
    examples: list[str]


@dataclass(frozen=True, slots=True)
class TableSum:
    """One table of the old board: `read` is `imported` and all that was left out."""

    name: str
    read: int
    imported: int
    left_out: list[Reason]

    @property
    def left_out_rows(self) -> int:
        return sum(reason.times for reason in self.left_out)


@dataclass(frozen=True, slots=True)
class Year:
    year: str
    posts: int


@dataclass(frozen=True, slots=True)
class ColumnLeft:
    """A column of the source that was not taken."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Value:
    """Part of one value of `column`; `was` is how it read before it was repaired."""

    column: str
    said: str
    was: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How many values were read as this. Doubtful ones are also counted as the legacy set."""

    kind: str
    values: int
    samples: list[Value]


@dataclass(frozen=True, slots=True)
class TwiceEncoded:
    column: str
    values: int
    of: int
    repaired: bool


@dataclass(frozen=True, slots=True)
class Charsets:
    readings: list[Reading]
    twice: list[TwiceEncoded]
    twice_samples: list[Value]
    without_controls: list[Reason]


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    registered: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A name or a mail address, and the members who have it, the oldest first."""

    what: str
    members: list[Person]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """`alike` are names that only look the same."""

    names: list[Shared]
    alike: list[Shared]
    mails: list[Shared]
    names_in_all: int
    alike_in_all: int
    mails_in_all: int


@dataclass(frozen=True, slots=True)
class GhostFacts:
    """A ghost author. Only guests left a mail address, deleted members never."""

    id: int
    name: str
    kind: str
    posts: int
    with_mail: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Again:
    """A member who registered after posts of that very name had lost their account."""

    member: Person
    posts: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Ghosts:
    names: int
    posts: int
    most_posts: list[GhostFacts]
    registered_again: list[Again]
    registered_again_in_all: int


@dataclass(frozen=True, slots=True)
class DeadLink:
    """`post` links to the `kind` with the id `target`, which is not there."""

    post: int
    kind: str
    target: int
    written: str


@dataclass(frozen=True, slots=True)
class Links:
    """Each thing is counted once for a post that links to it."""

    base_url: str
    found: int
    dead: int
    examples: list[DeadLink]


@dataclass(frozen=True, slots=True)
class PictureLeft:
    """A file of the old board that did not come along. `post` 0: only a signature, or nobody, shows it."""

    called: str
    why: str
    post: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """Files that posts and signatures show from the old board's own folder."""

    kept: int
    left_in_all: int
    left: list[PictureLeft]
    own_smilies: list[str]


@dataclass(frozen=True, slots=True)
class Tag:
    """Shown as typed. `closed` counts its end tags; what has none is often no tag at all."""

    name: str
    times: int
    closed: int
    first_post: int


@dataclass(frozen=True, slots=True)
class Tags:
    names: int
    most_used: list[Tag]


@dataclass(frozen=True, slots=True)
class Miscounted:
    """FluxBB `said` so many posts stand in the topic; so many were `found`."""

    topic: int
    title: str
    said: int
    found: int


@dataclass(frozen=True, slots=True)
class Counters:
    topics: int
    differing: int
    examples: list[Miscounted]


@dataclass(frozen=True, slots=True)
class SidePost:
    """One post as it was written, and as a reader gets it; pictures as links."""

    id: int
    number: int
    topic: str
    author: str
    posted: str
    source: str
    html: str


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next; `command` as it is typed, if it is one."""

    say: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    origin: Origin
    tables: list[TableSum]
    years: list[Year]
    changes: list[Reason]
    columns_left: list[ColumnLeft]
    charsets: Charsets
    duplicates: Duplicates
    ghosts: Ghosts
    links: Links
    pictures: Pictures
    unknown_tags: Tags
    counters: Counters
    ten_posts: list[SidePost]
    next_steps: list[Step]
    delta: Delta | None = None
    # Raised when a program that reads the JSON must know.
    format: int = 1
