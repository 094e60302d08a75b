"""Why a paper is suggested, in words."""

from datetime import timedelta

import pytest

from broadsheet.model.follow import Follow, FollowKind
from broadsheet.model.suggestion import Reason
from broadsheet.personal.learn import learn
from broadsheet.personal.pool import Pool, Printed, gather
from broadsheet.personal.rank import suggest
from broadsheet.search.library import Library
from broadsheet.store.database import Database
from search_cast import open_library
from taste_cast import ALL, GALAXIES, NOW, PROOFS, WEAVING, mark


@pytest.fixture
def opened(database: Database) -> Library:
    """The three fields, indexed and embedded."""
    return open_library(database, *ALL)


@pytest.fixture
def pool(opened: Library) -> Pool:
    """All papers as candidates."""
    return gather(opened, [paper.key for paper in ALL], NOW)


def reasons(opened: Library, pool: Pool, key: int, *, exploration: float = 0.0) -> dict[str, Reason]:
    """Why a paper is suggested, by kind."""
    made = suggest(learn(opened, "local"), pool, limit=len(ALL), exploration=exploration, seed="a day")
    return {reason.kind: reason for reason in next(one for one in made if one.key == key).reasons}


def test_the_nearest_saved_papers_are_named(opened: Library, pool: Pool) -> None:
    near, far = WEAVING[0], PROOFS[0]  # heddles, and cut elimination
    mark(opened.database, [near, far], "save")
    why = reasons(opened, pool, WEAVING[4].key)["close"]
    assert why.papers == (near.key,)
    assert why.words == "close to “Measuring heddles in weaving”, which you saved"


def test_two_papers_that_carry_alike_are_both_named(opened: Library, pool: Pool) -> None:
    mark(opened.database, [WEAVING[0], WEAVING[1], GALAXIES[0]], "save")
    why = reasons(opened, pool, WEAVING[4].key)["close"]
    assert set(why.papers) == {WEAVING[0].key, WEAVING[1].key}
    assert why.words.endswith(", which you saved")


def test_what_was_done_with_each_is_told(opened: Library, pool: Pool) -> None:
    mark(opened.database, [WEAVING[0]], "up")
    mark(opened.database, [WEAVING[1]], "example")
    words = reasons(opened, pool, WEAVING[4].key)["close"].words
    assert "“Measuring heddles in weaving”, which you rated up" in words
    assert "“Rethinking heddles in weaving”, which you gave as an example" in words


def test_papers_rated_against_are_never_named(opened: Library, pool: Pool) -> None:
    mark(opened.database, [WEAVING[0]], "save")
    mark(opened.database, [WEAVING[1], WEAVING[6]], "down")
    made = suggest(learn(opened, "local"), pool, limit=len(ALL))
    named = {key for one in made for reason in one.reasons for key in reason.papers}
    assert named == {WEAVING[0].key}


def test_rare_terms_in_common_are_quoted_as_written(database: Database) -> None:
    library = open_library(database, *(paper for paper in ALL if paper not in WEAVING[1:4]))
    mark(database, [WEAVING[0]], "save")
    pool = gather(library, [WEAVING[5].key, *(paper.key for paper in GALAXIES)], NOW)
    why = reasons(library, pool, WEAVING[5].key)["terms"]
    assert why.words.startswith("shares “heddles")


def test_nothing_is_called_close_that_is_not(opened: Library, pool: Pool) -> None:
    mark(opened.database, WEAVING[:2], "save")
    found = reasons(opened, pool, PROOFS[0].key)
    assert "close" not in found
    assert found["new"].words == "new in Logic"


@pytest.mark.parametrize(
    ("kind", "title", "words"),
    [
        ("search", "cut elimination", "your search “cut elimination”"),
        ("author", "Ada Byron", "by Ada Byron, whom you follow"),
        ("category", "Logic (math.LO)", "in Logic (math.LO), which you follow"),
        ("similar", "Old proofs", "like the papers of “Old proofs”"),
    ],
)
def test_follows_are_named(opened: Library, pool: Pool, kind: FollowKind, title: str, words: str) -> None:
    follow = Follow(1, "local", kind, "a value", title, False, NOW)
    (made,) = suggest(learn(opened, "local"), pool, [(follow, [PROOFS[8].key])], limit=1)
    assert made.key == PROOFS[8].key
    assert Reason("follow", words) in made.reasons


def test_what_rises_says_so(opened: Library, pool: Pool) -> None:
    pool.printed[PROOFS[0].key] = Printed(9.0, "8 of its 30 nearest papers are new, where 1.0 were to be expected")
    (made,) = suggest(learn(opened, "local"), pool, limit=1)
    assert made.reasons == (
        Reason("rising", "rising in Logic: 8 of its 30 nearest papers are new, where 1.0 were to be expected"),
    )


def test_papers_from_outside_say_so(opened: Library, pool: Pool) -> None:
    mark(opened.database, [*WEAVING[:3], *GALAXIES[:3]], "save")
    made = suggest(learn(opened, "local"), pool, limit=10, exploration=0.1, seed="a day")
    (outside,) = (one for one in made if one.explores)
    assert outside.reasons[0] == Reason("explores", "outside of what you usually read: Logic")


def test_every_suggestion_has_a_reason(opened: Library, pool: Pool) -> None:
    mark(opened.database, WEAVING[:3], "save", ago=timedelta(days=2).days)
    made = suggest(learn(opened, "local"), pool, limit=len(ALL), exploration=0.3, seed="a day")
    assert all(one.reasons for one in made)
