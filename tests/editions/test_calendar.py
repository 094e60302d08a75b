"""Which editions there are, and a curator's picks for them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.editions.calendar import bounds, closes, current, following, id_of
from broadsheet.editions.curate import LONGEST_LINE, pick
from broadsheet.errors import NotFound
from broadsheet.model.edition import PERIODS, Period
from broadsheet.model.paper import Paper
from broadsheet.store import papers, picks
from broadsheet.store.database import Database

FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_every_day_belongs_to_one_edition_of_each_period() -> None:
    assert [id_of(period, date(2026, 11, 20)) for period in PERIODS] == ["2026-11-20", "2026-W47", "2026-11"]
    assert bounds("2026-W47") == ("week", date(2026, 11, 16), date(2026, 11, 22))
    assert bounds("2028-02") == ("month", date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize(
    "wrong", ["2026-11-31", "2026-W54", "2026-13", "today", "", "0000-01", "9999-12-31", "２０26-11"]
)
def test_what_no_edition_is_called_is_refused_in_words(wrong: str) -> None:
    with pytest.raises(NotFound, match="2026-11-20, 2026-W47 or 2026-11"):
        bounds(wrong)


@given(st.dates(date(1901, 1, 1), date(9990, 1, 1)), st.sampled_from(PERIODS))
def test_an_edition_holds_its_day_and_the_next_begins_where_it_ends(day: date, period: Period) -> None:
    edition = id_of(period, day)
    kind, first, last = bounds(edition)
    assert (kind, first <= day <= last) == (period, True)
    assert bounds(following(edition))[1] == last + timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "open_now"),
    [
        (FRIDAY, ["2026-11-20", "2026-W47", "2026-11"]),
        (datetime(2026, 12, 1, 5, 59, tzinfo=UTC), ["2026-11-30", "2026-W49", "2026-11"]),
        (datetime(2026, 12, 1, 6, 0, tzinfo=UTC), ["2026-12-01", "2026-W49", "2026-12"]),
        (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), ["2026-11-22", "2026-W47", "2026-11"]),
    ],
)
def test_an_edition_is_open_until_the_morning_after_its_last_day(now: datetime, open_now: list[str]) -> None:
    assert [current(period, now) for period in PERIODS] == open_now
    assert all(now < closes(edition) for edition in open_now)


@pytest.fixture
def library(database: Database) -> Database:
    with database.write() as connection:
        papers.write(connection, [Paper(1, "arxiv:2611.00001", "Attention once more")], {1: ["arxiv:2611.00001"]})
    return database


def test_a_pick_goes_into_the_edition_that_was_asked_for(library: Database) -> None:
    with library.write() as connection:
        made = pick(connection, 1, "2026-11", leads=True, line=" Read \n\x1b\x07 it. ", curator="alice", now=FRIDAY)
        assert (made.edition, made.leads, made.line) == ("2026-11", True, "Read it.")
        assert picks.of_edition(connection, "2026-11") == [made]


def test_a_pick_for_a_closed_edition_goes_into_the_next(library: Database) -> None:
    with library.write() as connection:
        made = [
            pick(connection, 1, asked, leads=False, line="", curator="alice", now=FRIDAY).edition
            for asked in ("2026-11-19", "2026-W46", "2026-01", "2026-11-27")
        ]
    assert made == ["2026-11-20", "2026-W47", "2026-11", "2026-11-27"]


def test_a_paper_that_is_gone_cannot_be_picked(library: Database) -> None:
    with library.write() as connection, pytest.raises(NotFound, match="not in the library"):
        pick(connection, 7, "2026-11-20", leads=False, line="", curator="alice", now=FRIDAY)


def test_a_line_is_kept_to_its_length(library: Database) -> None:
    with library.write() as connection:
        made = pick(connection, 1, "2026-11-20", leads=False, line="a " * 900, curator="alice", now=FRIDAY)
    assert len(made.line) == LONGEST_LINE
