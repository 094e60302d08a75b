"""Versions of one work that stand in the library as papers of their own."""

from dataclasses import replace
from datetime import date

import pytest

from broadsheet.model.paper import Author, Paper
from broadsheet.search.alike.twins import Work
from broadsheet.search.similar import similar, similar_to_text
from broadsheet.store.database import Database
from search_cast import CAST, open_library

ABSTRACT = (
    "We weave linen on a loom that is driven by water, and measure how the tension of the thread changes with the "
    "speed of the shuttle. The cloth is finer than that of the best hand looms, and the loom needs half of the water."
)
LOOM = Paper(
    30,
    "arxiv:2101.00030",
    "A loom that is driven by water",
    ABSTRACT,
    authors=(Author("Ada Weaver"), Author("Ben Dyer")),
    arxiv_id="2101.00030",
    day=date(2021, 1, 4),
)
ANEW = replace(LOOM, key=31, id="arxiv:2105.00031", arxiv_id="2105.00031", day=date(2021, 5, 4))
RENAMED = replace(ANEW, title="Water looms", abstract=ABSTRACT.replace("half of the water", "less water"))
SPINDLE = replace(
    ANEW,
    key=32,
    id="arxiv:2106.00032",
    title="Spindles that are driven by wind",
    abstract="A spindle is driven by wind; the tension of the thread changes with the wind, and linen thread breaks.",
)

REWRITTEN = replace(
    ANEW,
    title="Aquaweave: A faster loom",
    abstract=(
        "We weave linen on a loom that is driven by water, and measure how the tension of the thread changes. "
        "This time two rivers drive it, so that it stands still less often, and hemp and wool are woven as well."
    ),
)
NAMED = replace(LOOM, title="Aquaweave: A loom that is driven by water")
MORE = f"{ABSTRACT} {' '.join(reversed(ABSTRACT.split()))}"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(ANEW, id="the same under a new id"),
        pytest.param(replace(ANEW, title="A Loom That is Driven by Water.", abstract="Short."), id="title, people"),
        pytest.param(replace(ANEW, authors=(Author("A. Weaver"),), abstract=""), id="initials, no abstract"),
        pytest.param(replace(ANEW, authors=()), id="authors not known"),
        pytest.param(RENAMED, id="another title"),
    ],
)
def test_one_work(other: Paper) -> None:
    assert Work(LOOM).is_twin_of(Work(other))
    assert Work(other).is_twin_of(Work(LOOM))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(ANEW, authors=(Author("Cleo Spinner"),)), id="other people"),
        pytest.param(SPINDLE, id="the same people on something else"),
        pytest.param(replace(RENAMED, title="Water looms, part II"), id="a further part"),
        pytest.param(replace(ANEW, title="Water looms", abstract="We weave linen."), id="too little text to tell"),
        pytest.param(replace(RENAMED, abstract=MORE), id="much was added"),
    ],
)
def test_two_works(other: Paper) -> None:
    assert not Work(LOOM).is_twin_of(Work(other))
    assert not Work(other).is_twin_of(Work(LOOM))


def test_a_version_that_was_rewritten_keeps_its_name() -> None:
    assert Work(NAMED).is_twin_of(Work(REWRITTEN))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(REWRITTEN, title="Aquaweave++: A faster loom"), id="what came of it"),
        pytest.param(replace(REWRITTEN, title="Aquaweave II: A faster loom"), id="a further part"),
        pytest.param(replace(REWRITTEN, title="Riverweave: A faster loom"), id="another name"),
        pytest.param(replace(REWRITTEN, authors=()), id="authors not known"),
        pytest.param(replace(REWRITTEN, abstract=SPINDLE.abstract), id="another text"),
    ],
)
def test_a_name_alone_is_not_one_work(other: Paper) -> None:
    assert not Work(NAMED).is_twin_of(Work(other))


def test_a_version_without_abstract_is_known_by_its_title(database: Database) -> None:
    bare = replace(ANEW, abstract="")
    library = open_library(database, *CAST, LOOM, bare, SPINDLE)
    assert bare.key not in {hit.paper.key for hit in similar(library, [LOOM.key], limit=9)}
    assert len({hit.paper.key for hit in similar(library, [SPINDLE.key], limit=9)} & {LOOM.key, bare.key}) == 1


@pytest.mark.parametrize("varied", [True, False])
def test_a_text_finds_one_of_two_versions(database: Database, varied: bool) -> None:
    library = open_library(database, *CAST, LOOM, RENAMED, SPINDLE)
    found = [hit.paper.key for hit in similar_to_text(library, ABSTRACT, limit=3, varied=varied)]
    assert found[0] in (LOOM.key, RENAMED.key)
    assert len(found) == 3
    assert len({LOOM.key, RENAMED.key} & set(found)) == 1


def test_short_titles_without_authors_are_not_one_work() -> None:
    one = Paper(1, "bs:1", "On looms")
    assert not Work(one).is_twin_of(Work(replace(one, key=2, id="bs:2")))


@pytest.mark.parametrize("embed", [True, False])
@pytest.mark.parametrize("varied", [True, False])
def test_versions_are_not_listed_beside_a_paper(database: Database, embed: bool, varied: bool) -> None:
    library = open_library(database, *CAST, LOOM, ANEW, SPINDLE, embed=embed)
    found = {hit.paper.key for hit in similar(library, [LOOM.key], limit=5, varied=varied)}
    assert SPINDLE.key in found
    assert not {LOOM.key, ANEW.key} & found


@pytest.mark.parametrize("embed", [True, False])
def test_of_two_versions_one_is_listed(database: Database, embed: bool) -> None:
    library = open_library(database, *CAST, LOOM, RENAMED, SPINDLE, embed=embed)
    found = [hit.paper.key for hit in similar(library, [SPINDLE.key], limit=5)]
    assert len({LOOM.key, RENAMED.key} & set(found)) == 1
