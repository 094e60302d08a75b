"""An edition is computed again, and what is another by now is named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.editions.making import make, rank
from broadsheet.editions.recomputing import Recomputed, recompute
from broadsheet.model.edition import Edition
from broadsheet.model.paper import Paper
from broadsheet.store import editions, papers, vectors
from broadsheet.store.database import Database
from editions_cast import CODE, DESK, FRIDAY, MODEL, SATURDAY_MORNING, Stream, count, unit

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
THURSDAY = FRIDAY - timedelta(days=1)


@pytest.fixture
def stream(database: Database) -> Stream:
    """A quiet year, and a Friday with nine papers of a region that grows; the first three were upvoted."""
    stream = Stream(database)
    stream.year()
    for number in range(9):
        paper = stream.put(FRIDAY, f"Loom {number}", region=7)
        if number < 3:
            with database.write() as connection:
                count(connection, paper, "upvotes", "huggingface", (NOON, 10 + number))
    return stream


def printed(stream: Stream) -> Edition:
    with stream.database.write() as connection:
        editions.put(connection, make(connection, DESK, "2026-11-20", SATURDAY_MORNING, closed=True))
        edition = editions.get(connection, "2026-11-20")
    assert edition
    return edition


def again(stream: Stream, edition: Edition) -> Recomputed:
    with stream.database.read() as connection:
        return recompute(connection, DESK, edition)


def changed(stream: Stream, paper: Paper, **fields: object) -> None:
    with stream.database.write() as connection:
        papers.write(connection, [replace(paper, **fields)], {paper.key: [paper.id]})  # type: ignore[arg-type]


def test_what_did_not_change_gives_the_same_edition(stream: Stream) -> None:
    edition = printed(stream)
    stream.put(FRIDAY, region=7, arrived=SATURDAY_MORNING + timedelta(hours=2))
    assert again(stream, edition) == Recomputed("1", MODEL, True, edition.inputs, 9, ())


def test_other_weights_of_today_do_not_matter(stream: Stream) -> None:
    edition = printed(stream)
    with stream.database.read() as connection:
        other = replace(DESK, weights=replace(DESK.weights, surge=9.0))
        assert recompute(connection, other, edition).inputs == edition.inputs


def test_a_list_that_does_not_follow_from_its_evidence_is_found(stream: Stream) -> None:
    edition = printed(stream)
    first, second, *others = edition.items
    swapped = replace(edition, items=(replace(second, rank=1), replace(first, rank=2), *others))
    forged = replace(edition, items=(replace(first, score=replace(first.score, total=99.0)), second, *others))
    assert not again(stream, swapped).follows
    assert not again(stream, forged).follows


def test_a_paper_that_has_code_now_is_named(stream: Stream) -> None:
    edition = printed(stream)
    paper = stream.by_title["Loom 5"]
    changed(stream, paper, links=(CODE,))
    found = again(stream, edition)
    assert found.inputs != edition.inputs
    assert [(one.id, one.why) for one in found.changes] == [(paper.id, "has code now")]


def test_papers_that_left_are_named_with_the_reason(stream: Stream) -> None:
    edition = printed(stream)
    moved, withdrawn, joined = (stream.by_title[f"Loom {number}"] for number in (5, 6, 8))
    changed(stream, moved, day=THURSDAY)
    changed(stream, withdrawn, standing="withdrawn")
    into = stream.by_title["Loom 4"]
    with stream.database.write() as connection:
        papers.merge_into(connection, joined.key, into.key)
    why = {one.id: one.why for one in again(stream, edition).changes}
    assert why[moved.id] == "is listed under 2026-11-19 now"
    assert why[withdrawn.id] == "is withdrawn since"
    assert why[joined.id] == f"is {into.id} now, with which it was joined"


def test_a_paper_that_came_in_with_an_earlier_day_is_named(stream: Stream) -> None:
    other = stream.put(THURSDAY, "Spindle", region=7, links=(CODE,))
    edition = printed(stream)
    changed(stream, other, day=FRIDAY)
    found = again(stream, edition)
    assert found.count == 10
    assert any(one.id == other.id and "earlier day" in one.why for one in found.changes)


def test_counts_that_are_others_are_told(stream: Stream) -> None:
    edition = printed(stream)
    paper = stream.by_title["Loom 0"]
    with stream.database.write() as connection:
        count(connection, paper, "upvotes", "huggingface", (NOON + timedelta(hours=1), 25.0))
    why = {one.id: one.why for one in again(stream, edition).changes}
    assert why[paper.id].startswith("upvotes by huggingface grew by 10 then, and by 25 now")
    assert "as other papers' counts changed" in why[stream.by_title["Loom 1"].id]


def test_another_vector_is_told(stream: Stream) -> None:
    edition = printed(stream)
    paper = stream.by_title["Loom 3"]
    with stream.database.write() as connection:
        vectors.save(connection, MODEL, [paper.key], [papers.text_digest(paper)], unit(4_242)[None, :])
    why = {one.id: one.why for one in again(stream, edition).changes}
    assert why[paper.id] == "its text or vector changed, or those of papers around it"


def test_an_earlier_edition_that_was_printed_afterwards_changes_nothing(stream: Stream) -> None:
    with stream.database.write() as connection:
        wednesday = SATURDAY_MORNING - timedelta(days=2)
        editions.put(connection, make(connection, DESK, "2026-11-18", wednesday, closed=True))
    stream.put(THURSDAY, "Late", arrived=NOON)
    edition = printed(stream)
    assert edition.count == 9  # Thursday's are left to their own
    with stream.database.write() as connection:
        after = SATURDAY_MORNING + timedelta(days=3)
        editions.put(connection, make(connection, DESK, "2026-11-19", after, closed=True))
    assert again(stream, edition).inputs == edition.inputs


def test_a_paper_of_another_day_can_be_ranked_among_those_of_an_edition(stream: Stream) -> None:
    old = stream.put(THURSDAY - timedelta(days=30), "Old", links=(CODE,))
    with stream.database.read() as connection:
        with_it = rank(connection, DESK, "2026-11-20", SATURDAY_MORNING, also=[old.key])
        without = rank(connection, DESK, "2026-11-20", SATURDAY_MORNING)
    (item,) = (one for one in with_it.items if one.key == old.key)
    assert (len(with_it.items), item.evidence.age, item.evidence.has_code) == (10, 31, True)
    assert [one.evidence for one in with_it.items if one.key != old.key] == [one.evidence for one in without.items]
