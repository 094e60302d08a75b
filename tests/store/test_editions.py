"""What editions are made of in the catalog: marks, picks, and the editions themselves."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import zstandard
from sqlalchemy import update

from broadsheet.errors import StoreError
from broadsheet.model.edition import Count, Edition, Evidence, Item, Part, Score, Topic
from broadsheet.model.paper import Paper
from broadsheet.store import editions, marks, papers, picks
from broadsheet.store.database import Connection, Database
from broadsheet.store.schema import editions as table

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
GAN = Paper(1, "arxiv:1701.07875", "Wasserstein GAN", day=date(2017, 1, 26))
NEW = Paper(2, "arxiv:2611.00001", "Attention once more", day=date(2026, 11, 19))
TWIN = Paper(3, "doi:10.1/twin", "Attention once more", day=date(2026, 11, 19))

EVIDENCE = Evidence(0.5, (Count("upvotes", "huggingface", 12.0, 2.1),), 50, 9, 3.2, 0.4, True, False, True)
SCORE = Score(1.5, 0.8, (Part("attention", 1.2, "12 new upvotes"), Part("surge", 0.7, "9 of 50")))
FRONT = Edition(
    id="2026-11-19",
    period="day",
    first=date(2026, 11, 19),
    last=date(2026, 11, 19),
    closed=True,
    known_until=NOON,
    formula="1",
    weights={"attention": 1.0},
    inputs="abc",
    count=2,
    items=(Item(2, NEW.id, NEW.day, ("cs.LG",), ("arxiv",), EVIDENCE, SCORE, 1, True, False, "Read it twice."),),
    topics=(Topic(("attention", "sinks"), (NEW.id,), 4, 1.5, 2.7, (0, 1, 4)),),
)


@pytest.fixture
def library(any_database: Database) -> Database:
    with any_database.write() as connection:
        papers.write(connection, [GAN, NEW, TWIN], {one.key: [one.id] for one in (GAN, NEW, TWIN)})
    return any_database


def vote(connection: Connection, paper: Paper, on: bool = True, reader: str = "alice", minute: int = 0) -> bool:
    return marks.put(connection, reader, paper.key, "vote", on=on, made=NOON + timedelta(minutes=minute))


def test_a_vote_counts_once_and_can_be_taken_back(library: Database) -> None:
    with library.write() as connection:
        assert [vote(connection, GAN), vote(connection, GAN)] == [True, False]
        assert marks.of_papers(connection, "alice", [GAN.key, NEW.key]) == {GAN.key: {"vote"}}
        assert [vote(connection, GAN, on=False), vote(connection, GAN, on=False)] == [True, False]
        assert marks.of_papers(connection, "alice", [GAN.key]) == {}


def test_the_votes_of_any_moment_can_be_read(library: Database) -> None:
    with library.write() as connection:
        vote(connection, GAN)
        vote(connection, NEW, reader="bob", minute=1)
        vote(connection, GAN, on=False, minute=2)
    with library.read() as connection:
        held = [marks.holding(connection, NOON + timedelta(minutes=minute)) for minute in range(3)]
    assert [[(one.reader, one.paper_key) for one in some] for some in held] == [
        [("alice", GAN.key)],
        [("alice", GAN.key), ("bob", NEW.key)],
        [("bob", NEW.key)],
    ]


def test_saved_papers_are_listed_from_the_last_one_on(library: Database) -> None:
    with library.write() as connection:
        for paper in (GAN, NEW, TWIN):
            marks.put(connection, "alice", paper.key, "save", on=True, made=NOON)
        marks.put(connection, "alice", NEW.key, "save", on=False, made=NOON)
        saved = [one.paper_key for one in marks.listed(connection, "alice", "save", limit=10)]
        assert (saved, marks.count(connection, "alice", "save")) == ([TWIN.key, GAN.key], 2)
        assert marks.listed(connection, "alice", "save", limit=10, offset=2) == []


def test_votes_and_picks_go_with_a_paper_into_another(library: Database) -> None:
    with library.write() as connection:
        vote(connection, TWIN)
        vote(connection, NEW)
        vote(connection, TWIN, reader="bob")
        picks.add(connection, TWIN.key, "2026-11-20", leads=False, line="", curator="alice", made=NOON)
        papers.merge_into(connection, TWIN.key, NEW.key)
        assert [(one.reader, one.paper_key) for one in marks.holding(connection, NOON)] == [("alice", 2), ("bob", 2)]
        assert [one.paper_key for one in picks.of_edition(connection, "2026-11-20")] == [NEW.key]
        assert marks.readers(connection, [NEW.key], "vote") == {NEW.key: 2}


def test_a_vote_taken_back_on_one_of_two_papers_that_merge_leaves_the_other(library: Database) -> None:
    with library.write() as connection:
        vote(connection, NEW)
        vote(connection, TWIN, minute=1)
        vote(connection, TWIN, on=False, minute=2)
        papers.merge_into(connection, TWIN.key, NEW.key)
        assert marks.of_papers(connection, "alice", [NEW.key]) == {NEW.key: {"vote"}}
        assert [one.made for one in marks.holding(connection, NOON + timedelta(hours=1))] == [NOON]


def test_a_paper_is_picked_once_for_an_edition_with_its_latest_line(library: Database) -> None:
    with library.write() as connection:
        for line in ("First.", "Second."):
            picks.add(connection, NEW.key, "2026-11-20", leads=True, line=line, curator="alice", made=NOON)
        assert [one.line for one in picks.of_edition(connection, "2026-11-20")] == ["Second."]
        assert [one.line for one in picks.of_paper(connection, NEW.key)] == ["Second."]


def test_a_pick_that_was_taken_back_stood_until_then(library: Database) -> None:
    later = NOON + timedelta(hours=1)
    with library.write() as connection:
        pick = picks.add(connection, NEW.key, "2026-11-20", leads=False, line="", curator="alice", made=NOON)
        assert picks.withdraw(connection, pick.number, later) == pick
        assert picks.withdraw(connection, pick.number, later) is None
        assert picks.of_edition(connection, "2026-11-20") == []
        assert picks.of_edition(connection, "2026-11-20", NOON) == [pick]
        assert picks.of_edition(connection, "2026-11-20", NOON - timedelta(seconds=1)) == []


def test_an_edition_is_read_as_it_was_printed(library: Database) -> None:
    with library.write() as connection:
        assert editions.put(connection, FRONT)
        assert editions.get(connection, FRONT.id) == FRONT
        assert editions.get(connection, "2026-11-18") is None


def test_a_closed_edition_is_never_written_again(library: Database) -> None:
    changed = {"inputs": "other", "count": 0, "items": ()}
    with library.write() as connection:
        editions.put(connection, FRONT)
        assert not editions.put(connection, _with(FRONT, **changed))
        assert editions.get(connection, FRONT.id) == FRONT


def test_an_open_edition_is_replaced_by_the_next_until_it_closes(library: Database) -> None:
    with library.write() as connection:
        assert editions.put(connection, _with(FRONT, closed=False, count=1))
        assert editions.put(connection, FRONT)
        assert editions.get(connection, FRONT.id) == FRONT


def test_editions_know_what_came_before_and_after(library: Database) -> None:
    days = [date(2026, 11, number) for number in (17, 19, 20)]
    with library.write() as connection:
        for day in days:
            editions.put(connection, _with(FRONT, id=day.isoformat(), first=day, last=day, closed=day < days[2]))
        editions.put(connection, _with(FRONT, id="2026-W47", period="week", first=date(2026, 11, 16)))
        assert editions.neighbours(connection, "day", days[1]) == ("2026-11-17", "2026-11-20")
        assert editions.neighbours(connection, "day", days[2]) == ("2026-11-19", "")
        assert [one.id for one in editions.heads(connection, "day", limit=2)] == ["2026-11-20", "2026-11-19"]
        closed = editions.heads(connection, "day", limit=9, closed=True, before=days[1])
        assert [one.id for one in closed] == ["2026-11-17"]
        assert editions.ids(connection, closed=False) == {"2026-11-20"}
        assert editions.forget(connection, ["2026-11-20", "2026-11-19"]) == 1


def test_a_damaged_edition_is_named(library: Database) -> None:
    with library.write() as connection:
        editions.put(connection, FRONT)
        for damage in (b"", zstandard.compress(b"{}"), b"junk"):
            connection.execute(update(table).values(document=damage))
            with pytest.raises(StoreError, match="2026-11-19"):
                editions.get(connection, FRONT.id)


def _with(edition: Edition, **fields: object) -> Edition:
    return replace(edition, **fields)  # type: ignore[arg-type]


def test_the_latest_edition_that_keeps_a_paper_is_found_by_its_key_or_an_id(library: Database) -> None:
    week = replace(FRONT, id="2026-W47", period="week", first=date(2026, 11, 16), last=date(2026, 11, 22), closed=False)
    later = replace(FRONT, id="2026-11-20", first=date(2026, 11, 20), last=date(2026, 11, 20), items=())
    with library.write() as connection:
        for one in (FRONT, later, week):
            editions.put(connection, one)
        assert editions.latest_with(connection, NEW.key, NEW.id) == week  # as of Friday, when it was made
        assert editions.latest_with(connection, 99, NEW.id) == week
        assert editions.latest_with(connection, GAN.key, GAN.id) is None
        editions.forget(connection, [week.id])
        assert editions.latest_with(connection, NEW.key, "") == FRONT


def test_picks_that_stand_are_listed_latest_first(library: Database) -> None:
    with library.write() as connection:
        for paper, edition in ((GAN, "2026-11-20"), (NEW, "2026-W47"), (GAN, "2026-11")):
            picks.add(connection, paper.key, edition, leads=False, line="", curator="alice", made=NOON)
        picks.withdraw(connection, picks.of_edition(connection, "2026-W47")[0].number, NOON)
        assert [one.edition for one in picks.latest(connection, 10)] == ["2026-11", "2026-11-20"]
        assert len(picks.latest(connection, 1)) == 1
