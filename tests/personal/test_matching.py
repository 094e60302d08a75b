"""Which new papers a follow matches."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from broadsheet.model.follow import Follow, FollowKind
from broadsheet.model.paper import Author, Paper
from broadsheet.personal.matching import excluded, followed_by, match, match_many, wanted_of
from broadsheet.personal.meaning import MOST_A_WEEK
from broadsheet.personal.pool import Pool, gather
from broadsheet.search.library import Library
from broadsheet.store.database import Database, open_database
from search_cast import ATTENTION, BERT, CAST, GALAXIES, GPT3, LANDSCAPE, open_library

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def a_follow(kind: FollowKind, value: str, *, never: bool = False, number: int = 1, reader: str = "ada") -> Follow:
    """Somebody's follow."""
    return Follow(number, reader, kind, value, value, never, NOW)


@pytest.fixture(scope="module")
def pool(library: Library) -> Pool:
    """The whole cast as new papers."""
    return gather(library, [paper.key for paper in CAST], NOW)


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("author", "lukasz-kaiser", {ATTENTION}),
        ("author", "kaiser", set()),
        ("category", "cs.CL", {ATTENTION, BERT, GPT3}),
        ("category", "cs", {ATTENTION, BERT, GPT3, LANDSCAPE}),
        ("category", "CS.lg", {ATTENTION, LANDSCAPE}),
        ("search", '"attention mechanisms"', {ATTENTION}),
        ("search", "cat:cs.LG has:code", {ATTENTION}),
        ("search", "author:devlin OR author:brown", {BERT, GPT3}),
        ("search", "cat:cs.CL -title:attention", {BERT, GPT3}),
        ("search", "cat:cs.CL sort:oldest", {ATTENTION, BERT, GPT3}),
        ("search", "visible coevolution", {GALAXIES}),
        ("search", "visible transformers", set()),
        ("search", "visible coevolution cat:cs.CL", set()),
    ],
)
def test_a_follow_matches(library: Library, pool: Pool, kind: FollowKind, value: str, wanted: set[Paper]) -> None:
    assert set(match(library, a_follow(kind, value), pool)) == {paper.key for paper in wanted}


def test_nothing_matches_in_an_empty_pool(library: Library) -> None:
    follow = a_follow("category", "cs")
    assert match_many(library, [follow], gather(library, [], NOW)) == {wanted_of(follow): ()}


def test_a_paper_outside_of_the_pool_is_never_matched(library: Library) -> None:
    pool = gather(library, [BERT.key], NOW)
    for kind, value in (("category", "cs"), ("search", "attention"), ("search", "has:code"), ("author", "hao-li")):
        assert set(match(library, a_follow(kind, value), pool)) <= {BERT.key}  # type: ignore[arg-type]


def test_what_says_it_in_other_words_matches_too(library: Library, pool: Pool) -> None:
    assert match(library, a_follow("search", "dark matter in galaxies"), pool)[0] == GALAXIES.key
    assert match(library, a_follow("search", "simulate astronomy in galaxies cosmological volume"), pool) == [
        GALAXIES.key
    ]


def test_an_exclusion_needs_the_words_themselves(library: Library, pool: Pool) -> None:
    never = a_follow("search", "simulate astronomy in galaxies cosmological volume", never=True)
    assert excluded(library, [never], pool) == {}
    words = a_follow("search", "dark matter", never=True)
    assert excluded(library, [words], pool) == {GALAXIES.key: words}


def test_an_exclusion_names_the_first_follow_that_excludes(library: Library, pool: Pool) -> None:
    category = a_follow("category", "stat.ML", never=True, number=1)
    author = a_follow("author", "hao-li", never=True, number=2)
    follows = [category, a_follow("category", "cs.CL", number=3), author]
    assert excluded(library, follows, pool) == {LANDSCAPE.key: category}


def test_papers_like_one_that_is_gone_are_none(library: Library, pool: Pool) -> None:
    assert match(library, a_follow("similar", "arxiv:2611.99999"), pool) == []


def test_follows_of_many_readers_that_are_the_same_are_matched_once(library: Library, pool: Pool) -> None:
    many = [a_follow("category", "cs.CL", number=number, reader=f"reader {number}") for number in range(50)]
    never = a_follow("category", "cs.CL", never=True, number=99)
    found = match_many(library, [*many, never], pool)
    assert set(found) == {("category", "cs.CL", False), ("category", "cs.CL", True)}
    assert [list(keys) for _, keys in followed_by([*many, never], found)] == [list(found[wanted_of(many[0])])] * 50


def _weaving(key: int, day: date, about: str) -> Paper:
    return Paper(
        key,
        f"arxiv:2611.{key:05}",
        f"Study {key} of {about}",
        abstract=f"We study weaving and its history, number {key % 97} and {key % 89}.",
        authors=(Author("Ada Byron"),),
        arxiv_id=f"2611.{key:05}",
        categories=("cs.LG",),
        day=day,
    )


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library in which eighty papers a week have the word `weaving`, and one in a hundred `heddles`."""
    database: Database = open_database(f"sqlite:///{tmp_path_factory.mktemp('busy') / 'catalog.db'}")
    last = NOW.date()
    papers = [
        _weaving(
            key,
            last - timedelta(days=key * 7 // 80),
            "heddles, heddles, heddles" if key % 100 == 1 else f"cloth and silk {key % 7}",
        )
        for key in range(1, 80 * 27)
    ]
    yield open_library(database, *papers)
    database.close()


def test_words_that_many_papers_have_do_not_flood(busy: Library) -> None:
    pool = gather(busy, range(1, 81), NOW)
    found = match(busy, a_follow("search", "weaving"), pool)
    assert 5 < len(found) <= 1.5 * MOST_A_WEEK < len(pool)


def test_words_in_quotation_marks_bring_every_paper(busy: Library) -> None:
    pool = gather(busy, range(1, 81), NOW)
    assert len(match(busy, a_follow("search", '"weaving"'), pool)) == 80


def test_rare_words_are_all_found(busy: Library) -> None:
    pool = gather(busy, range(1, 400), NOW)
    assert set(match(busy, a_follow("search", "heddles"), pool)) >= {1, 101, 201, 301}


def test_an_exclusion_of_frequent_words_is_not_sparing(busy: Library) -> None:
    pool = gather(busy, range(1, 81), NOW)
    assert len(excluded(busy, [a_follow("search", "weaving", never=True)], pool)) == 80


def test_papers_like_these_are_the_nearest_and_none_of_them(busy: Library) -> None:
    pool = gather(busy, range(1, 400), NOW)
    found = match(busy, a_follow("similar", "arxiv:2611.00101 arxiv:2611.00201"), pool)
    assert set(found[:2]) == {1, 301}
    assert not {101, 201} & set(found)
    assert len(found) < 100


def test_without_a_model_words_still_match(busy: Library) -> None:
    plain = Library(busy.database, busy.engine)
    pool = gather(plain, range(1, 81), NOW)
    assert match(plain, a_follow("search", "heddles"), pool) == [1]
    assert match(plain, a_follow("similar", "arxiv:2611.00001"), pool) == []
