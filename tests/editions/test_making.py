"""What an edition is made of, and that it is the same whoever computes it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from broadsheet.editions.making import make, reorder
from broadsheet.errors import NotFound
from broadsheet.model.edition import Edition, Item
from broadsheet.model.paper import Paper
from broadsheet.settings import Weights
from broadsheet.store import editions, marks, papers, picks, vectors
from broadsheet.store.database import Database
from editions_cast import CODE, DESK, FRIDAY, MODEL, SATURDAY_MORNING, Row, Stream, count, unit

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
THURSDAY = FRIDAY - timedelta(days=1)


@pytest.fixture
def stream(database: Database) -> Stream:
    return Stream(database)


def made(
    stream: Stream, edition_id: str = "2026-11-20", *, now: datetime = SATURDAY_MORNING, closed: bool = True
) -> Edition:
    with stream.database.read() as connection:
        return make(connection, DESK, edition_id, now, closed=closed)


def item_of(edition: Edition, paper: Paper) -> Item:
    return next(one for one in edition.items if one.key == paper.key)


def ids(edition: Edition) -> list[str]:
    return [one.id for one in edition.items]


def test_an_edition_has_the_papers_of_its_days(stream: Stream) -> None:
    stream.put(THURSDAY)
    today = [stream.put(FRIDAY), stream.put(FRIDAY)]
    stream.put(FRIDAY + timedelta(days=1))
    edition = made(stream)
    assert sorted(ids(edition)) == sorted(one.id for one in today)
    assert (edition.period, edition.first, edition.last, edition.count) == ("day", FRIDAY, FRIDAY, 2)
    assert (edition.closed, edition.known_until, edition.formula) == (True, SATURDAY_MORNING, "1")


def test_an_empty_library_makes_an_empty_edition(stream: Stream) -> None:
    assert made(stream).items == ()
    with pytest.raises(NotFound):
        made(stream, "2026-11-31")


def test_without_any_signal_papers_with_substance_come_first_and_the_rest_by_id(stream: Stream) -> None:
    plain = [stream.put(FRIDAY), stream.put(FRIDAY)]
    code = stream.put(FRIDAY, links=(CODE,))
    results = stream.put(FRIDAY, abstract="Accuracy rises by 7.5%.")
    assert ids(made(stream)) == [code.id, results.id, *(one.id for one in plain)]


def test_withdrawn_papers_are_in_no_edition(stream: Stream) -> None:
    stream.put(FRIDAY, standing="withdrawn")
    here = stream.put(FRIDAY)
    assert ids(made(stream)) == [here.id]


def test_what_grows_more_than_others_of_its_age_comes_first(stream: Stream) -> None:
    quiet, loud = stream.put(FRIDAY), stream.put(FRIDAY)
    with stream.database.write() as connection:
        for paper, upvotes in ((quiet, 3), (loud, 40)):
            count(connection, paper, "upvotes", "huggingface", (NOON, upvotes))
    edition = made(stream)
    assert ids(edition)[0] == loud.id
    (found,) = item_of(edition, loud).evidence.counts
    assert (found.kind, found.source, found.amount, found.expected < 40) == ("upvotes", "huggingface", 40, True)


def test_an_older_paper_is_in_where_its_counts_grew_and_only_then(stream: Stream) -> None:
    old, still = stream.put(THURSDAY - timedelta(days=40)), stream.put(THURSDAY)
    stream.put(FRIDAY)
    with stream.database.write() as connection:
        before = NOON - timedelta(days=2)
        count(connection, old, "stars", "github", (before, 10), (NOON, 90))
        count(connection, still, "stars", "github", (before, 500))
    edition = made(stream)
    assert (item_of(edition, old).evidence.counts[0].amount, still.id in ids(edition)) == (80, False)
    assert item_of(edition, old).evidence.age == 41


def test_what_was_counted_before_anybody_looked_is_spread_over_a_papers_life(stream: Stream) -> None:
    old = stream.put(FRIDAY - timedelta(days=99))
    with stream.database.write() as connection:
        count(connection, old, "stars", "github", (NOON, 995))
    assert item_of(made(stream), old).evidence.counts[0].amount == pytest.approx(5, abs=0.01)


def test_counts_after_an_editions_time_are_not_in_it(stream: Stream) -> None:
    paper = stream.put(FRIDAY)
    with stream.database.write() as connection:
        count(connection, paper, "upvotes", "huggingface", (NOON, 4), (SATURDAY_MORNING + timedelta(hours=1), 90))
    edition = made(stream, now=SATURDAY_MORNING + timedelta(days=30))
    assert item_of(edition, paper).evidence.counts[0].amount == 4


def test_a_vote_counts_while_it_holds(stream: Stream) -> None:
    first, second = stream.put(FRIDAY), stream.put(FRIDAY)
    with stream.database.write() as connection:
        for paper in (first, second):
            marks.put(connection, "alice", paper.key, "vote", on=True, made=NOON)
        marks.put(connection, "alice", first.key, "vote", on=False, made=NOON + timedelta(minutes=5))
    edition = made(stream)
    assert ids(edition) == [second.id, first.id]
    assert "1 independent vote" in item_of(edition, second).score.parts[0].reason


def test_five_accounts_that_always_vote_together_count_about_as_one(stream: Stream) -> None:
    ringed = [stream.put(FRIDAY) for _ in range(12)]
    liked = stream.put(FRIDAY)
    with stream.database.write() as connection:
        for number in range(5):
            for paper in ringed:
                marks.put(connection, f"ring {number}", paper.key, "vote", on=True, made=NOON)
            for other in range(12):
                own = Paper(1_000 + 100 * number + other, f"bs:own{number}{other}", "Own", day=THURSDAY)
                papers.write(connection, [own], {own.key: [own.id]})
                marks.put(connection, f"reader {number}", own.key, "vote", on=True, made=NOON - timedelta(days=3))
            marks.put(connection, f"reader {number}", liked.key, "vote", on=True, made=NOON)
    edition = made(stream)
    amounts = [item_of(edition, paper).evidence.counts[0].amount for paper in (ringed[0], liked)]
    assert amounts[0] < 1.5 < 4 < amounts[1]


def test_a_region_that_grows_lifts_its_papers_and_is_named(stream: Stream) -> None:
    stream.year()
    grown = [stream.put(FRIDAY, f"Weaving looms, part {part}", region=7) for part in range(12)]
    quiet = stream.put(FRIDAY, region=1_001)
    edition = made(stream)
    assert set(ids(edition)[:12]) == {one.id for one in grown}
    evidence = item_of(edition, grown[0]).evidence
    assert (evidence.neighbours, evidence.rising >= 11, evidence.expected_rising < 3) == (30, True, True)
    assert item_of(edition, quiet).evidence.rising < 6
    (topic,) = edition.topics
    assert set(topic.papers) <= {one.id for one in grown}
    assert ("looms" in " ".join(topic.terms).casefold(), topic.recent >= 10, topic.lift > 3) == (True, True, True)
    assert (len(topic.weekly), topic.weekly[-1], sum(topic.weekly[:-1]) <= 3) == (26, topic.recent, True)


def test_a_year_without_anything_rising_has_no_topics(stream: Stream) -> None:
    stream.year(before=FRIDAY + timedelta(days=1))
    assert made(stream).topics == ()


def test_while_most_papers_have_no_vector_nothing_seems_to_rise(stream: Stream) -> None:
    stream.year()
    paper, *_ = [stream.put(FRIDAY, region=7) for _ in range(12)]
    with stream.database.write() as connection:
        vectors.drop_model(connection, MODEL)
        vectors.save(connection, MODEL, [paper.key], ["x"], unit(1).reshape(1, -1))
    evidence = item_of(made(stream), paper).evidence
    assert (evidence.neighbours, evidence.rising) == (0, 0)


def test_without_a_past_nothing_is_the_first_of_its_kind(stream: Stream) -> None:
    papers = [stream.put(FRIDAY) for _ in range(30)]
    assert {item_of(made(stream), paper).evidence.novelty for paper in papers} == {0.0}


def test_what_stands_far_from_all_earlier_papers_is_new(stream: Stream) -> None:
    stream.year()
    for number in range(25):
        stream.put(FRIDAY, region=1_000 + number % 20)
    odd = stream.put(FRIDAY)
    edition = made(stream)
    assert item_of(edition, odd).evidence.novelty > 0.9
    assert sum(one.evidence.novelty > 0.9 for one in edition.items) <= 3


def test_the_same_inputs_make_the_same_edition(stream: Stream) -> None:
    stream.year()
    for _ in range(8):
        stream.put(FRIDAY, region=7)
    assert made(stream) == made(stream)


def test_papers_that_came_in_later_do_not_change_an_edition_that_is_computed_again(stream: Stream) -> None:
    stream.year()
    for _ in range(8):
        stream.put(FRIDAY, region=7)
    before = made(stream)
    for _ in range(5):
        stream.put(FRIDAY, region=7, arrived=SATURDAY_MORNING + timedelta(hours=3))
    assert made(stream) == before
    assert made(stream, now=SATURDAY_MORNING + timedelta(days=1)).inputs != before.inputs


def test_an_edition_is_computed_again_from_what_is_stored_with_it(stream: Stream) -> None:
    stream.year()
    for number in range(20):
        paper = stream.put(FRIDAY, region=7 if number < 9 else None, links=(CODE,) if number % 3 else ())
        with stream.database.write() as connection:
            count(connection, paper, "upvotes", "huggingface", (NOON, number))
    edition = made(stream)
    with stream.database.write() as connection:
        editions.put(connection, edition)
        stored = editions.get(connection, edition.id)
    assert stored is not None
    assert reorder(stored) == edition.items
    assert [one.id for one in reorder(stored, Weights(attention=0.0))] != ids(edition)


def test_a_paper_that_came_in_after_its_own_edition_is_in_the_next(stream: Stream) -> None:
    stream.put(THURSDAY)
    thursday = made(stream, "2026-11-19", now=SATURDAY_MORNING - timedelta(days=1))
    with stream.database.write() as connection:
        editions.put(connection, thursday)
    late = stream.put(THURSDAY, arrived=SATURDAY_MORNING - timedelta(hours=2))
    stream.put(THURSDAY - timedelta(days=90), arrived=SATURDAY_MORNING - timedelta(hours=2))
    today = stream.put(FRIDAY)
    edition = made(stream)
    assert sorted(ids(edition)) == sorted([late.id, today.id])
    assert item_of(edition, late).evidence.age == 1


def test_picks_come_first_and_one_of_them_leads(stream: Stream) -> None:
    computed, pinned, leading = (stream.put(FRIDAY, links=(CODE,) * (number == 0)) for number in range(3))
    old = stream.put(THURSDAY - timedelta(days=400))
    with stream.database.write() as connection:
        for paper, leads in ((pinned, False), (leading, True), (old, False)):
            picks.add(connection, paper.key, "2026-11-20", leads=leads, line="Read it.", curator="alice", made=NOON)
        late = SATURDAY_MORNING + timedelta(hours=1)
        picks.add(connection, computed.key, "2026-11-20", leads=True, line="", curator="alice", made=late)
    edition = made(stream)
    assert ids(edition) == [leading.id, pinned.id, old.id, computed.id]
    assert [(one.picked, one.leads, one.line) for one in edition.items] == [
        (True, True, "Read it."),
        (True, False, "Read it."),
        (True, False, "Read it."),
        (False, False, ""),
    ]


def test_the_first_papers_of_every_category_are_kept_and_all_are_counted(stream: Stream) -> None:
    many: list[Row] = [(FRIDAY, "", None, {"links": (CODE,)}) for _ in range(330)]
    rare: list[Row] = [(FRIDAY, "", None, {"categories": ("math.NT",)}) for _ in range(25)]
    stream.put_all([*many, *rare])
    edition = made(stream)
    kept = [one.category for one in edition.items]
    assert (edition.count, kept.count("cs.LG"), kept.count("math.NT")) == (355, 300, 20)
    assert [one.rank for one in edition.items] == [*range(1, 301), *range(331, 351)]


def test_a_count_without_end_is_passed_over(stream: Stream) -> None:
    odd, usual = stream.put(FRIDAY), stream.put(FRIDAY)
    with stream.database.write() as connection:
        count(connection, odd, "stars", "github", (NOON, float("inf")))
        count(connection, usual, "stars", "github", (NOON, 1e300))
    with stream.database.write() as connection:
        editions.put(connection, made(stream))
        stored = editions.get(connection, "2026-11-20")
    assert stored is not None
    assert [(one.id, len(one.evidence.counts)) for one in stored.items] == [(usual.id, 1), (odd.id, 0)]


def test_a_vector_that_is_no_number_has_no_neighbours(stream: Stream) -> None:
    stream.year()
    odd, *others = [stream.put(FRIDAY, region=7) for _ in range(9)]
    with stream.database.write() as connection:
        row = np.full((1, len(unit(1))), np.nan, dtype=np.float32)
        vectors.save(connection, MODEL, [odd.key], [papers.text_digest(odd)], row)
    edition = made(stream)
    assert item_of(edition, odd).evidence.neighbours == 0
    assert item_of(edition, others[0]).evidence.rising >= 7


def test_where_the_lead_was_withdrawn_the_one_before_it_leads(stream: Stream) -> None:
    first, second, gone = (stream.put(FRIDAY) for _ in range(3))
    with stream.database.write() as connection:
        for paper in (first, second, gone):
            picks.add(connection, paper.key, "2026-11-20", leads=True, line="", curator="alice", made=NOON)
        papers.write(connection, [replace(gone, standing="withdrawn")], {gone.key: [gone.id]})
    assert [(one.id, one.leads) for one in made(stream).items] == [(second.id, True), (first.id, False)]
