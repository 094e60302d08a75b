"""The share of suggestions from outside of what is known of a reader."""

import pytest

from broadsheet.personal.learn import learn
from broadsheet.personal.pool import Pool, gather
from broadsheet.personal.rank import suggest
from broadsheet.personal.ranking.outside import places_for, spread
from broadsheet.search.library import Library
from broadsheet.store.database import Database
from search_cast import open_library
from taste_cast import ALL, NOW, WEAVING, field_of, mark


@pytest.fixture
def opened(database: Database) -> Library:
    """The three fields, with three papers on weaving saved."""
    library = open_library(database, *ALL)
    mark(database, WEAVING[:3], "save")
    return library


@pytest.fixture
def pool(opened: Library) -> Pool:
    """All papers as candidates."""
    return gather(opened, [paper.key for paper in ALL], NOW)


@pytest.mark.parametrize(("share", "limit"), [(0.0, 10), (0.1, 10), (0.25, 10), (0.5, 10), (0.3, 7), (0.5, 50)])
def test_the_share_is_exact(opened: Library, pool: Pool, share: float, limit: int) -> None:
    made = suggest(learn(opened, "local"), pool, limit=limit, exploration=share, seed="a day")
    assert len(made) == limit
    assert sum(one.explores for one in made) == places_for(share, limit)
    assert len({one.key for one in made}) == limit


def test_shares_are_rounded() -> None:
    assert [places_for(0.1, limit) for limit in (1, 4, 5, 10, 14, 15, 50)] == [0, 0, 1, 1, 1, 2, 5]


def test_what_comes_from_outside_is_of_other_categories(opened: Library, pool: Pool) -> None:
    made = suggest(learn(opened, "local"), pool, limit=20, exploration=0.5, seed="a day")
    assert {field_of(one.key) for one in made if one.explores} <= {"galaxies", "proofs"}
    assert {field_of(one.key) for one in made if not one.explores} == {"weaving"}


def test_within_one_category_it_is_what_is_least_close(opened: Library) -> None:
    pool = gather(opened, [paper.key for paper in WEAVING], NOW)
    every = suggest(learn(opened, "local"), pool, limit=40)
    made = suggest(learn(opened, "local"), pool, limit=10, exploration=0.2, seed="a day")
    far = {one.key for one in every[len(every) // 2 :]}
    assert {one.key for one in made if one.explores} <= far


def test_another_day_brings_others(opened: Library, pool: Pool) -> None:
    taste = learn(opened, "local")
    days = [suggest(taste, pool, limit=10, exploration=0.3, seed=f"local {day}") for day in range(6)]
    assert len({tuple(one.key for one in made if one.explores) for made in days}) > 1
    assert len({tuple(one.key for one in made if not one.explores) for made in days}) == 1


def test_papers_from_outside_stand_evenly_among_the_others_and_not_first() -> None:
    assert spread([1, 2, 3, 4, 5, 6, 7, 8], [101, 102]) == [1, 2, 3, 4, 101, 5, 6, 7, 8, 102]
    assert spread([1], [101]) == [1, 101]
    assert spread([1, 2], []) == [1, 2]
    assert spread([], [101]) == [101]
