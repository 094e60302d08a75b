"""The chance that a reader rates a paper up."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.personal.ranking.chance import LEAST, fit_chance
from broadsheet.personal.suggesting import for_reader
from broadsheet.store.database import Database
from search_cast import open_library
from taste_cast import ALL, GALAXIES, NOW, PROOFS, WEAVING, mark

_SCORES = st.lists(st.floats(-20, 20), min_size=LEAST, max_size=40)


def test_too_few_ratings_tell_no_chance() -> None:
    assert fit_chance(np.ones(3), np.zeros(3)) is None
    assert fit_chance(np.ones(100), np.zeros(LEAST - 1)) is None
    assert fit_chance(np.ones(LEAST - 1), np.zeros(100)) is None


@given(_SCORES, _SCORES)
def test_chances_rise_with_scores_and_are_never_certain(liked: list[float], disliked: list[float]) -> None:
    curve = fit_chance(np.array(liked), np.array(disliked))
    assert curve is not None
    chances = curve.of(np.linspace(-30, 30, 61))
    assert (np.diff(chances) >= 0).all()
    assert ((chances > 0) & (chances < 1)).all()


def test_where_scores_tell_nothing_the_chance_is_the_share_rated_up() -> None:
    curve = fit_chance(np.zeros(30), np.zeros(10))
    assert curve is not None
    assert abs(float(curve.of(np.array([0.0]))[0]) - 0.75) < 0.03


def test_chances_are_those_that_the_scores_were_made_with() -> None:
    dice = np.random.default_rng(6)
    scores = dice.normal(size=4_000)
    up = dice.random(4_000) < 1 / (1 + np.exp(-(1.5 * scores - 0.5)))
    curve = fit_chance(scores[up], scores[~up])
    assert curve is not None
    assert abs(curve.slope - 1.5) < 0.15
    assert abs(curve.shift + 0.5) < 0.15


def test_papers_like_those_rated_down_outscoring_others_do_not_turn_the_curve() -> None:
    curve = fit_chance(np.full(20, -1.0), np.full(20, 1.0))
    assert curve is not None
    assert curve.slope == 0


def test_three_ratings_say_nothing_of_chance(database: Database) -> None:
    library = open_library(database, *ALL)
    mark(database, WEAVING[:3], "up")
    assert {one.chance for one in for_reader(library, "local", NOW)} == {None}


def test_many_ratings_give_near_papers_the_higher_chance(database: Database) -> None:
    library = open_library(database, *ALL)
    mark(database, WEAVING[::3], "up")
    mark(database, [*GALAXIES[::6], *PROOFS[::6]], "down")
    made = for_reader(library, "local", NOW, limit=60)
    chances = {one.key: one.chance for one in made if one.chance is not None}
    assert len(chances) == len(made)
    near = [chances[paper.key] for paper in WEAVING if paper.key in chances]
    far = [chances[paper.key] for paper in (*GALAXIES, *PROOFS) if paper.key in chances]
    assert min(near) > 0.5 > max(far)
