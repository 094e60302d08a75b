"""Suggestions as pages and commands ask for them."""

import pytest

from broadsheet.model.follow import Follow
from broadsheet.personal.learn import learn
from broadsheet.personal.pool import gather
from broadsheet.personal.ranking.shortlist import shortlist
from broadsheet.personal.suggesting import for_reader
from broadsheet.search.library import Library
from broadsheet.store import follows
from broadsheet.store.database import Database
from search_cast import open_library
from taste_cast import ALL, NOW, PROOFS, TODAY, WEAVING, field_of, mark


@pytest.fixture
def opened(database: Database) -> Library:
    """The three fields, with three papers on weaving saved."""
    library = open_library(database, *ALL)
    mark(database, WEAVING[:3], "save")
    return library


def test_only_papers_of_the_last_days_are_suggested(opened: Library) -> None:
    made = for_reader(opened, "local", NOW, days=3, limit=200)
    assert {one.key for one in made} <= {paper.key for paper in ALL if (TODAY - paper.day).days < 3}
    assert field_of(made[0].key) == "weaving"


def test_follows_and_exclusions_hold(opened: Library) -> None:
    with opened.database.write() as connection:
        follows.add(connection, "local", "category", "math.LO", "Logic", excluded=False, made=NOW)
        follows.add(connection, "local", "category", "cs.LG", "Learning", excluded=True, made=NOW)
    made = for_reader(opened, "local", NOW, limit=200)
    assert "weaving" not in {field_of(one.key) for one in made}
    followed = [one for one in made if any(reason.kind == "follow" for reason in one.reasons)]
    assert {field_of(one.key) for one in followed} == {"proofs"}


def test_the_reader_s_share_of_exploration_holds(opened: Library) -> None:
    assert sum(one.explores for one in for_reader(opened, "local", NOW, limit=10)) == 1  # a tenth, unless set otherwise


def test_a_reader_that_is_not_there_gets_the_latest(opened: Library) -> None:
    assert len(for_reader(opened, "nobody", NOW, limit=10)) == 10


def test_a_shortlist_keeps_what_is_near_followed_or_good(opened: Library) -> None:
    pool = gather(opened, [paper.key for paper in ALL], NOW)
    follow = Follow(1, "local", "category", "math.LO", "Logic", False, NOW)
    matched = [(follow, [PROOFS[20].key, PROOFS[21].key])]
    places = shortlist(learn(opened, "local"), pool, matched, exclude=[WEAVING[5].key], limit=40)
    keys = {pool.papers[place].key for place in places}
    assert len(places) == 40
    assert {PROOFS[20].key, PROOFS[21].key} <= keys
    assert sum(field_of(key) == "weaving" for key in keys) >= 24
    assert WEAVING[5].key not in keys
