"""Follows as readers ask for them: read what is meant, give it a name, say where its papers are shown."""

from dataclasses import dataclass
from datetime import date, datetime

from broadsheet import links
from broadsheet.errors import NotPossible
from broadsheet.model.categories import ARCHIVES, CATEGORIES, UNDIVIDED, category_name
from broadsheet.model.follow import Follow, FollowKind
from broadsheet.model.ids import parse_paper_id
from broadsheet.model.names import author_key
from broadsheet.model.query import AuthorIs, Not, Query
from broadsheet.personal.matching import Wanted, match_many
from broadsheet.personal.pool import gather, listed_lately
from broadsheet.render.fragments import counted, teaser
from broadsheet.render.mathematics import to_plain
from broadsheet.search.filters import without
from broadsheet.search.grammar import parse
from broadsheet.search.library import Library
from broadsheet.store import follows, papers
from broadsheet.store.database import Connection

MOST = 500  # follows of one reader
LONGEST_VALUE = 2_000  # characters
LONGEST_TITLE = 200
MOST_PAPERS = 50  # of one follow of papers like these
_NAMED = 80  # characters of a paper's title in the name of a follow
WEEK = 7  # days


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to follow or never to see, in the form in which it is kept."""

    kind: FollowKind
    value: str
    title: str


def read_wish(library: Library, kind: FollowKind, text: str, today: date) -> Wish:
    """Read what a reader typed; NotPossible says why nothing can be followed by it."""
    text = " ".join(text.split())
    if not text:
        raise NotPossible("Say what to follow: a search, the name of an author, a category, or ids of papers.")
    if len(text) > LONGEST_VALUE:
        raise NotPossible(f"A follow has up to {LONGEST_VALUE:,} characters; this one has {len(text):,}.")
    match kind:
        case "search":
            return _search(library, text, today)
        case "author":
            return _author(library, text)
        case "category":
            return _category(text)
        case "similar":
            return _similar(library, text)


def keep(connection: Connection, reader: str, wish: Wish, *, excluded: bool, made: datetime) -> Follow:
    """Let the reader follow this, or never see it; NotPossible where the reader has too many follows."""
    if len(follows.of_reader(connection, reader)) >= MOST:
        raise NotPossible(f"One reader has up to {MOST} follows. Remove one that you no longer need.")
    return follows.add(connection, reader, wish.kind, wish.value, wish.title, excluded=excluded, made=made)


def read_title(text: str) -> str:
    """Read the name that a reader gives to a follow; NotPossible where it is none."""
    title = " ".join(text.split())
    if not title or len(title) > LONGEST_TITLE:
        raise NotPossible(f"A name has 1 to {LONGEST_TITLE} characters.")
    return title


def page_of(follow: Follow) -> str:
    """The local address of the whole list that a follow stands for, old papers included; empty where there is none."""
    match follow.kind:
        case "search":
            return links.search(follow.value, sort="newest")
        case "author":
            return links.author(follow.value)
        case "category":
            return links.category(follow.value)
        case "similar":
            return "" if " " in follow.value else links.paper(follow.value)


def feed_of(follow: Follow) -> str:
    """The local address of the feed of that list, as Atom; empty where there is none."""
    match follow.kind:
        case "search":
            return links.search_feed(follow.value)
        case "author":
            return links.author_feed(follow.value)
        case "category":
            return links.category_feed(follow.value)
        case "similar":
            return "" if " " in follow.value else links.similar_feed(follow.value)


def of_last_week(library: Library, asked: list[Follow], now: datetime) -> dict[Wanted, tuple[int, ...]]:
    """Match follows with the papers listed in the last week; keys of papers, best first."""
    if not asked:
        return {}
    return match_many(library, asked, gather(library, listed_lately(library, now, WEEK), now), today=now.date())


def _search(library: Library, text: str, today: date) -> Wish:
    value = without(text, "sort").strip()
    query = parse(value, today)
    if query.lookup:
        return _similar(library, query.lookup)
    if not (query.words or query.constraints):
        raise NotPossible("Nothing of this search can be looked for: it has no word and no condition.")
    if not query.words and all(isinstance(one, Not) for one in query.constraints):
        raise NotPossible(
            "This search only says what is not wanted, so that nearly every paper is. Say what is, or "
            "choose never to see papers with these words."
        )
    if value.casefold() in {code.casefold() for code in CATEGORIES}:
        return _category(value)  # the code alone is no word that papers have
    return Wish("search", value, teaser(value, LONGEST_TITLE - 1))


def _author(library: Library, text: str) -> Wish:
    key = author_key(text)
    if not key:
        raise NotPossible(f"“{text[:100]}” is no name.")
    query = Query(constraints=(AuthorIs(key),))
    found = [hit.key for hit in library.engine.listed(query, (), oldest=False, first=0, limit=1).hits]
    with library.database.read() as connection:
        names = [one.name for paper in papers.get(connection, found) for one in paper.authors]
    known = next((name for name in names if author_key(name) == key), "")
    return Wish("author", key, (known or text)[:LONGEST_TITLE])


def _category(text: str) -> Wish:
    code = text.removeprefix("cat:")
    if not code or " " in code:
        raise NotPossible(f"“{text[:100]}” is no code of a category. Codes are like cs.LG, or cs for all of them.")
    code = next((one for one in (*CATEGORIES, *ARCHIVES, *UNDIVIDED) if one.casefold() == code.casefold()), code)
    name = category_name(code)
    return Wish("category", code, f"{name} ({code})" if name != code else code)


def _similar(library: Library, text: str) -> Wish:
    pieces = text.replace(",", " ").split()
    if len(pieces) > MOST_PAPERS:
        raise NotPossible(f"Up to {MOST_PAPERS} papers make one follow. Import more as a profile.")
    with library.database.read() as connection:
        found = {}
        for piece in pieces:
            paper_id = parse_paper_id(piece)
            paper = papers.get_by_id(connection, paper_id) if paper_id else None
            if paper is None:
                raise NotPossible(f"No paper in this library is known as “{piece[:100]}”.")
            found[paper.id] = paper
    first = f"“{teaser(to_plain(next(iter(found.values())).title), _NAMED)}”"
    more = f" and {counted(len(found) - 1, 'more paper')}" if len(found) > 1 else ""
    return Wish("similar", " ".join(sorted(found)), f"Papers like {first}{more}")
