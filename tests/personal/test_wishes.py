"""Follows as readers type them."""

from datetime import UTC, date, datetime

import pytest

from broadsheet.errors import NotPossible
from broadsheet.model.follow import FollowKind
from broadsheet.model.reader import LOCAL
from broadsheet.personal import follows
from broadsheet.personal.follows import Wish, feed_of, keep, page_of, read_title, read_wish
from broadsheet.search.library import Library
from broadsheet.store import follows as stored
from broadsheet.store.database import Database
from search_cast import BERT

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BOTH = "arxiv:1706.03762 arxiv:1810.04805"


@pytest.mark.parametrize(
    ("kind", "text", "wish"),
    [
        ("search", "  sparse   attention sort:newest ", Wish("search", "sparse attention", "sparse attention")),
        ("search", "cat:cs.LG", Wish("search", "cat:cs.LG", "cat:cs.LG")),
        (
            "search",
            "https://arxiv.org/abs/1706.03762v5",
            Wish("similar", "arxiv:1706.03762", "Papers like “Attention Is All You Need”"),
        ),
        ("author", "Lukasz KAISER", Wish("author", "lukasz-kaiser", "Łukasz Kaiser")),
        ("author", "lukasz-kaiser", Wish("author", "lukasz-kaiser", "Łukasz Kaiser")),
        ("author", "Ada Byron", Wish("author", "ada-byron", "Ada Byron")),
        ("category", "cat:cs.lg", Wish("category", "cs.LG", "Machine Learning (cs.LG)")),
        ("category", "CS", Wish("category", "cs", "Computer Science (cs)")),
        ("category", "loom.01", Wish("category", "loom.01", "loom.01")),
        (
            "similar",
            "1810.04805, arxiv:1810.04805v2 1706.03762",
            Wish(
                "similar",
                BOTH,
                f"Papers like “{BERT.title}” and 1 more paper",
            ),
        ),
    ],
)
def test_what_is_meant_is_read(library: Library, kind: FollowKind, text: str, wish: Wish) -> None:
    assert read_wish(library, kind, text, TODAY) == wish


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("search", "  ", "Say what to follow"),
        ("search", "sort:newest", "no word and no condition"),
        ("search", "a" * 2_001, "2,001"),
        ("author", "???", "is no name"),
        ("category", "machine learning", "is no code"),
        ("similar", "2611.99999", "known as “2611.99999”"),
        ("similar", "nonsense", "known as “nonsense”"),
        ("similar", "1706.03762 " * 51, "Up to 50 papers"),
    ],
)
def test_what_cannot_be_followed_is_refused_in_words(library: Library, kind: FollowKind, text: str, told: str) -> None:
    with pytest.raises(NotPossible, match=told):
        read_wish(library, kind, text, TODAY)


def test_a_follow_leads_to_its_list_and_its_feed(database: Database) -> None:
    wishes = [
        Wish("search", "sparse attention", "x"),
        Wish("author", "ada-byron", "x"),
        Wish("category", "cs.LG", "x"),
        Wish("similar", "arxiv:1706.03762", "x"),
        Wish("similar", BOTH, "x"),
    ]
    with database.write() as connection:
        made = [keep(connection, LOCAL, one, excluded=False, made=NOW) for one in wishes]
    assert [page_of(one) for one in made] == [
        "/search?q=sparse+attention&sort=newest",
        "/authors/ada-byron",
        "/categories/cs.LG",
        "/papers/arxiv:1706.03762",
        "",
    ]
    assert [feed_of(one) for one in made] == [
        "/feeds/search.atom?q=sparse+attention",
        "/feeds/authors/ada-byron.atom",
        "/feeds/categories/cs.LG.atom",
        "/feeds/similar/arxiv:1706.03762.atom",
        "",
    ]


def test_a_reader_has_so_many_follows_and_no_more(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follows, "MOST", 3)
    with database.write() as connection:
        for number in range(3):
            keep(connection, LOCAL, Wish("category", f"loom.{number}", "x"), excluded=False, made=NOW)
        with pytest.raises(NotPossible, match="up to 3 follows"):
            keep(connection, LOCAL, Wish("category", "loom.9", "x"), excluded=False, made=NOW)
        assert len(stored.of_reader(connection, LOCAL)) == 3


@pytest.mark.parametrize("text", ["", "  ", "x" * 201])
def test_a_name_has_some_characters_and_not_too_many(text: str) -> None:
    with pytest.raises(NotPossible, match="1 to 200"):
        read_title(text)
    assert read_title("  My \n topic ") == "My topic"
