"""When editions are printed, and what is never printed again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from broadsheet.editions.keeping import keep, print_now
from broadsheet.editions.recomputing import recompute
from broadsheet.errors import NotFound
from broadsheet.store import editions, papers, vectors
from broadsheet.store.database import Database
from editions_cast import DESK, FRIDAY, MODEL, SATURDAY_MORNING, Stream

FRIDAY_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def stream(any_database: Database) -> Stream:
    stream = Stream(any_database)
    for ago in (0, 1, 1, 9):
        stream.put(FRIDAY - timedelta(days=ago))
    return stream


def stored(stream: Stream, *, closed: bool) -> set[str]:
    with stream.database.read() as connection:
        return editions.ids(connection, closed=closed)


def test_what_is_over_is_printed_and_what_is_open_is_shown_as_it_would_be(stream: Stream) -> None:
    kept = keep(stream.database, DESK, lambda: FRIDAY_NOON)
    assert stored(stream, closed=True) == {"2026-11-19", "2026-11-11", "2026-W46"}
    assert stored(stream, closed=False) == {"2026-11-20", "2026-W47", "2026-11"}
    assert (kept.printed, kept.renewed, kept.left, kept.waiting) == (3, 3, 0, 0)
    assert kept.told() == "3 editions printed, 3 made anew."


def test_an_open_edition_closes_in_the_morning_after_its_last_day(stream: Stream) -> None:
    keep(stream.database, DESK, lambda: FRIDAY_NOON)
    stream.put(FRIDAY, "Late looms", arrived=FRIDAY_NOON + timedelta(hours=3))
    keep(stream.database, DESK, lambda: SATURDAY_MORNING + timedelta(minutes=3))
    with stream.database.read() as connection:
        edition = editions.get(connection, "2026-11-20")
    assert edition is not None
    assert (edition.closed, edition.count) == (True, 2)
    assert SATURDAY_MORNING <= edition.known_until < SATURDAY_MORNING + timedelta(minutes=3)


def test_what_was_printed_is_not_printed_again(stream: Stream) -> None:
    keep(stream.database, DESK, lambda: SATURDAY_MORNING + timedelta(minutes=3))
    with stream.database.read() as connection:
        before = editions.get(connection, "2026-11-19")
    stream.put(FRIDAY - timedelta(days=1), arrived=SATURDAY_MORNING + timedelta(hours=1))
    kept = keep(stream.database, DESK, lambda: SATURDAY_MORNING + timedelta(hours=2))
    with stream.database.read() as connection:
        assert editions.get(connection, "2026-11-19") == before
    assert kept.printed == 0


def test_stopped_in_the_middle_it_goes_on_next_time(stream: Stream) -> None:
    allowed = iter([True, True, True, True, False])
    kept = keep(stream.database, DESK, lambda: FRIDAY_NOON, go_on=lambda: next(allowed))
    assert (kept.printed + kept.renewed, kept.left) == (4, 2)
    assert keep(stream.database, DESK, lambda: FRIDAY_NOON).printed == 2
    assert stored(stream, closed=True) == {"2026-11-19", "2026-11-11", "2026-W46"}


def test_an_edition_waits_until_its_papers_are_embedded(stream: Stream) -> None:
    with stream.database.write() as connection:
        vectors.drop_model(connection, MODEL)
    kept = keep(stream.database, DESK, lambda: FRIDAY_NOON)
    assert (kept.printed, kept.waiting, stored(stream, closed=True)) == (0, 3, set())
    assert "3 waiting for papers to come in and be embedded" in kept.told()
    assert stored(stream, closed=False) == {"2026-11-20", "2026-W47", "2026-11"}


def test_a_library_without_papers_has_no_editions(any_database: Database) -> None:
    kept = keep(any_database, DESK, lambda: FRIDAY_NOON)
    assert (kept.printed, kept.renewed) == (0, 0)


def test_papers_of_days_to_come_make_no_edition_yet(stream: Stream) -> None:
    stream.put(FRIDAY + timedelta(days=20), arrived=FRIDAY_NOON)
    keep(stream.database, DESK, lambda: FRIDAY_NOON)
    assert stored(stream, closed=False) == {"2026-11-20", "2026-W47", "2026-11"}


def test_days_are_printed_two_months_back_and_months_two_years(stream: Stream) -> None:
    for ago in (59, 61, 700, 900):
        stream.put(FRIDAY - timedelta(days=ago))
    keep(stream.database, DESK, lambda: FRIDAY_NOON)
    printed = stored(stream, closed=True)
    assert {"2026-09-22", "2026-09", "2024-12"} <= printed
    assert not {"2026-09-20", "2024-12-20", "2024-06"} & printed


def test_an_old_edition_is_printed_when_it_is_asked_for(stream: Stream) -> None:
    stream.put(FRIDAY - timedelta(days=900), "Old looms")
    keep(stream.database, DESK, lambda: FRIDAY_NOON)
    old = (FRIDAY - timedelta(days=900)).isoformat()
    assert old not in stored(stream, closed=True)
    assert print_now(stream.database, DESK, old, FRIDAY_NOON).count == 1
    assert old in stored(stream, closed=True)


def test_asked_for_an_edition_that_is_open_it_is_made_anew(stream: Stream) -> None:
    keep(stream.database, DESK, lambda: FRIDAY_NOON)
    stream.put(FRIDAY, arrived=FRIDAY_NOON)
    assert print_now(stream.database, DESK, "2026-11-20", FRIDAY_NOON).count == 2
    with pytest.raises(NotFound):
        print_now(stream.database, DESK, "tomorrow", FRIDAY_NOON)


def test_what_is_over_is_not_kept_before_its_papers_are_embedded(stream: Stream) -> None:
    with stream.database.write() as connection:
        vectors.drop_model(connection, MODEL)
    made = print_now(stream.database, DESK, "2026-11-19", FRIDAY_NOON)
    assert (made.count, made.closed) == (2, False)
    assert stored(stream, closed=True) | stored(stream, closed=False) == set()


def test_an_edition_without_papers_is_not_kept(stream: Stream) -> None:
    assert print_now(stream.database, DESK, "2001-01-01", FRIDAY_NOON).items == ()
    assert "2001-01-01" not in stored(stream, closed=True)


def test_nothing_is_printed_before_all_that_was_on_its_way_can_be_seen(stream: Stream) -> None:
    keep(stream.database, DESK, lambda: SATURDAY_MORNING + timedelta(minutes=1))
    assert "2026-11-20" not in stored(stream, closed=True)
    # Its record says when the transaction began; that took a minute.
    stream.put(FRIDAY, arrived=SATURDAY_MORNING)
    keep(stream.database, DESK, lambda: SATURDAY_MORNING + timedelta(minutes=2))
    with stream.database.read() as connection:
        edition = editions.get(connection, "2026-11-20")
    assert edition is not None
    assert (edition.closed, edition.count) == (True, 2)


def test_after_a_week_away_every_paper_is_in_one_edition(stream: Stream) -> None:
    keep(stream.database, DESK, lambda: FRIDAY_NOON)
    back = FRIDAY_NOON + timedelta(days=7)
    week = [stream.put(FRIDAY + timedelta(days=day), arrived=back) for day in range(1, 7)]
    late = stream.put(FRIDAY - timedelta(days=1), arrived=back)
    keep(stream.database, DESK, lambda: back + timedelta(hours=1))
    with stream.database.read() as connection:
        printed = [editions.get(connection, paper.day.isoformat()) for paper in week]
        today = editions.get(connection, "2026-11-27")
        again = [recompute(connection, DESK, one).inputs for one in printed if one]
    assert [[item.id for item in one.items] for one in printed if one] == [[paper.id] for paper in week]
    assert again == [one.inputs for one in printed if one]
    assert [item.id for item in today.items if not item.picked] == [late.id] if today else False


def test_an_edition_of_a_day_without_papers_closes_too(stream: Stream) -> None:
    keep(stream.database, DESK, lambda: FRIDAY_NOON)
    saturday = FRIDAY_NOON + timedelta(days=1)
    late = stream.put(FRIDAY - timedelta(days=1), arrived=saturday)
    keep(stream.database, DESK, lambda: saturday + timedelta(hours=1))
    assert "2026-11-21" in stored(stream, closed=False)
    keep(stream.database, DESK, lambda: saturday + timedelta(days=1))
    with stream.database.read() as connection:
        edition = editions.get(connection, "2026-11-21")
    assert edition is not None
    assert (edition.closed, [one.id for one in edition.items]) == (True, [late.id])


def test_an_open_edition_whose_papers_all_left_is_let_go_when_it_is_over(stream: Stream) -> None:
    keep(stream.database, DESK, lambda: FRIDAY_NOON)
    with stream.database.write() as connection:
        for paper in stream.by_title.values():
            papers.write(connection, [replace(paper, standing="withdrawn")], {paper.key: [paper.id]})
    keep(stream.database, DESK, lambda: SATURDAY_MORNING + timedelta(hours=1))
    assert "2026-11-20" not in stored(stream, closed=True) | stored(stream, closed=False)


def renewed(stream: Stream, now: datetime) -> int:
    return keep(stream.database, DESK, lambda: now).renewed


def test_what_is_open_is_made_anew_sooner_where_papers_came_in(stream: Stream) -> None:
    assert renewed(stream, FRIDAY_NOON) == 3
    assert renewed(stream, FRIDAY_NOON + timedelta(minutes=5)) == 0
    stream.put(FRIDAY, arrived=FRIDAY_NOON + timedelta(minutes=6))
    assert renewed(stream, FRIDAY_NOON + timedelta(minutes=10)) == 1
    assert renewed(stream, FRIDAY_NOON + timedelta(minutes=15)) == 0
    # The day's is old by now, the week's has not got that paper; later the month's has not.
    assert renewed(stream, FRIDAY_NOON + timedelta(minutes=36)) == 2
    assert renewed(stream, FRIDAY_NOON + timedelta(minutes=125)) == 2


def test_without_a_past_what_is_open_is_not_made_anew_again_and_again(stream: Stream) -> None:
    renewed(stream, FRIDAY_NOON)
    assert renewed(stream, FRIDAY_NOON + timedelta(minutes=6)) == 0


def test_what_is_open_is_made_anew_sooner_where_its_papers_were_embedded(stream: Stream) -> None:
    stream.put_all([(FRIDAY - timedelta(days=100), "", None, {})] * 70)
    keys = [paper.key for paper in stream.by_title.values()]
    with stream.database.read() as connection:
        _, rows = vectors.of_papers(connection, MODEL, keys)
    with stream.database.write() as connection:
        vectors.drop_model(connection, MODEL)
    renewed(stream, FRIDAY_NOON)
    assert renewed(stream, FRIDAY_NOON + timedelta(minutes=5)) == 0
    with stream.database.write() as connection:
        digests = [papers.text_digest(paper) for paper in stream.by_title.values()]
        vectors.save(connection, MODEL, keys, digests, rows.astype("float32"))
    assert renewed(stream, FRIDAY_NOON + timedelta(minutes=6)) == 1
    assert renewed(stream, FRIDAY_NOON + timedelta(minutes=12)) == 0


def test_an_open_edition_from_before_the_clock_was_put_back_is_made_anew(stream: Stream) -> None:
    assert renewed(stream, FRIDAY_NOON + timedelta(hours=1)) == 3
    assert renewed(stream, FRIDAY_NOON) == 3


def test_while_an_import_brings_in_its_papers_an_edition_waits(stream: Stream) -> None:
    stream.put(FRIDAY - timedelta(days=1), arrived=FRIDAY_NOON - timedelta(minutes=1))
    assert keep(stream.database, DESK, lambda: FRIDAY_NOON).waiting == 1
    assert "2026-11-19" not in stored(stream, closed=True)
    assert print_now(stream.database, DESK, "2026-11-19", FRIDAY_NOON).count == 3
    assert keep(stream.database, DESK, lambda: FRIDAY_NOON + timedelta(minutes=5)).waiting == 0
    with stream.database.read() as connection:
        edition = editions.get(connection, "2026-11-19")
    assert edition is not None
    assert (edition.closed, edition.count) == (True, 3)


def test_an_edition_that_is_still_to_come_is_not_kept(stream: Stream) -> None:
    stream.put(FRIDAY + timedelta(days=20), arrived=FRIDAY_NOON - timedelta(hours=1))
    assert print_now(stream.database, DESK, "2026-12-10", FRIDAY_NOON).count == 1
    assert stored(stream, closed=False) == set()


def test_papers_older_than_any_edition_are_in_none(any_database: Database) -> None:
    stream = Stream(any_database)
    for day in (date(1, 1, 1), date(1846, 10, 1), date(1899, 12, 31)):
        stream.put(day, arrived=FRIDAY_NOON - timedelta(hours=1))
    assert keep(any_database, DESK, lambda: FRIDAY_NOON).printed == 0
    stream.put(date(1900, 1, 1), arrived=FRIDAY_NOON - timedelta(hours=1))
    assert keep(any_database, DESK, lambda: FRIDAY_NOON).printed == 3
