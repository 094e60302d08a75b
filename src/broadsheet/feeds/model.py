"""A feed as plain data, before it is written in a format. All text is clean (`text.clean`), all addresses absolute."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

# What a feed without entries says of its last change: nothing ever changed, and the same at every request.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tag:
    """A category of a paper, or a keyword, which has no name besides itself."""

    term: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Outlink:
    """A way to something of the paper: what it is called and where it leads; the media type where it is known."""

    name: str
    address: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper in a feed.

    `id` is the same in every feed, format and library that has the paper. `published` is the paper's day,
    `updated` when the library last learned something of it. `html` and `text` are the whole content with the reason in
    it. `more` counts authors that are not in `authors`. `extension` is what JSON Feed carries under `_broadsheet`.
    """

    id: str
    paper: str
    address: str
    title: str
    updated: datetime
    published: datetime
    authors: tuple[str, ...]
    more: int
    tags: tuple[Tag, ...]
    links: tuple[Outlink, ...]
    elsewhere: str
    summary: str
    html: str
    text: str
    extension: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pages:
    """Addresses of this page of a feed and of the others in the same format, empty where there is none (RFC 5005)."""

    here: str
    first: str
    previous: str = ""
    next: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a feed. `home` is the page that shows the same list, `site` the root of the site without a slash."""

    id: str
    title: str
    subtitle: str
    site: str
    home: str
    icon: str
    pages: Pages
    updated: datetime
    entries: tuple[Entry, ...]
