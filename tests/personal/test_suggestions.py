"""What is suggested to a reader, in which order, and what never is."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest

from broadsheet.model.follow import Follow
from broadsheet.model.paper import Paper
from broadsheet.model.suggestion import Suggestion
from broadsheet.personal.learn import learn, learn_all
from broadsheet.personal.pool import Pool, gather
from broadsheet.personal.rank import suggest
from broadsheet.search.library import Library
from broadsheet.store.database import Database
from search_cast import open_library
from taste_cast import ALL, GALAXIES, NOW, PROOFS, WEAVING, copied, field_of, mark


@pytest.fixture
def opened(database: Database) -> Library:
    """The three fields, indexed and embedded."""
    return open_library(database, *ALL)


@pytest.fixture
def pool(opened: Library) -> Pool:
    """All papers as candidates."""
    return gather(opened, [paper.key for paper in ALL], NOW)


def fields(made: Sequence[Suggestion]) -> list[str]:
    """The fields of what was suggested."""
    return [field_of(one.key) for one in made]


def place(made: Sequence[Suggestion], paper: Paper) -> int:
    """Where a paper stands on a list."""
    return [one.key for one in made].index(paper.key)


def test_what_is_near_to_saved_papers_stands_first(opened: Library, pool: Pool) -> None:
    mark(opened.database, WEAVING[:3], "save")
    assert fields(suggest(learn(opened, "local"), pool, limit=10)) == ["weaving"] * 10


def test_papers_of_the_same_subject_stand_before_others_of_the_field(opened: Library, pool: Pool) -> None:
    mark(opened.database, WEAVING[:3], "up")
    made = suggest(learn(opened, "local"), pool, limit=3)
    assert {one.key for one in made} == {paper.key for paper in WEAVING[3:6]}  # heddles, said otherwise


@pytest.mark.parametrize("kind", ["save", "up", "vote", "example"])
def test_every_mark_for_a_paper_teaches(opened: Library, pool: Pool, kind: str) -> None:
    mark(opened.database, GALAXIES[:2], kind)  # type: ignore[arg-type]  # the kinds of this test
    assert fields(suggest(learn(opened, "local"), pool, limit=5)) == ["galaxies"] * 5


def test_two_interests_are_both_served(opened: Library, pool: Pool) -> None:
    mark(opened.database, [*WEAVING[:3], *PROOFS[:3]], "save")
    found = Counter(fields(suggest(learn(opened, "local"), pool, limit=12)))
    assert found["galaxies"] == 0
    assert min(found["weaving"], found["proofs"]) >= 3


def test_more_saved_papers_nearby_bring_a_paper_further_up(opened: Library, pool: Pool) -> None:
    wanted = WEAVING[5]
    mark(opened.database, [GALAXIES[0], GALAXIES[6], PROOFS[0], WEAVING[30]], "save")
    before = suggest(learn(opened, "local"), pool, limit=len(ALL))
    mark(opened.database, WEAVING[:4], "save")
    after = suggest(learn(opened, "local"), pool, limit=len(ALL))
    assert place(after, wanted) < place(before, wanted)


@pytest.mark.parametrize("kind", ["down", "uninterested"])
def test_papers_rated_against_push_away(opened: Library, pool: Pool, kind: str) -> None:
    mark(opened.database, [*WEAVING[:2], *PROOFS[:2]], "save")
    before = Counter(fields(suggest(learn(opened, "local"), pool, limit=20)))
    mark(opened.database, PROOFS[8:20], kind)  # type: ignore[arg-type]
    after = Counter(fields(suggest(learn(opened, "local"), pool, limit=20)))
    assert after["proofs"] < before["proofs"]


def test_what_was_only_opened_teaches_less_than_what_was_saved(opened: Library, pool: Pool) -> None:
    mark(opened.database, WEAVING[:3], "save")
    mark(opened.database, GALAXIES[:3], "opened")
    assert field_of(suggest(learn(opened, "local"), pool, limit=1)[0].key) == "weaving"


def test_hidden_papers_teach_nothing(opened: Library, pool: Pool) -> None:
    mark(opened.database, WEAVING[:3], "save")
    before = suggest(learn(opened, "local"), pool, exclude=[paper.key for paper in GALAXIES], limit=40)
    mark(opened.database, GALAXIES, "hidden")
    assert suggest(learn(opened, "local"), pool, limit=40) == before


def test_a_mark_taken_back_teaches_nothing(opened: Library, pool: Pool) -> None:
    mark(opened.database, WEAVING[:3], "save")
    before = suggest(learn(opened, "local"), pool, limit=20)
    mark(opened.database, PROOFS[:1], "save")
    assert suggest(learn(opened, "local"), pool, limit=20) != before
    mark(opened.database, PROOFS[:1], "save", on=False)
    assert suggest(learn(opened, "local"), pool, limit=20) == before


def test_marked_and_excluded_papers_are_never_suggested(opened: Library, pool: Pool) -> None:
    mark(opened.database, WEAVING[:3], "save")
    mark(opened.database, WEAVING[3:6], "up")
    mark(opened.database, WEAVING[6:9], "hidden")
    mark(opened.database, WEAVING[9:12], "uninterested")
    excluded = [paper.key for paper in WEAVING[12:15]]
    made = suggest(learn(opened, "local"), pool, exclude=excluded, limit=len(ALL), exploration=0.5, seed="a day")
    assert {one.key for one in made} == {paper.key for paper in ALL} - {paper.key for paper in WEAVING[:15]}


def test_the_same_inputs_give_the_same_list(opened: Library) -> None:
    mark(opened.database, [*WEAVING[:3], *PROOFS[:3]], "save")
    first, second = (
        suggest(learn(opened, "local"), gather(opened, keys, NOW), limit=30, exploration=0.3, seed="a day")
        for keys in ([one.key for one in ALL], [one.key for one in reversed(ALL)])
    )
    assert first == second


def test_readers_learned_together_are_as_each_alone(opened: Library, pool: Pool) -> None:
    mark(opened.database, [*WEAVING[:3], *PROOFS[:2]], "save", reader="ada")
    mark(opened.database, [*GALAXIES[:3], *PROOFS[1:3]], "save", reader="bob")
    together = learn_all(opened, ["ada", "bob", "carol"])
    for name in ("ada", "bob", "carol"):
        assert suggest(together[name], pool, limit=30) == suggest(learn(opened, name), pool, limit=30)


def test_of_copies_of_one_paper_only_one_is_suggested(opened: Library) -> None:
    copies = [copied(WEAVING[4], 290), copied(WEAVING[4], 291)]
    library = open_library(opened.database, *copies)
    mark(library.database, WEAVING[:3], "save")
    pool = gather(library, [paper.key for paper in (*ALL, *copies)], NOW)
    made = suggest(learn(library, "local"), pool, limit=len(ALL))
    assert len({WEAVING[4].key, 290, 291} & {one.key for one in made}) == 1


def test_a_copy_of_a_rated_paper_is_not_suggested(opened: Library) -> None:
    library = open_library(opened.database, copied(WEAVING[0], 290))
    mark(library.database, WEAVING[:3], "save")
    pool = gather(library, [paper.key for paper in (*ALL, copied(WEAVING[0], 290))], NOW)
    assert 290 not in {one.key for one in suggest(learn(library, "local"), pool, limit=len(ALL))}


def test_a_reader_of_whom_nothing_is_known_gets_the_latest_papers(opened: Library, pool: Pool) -> None:
    made = suggest(learn(opened, "local"), pool, limit=5, exploration=0.5)
    day_of = {paper.key: paper.day for paper in ALL}
    assert {day_of[one.key] for one in made} == {NOW.date()}
    assert not any(one.explores for one in made)


def test_what_a_follow_matches_stands_before_what_nothing_speaks_for(opened: Library, pool: Pool) -> None:
    follow = Follow(1, "local", "category", "math.LO", "Logic", False, NOW)
    old = next(paper for paper in PROOFS if paper.day < NOW.date() - timedelta(days=5))
    assert suggest(learn(opened, "local"), pool, [(follow, [old.key])], limit=1)[0].key == old.key


def test_without_vectors_terms_and_categories_still_rank(database: Database) -> None:
    library = Library(database, open_library(database, *ALL, embed=False).engine, None)
    mark(library.database, WEAVING[:3], "save")
    pool = gather(library, [paper.key for paper in ALL], NOW)
    assert fields(suggest(learn(library, "local"), pool, limit=10)) == ["weaving"] * 10


def test_nothing_is_suggested_from_an_empty_pool(opened: Library) -> None:
    mark(opened.database, WEAVING[:3], "save")
    assert suggest(learn(opened, "local"), gather(opened, [], NOW), limit=10, exploration=0.5) == []


def test_all_is_well_where_every_candidate_is_an_example(opened: Library) -> None:
    mark(opened.database, WEAVING[:3], "save")
    assert suggest(learn(opened, "local"), gather(opened, [paper.key for paper in WEAVING[:3]], NOW)) == []
