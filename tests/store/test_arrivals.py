from datetime import UTC, datetime, timedelta

from broadsheet.harvest.intake import Report, take_in
from broadsheet.store import papers, records
from broadsheet.store.database import Database
from site_cast import adapt, raw_records

FIRST = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_papers_tell_when_they_came_in_and_when_they_last_changed(any_database: Database) -> None:
    raws = list(raw_records())[:2]
    take_in(any_database, raws, adapt=adapt, clock=lambda: FIRST, report=Report())
    later = FIRST + timedelta(hours=3)
    again = [raws[0].__class__(raws[0].format, b"another payload", raws[0].origin, raws[0].position)]
    take_in(any_database, again, adapt=adapt, clock=lambda: later, report=Report())
    with any_database.read() as connection:
        keys = papers.find_keys(connection, ["arxiv:1706.03762", "arxiv:1810.04805"])
        found = records.arrivals(connection, [*keys.values(), 999])
    assert found == {
        keys["arxiv:1706.03762"]: records.Arrivals(FIRST, later),
        keys["arxiv:1810.04805"]: records.Arrivals(FIRST, FIRST),
    }
