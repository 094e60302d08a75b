"""A harvest: pages go in with the cursor behind them, and a report says what happened."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import orjson
import pytest

from broadsheet.errors import AlreadyRunning, BadAnswer
from broadsheet.harvest.reports import RunReport, Verdict, read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources.base import Asking, Counted, Page, Source, Wanted
from broadsheet.lib.http.answer import Answer
from broadsheet.model.raw import RawRecord, Reading, Refusal
from broadsheet.store import harvests, leases, papers, signals
from broadsheet.store.database import Database
from harvest_fixtures import MakeGround
from upstream import Asked, Reply, Upstream

HOST = "papers.example"


def lines(*titles: str) -> bytes:
    """A page of the service: one record a line, in a layout that the library knows."""
    return b"\n".join(
        orjson.dumps({"id": f"2402.{number:05d}", "title": title, "abstract": "We.", "categories": ["cs.LG"]})
        for number, title in enumerate(titles, sum(map(ord, titles[0])))
    )


def read(answer: Answer) -> list[RawRecord | Refusal]:
    if b"<html" in answer.body:
        raise BadAnswer("a page of HTML came in place of records")
    return [
        RawRecord("arxiv_daily", line, answer.url, number, "record", (Reading("upvotes", len(line)),))
        for number, line in enumerate(answer.body.splitlines(), 1)
    ]


def pages(asking: Asking) -> Iterator[Page]:
    """Pages 0, 1, 2 of the service; the cursor is the number of the next one."""
    cursor = asking.cursor("all") or {"page": 0}
    for number in range(cursor["page"], 3):
        items = asking.door.get(f"https://{HOST}/papers", read, params={"page": str(number)})
        yield Page(items, "all", {"page": number + 1}, total=6, newest=date(2026, 11, 20))


SERVICE = Source("service", "The service", "Papers.", pages)
PAGES = (lines("Ada", "Bob"), lines("Cy", "Dee"), lines("Eve", "Fay"))


@pytest.fixture
def ground(upstream: Upstream, any_database: Database, make_ground: MakeGround) -> Ground:
    upstream.answer(HOST, lambda asked: Reply(PAGES[int(asked.query["page"])]))
    return make_ground(any_database)


def titles(ground: Ground) -> list[str]:
    with ground.database.read() as connection:
        return [paper.title for paper in papers.stream(connection)]


def run(ground: Ground, source: Source = SERVICE, **wanted: object) -> tuple[str, RunReport]:
    stored = harvest(ground, source, Wanted(**wanted))  # type: ignore[arg-type]
    return stored.verdict, read_report(stored.report)


def test_all_pages_come_in_and_are_counted(ground: Ground) -> None:
    verdict, report = run(ground)
    assert verdict == "fine"
    assert titles(ground) == ["Ada", "Bob", "Cy", "Dee", "Eve", "Fay"]
    assert (report.pages, report.read, report.new, report.signals, report.total) == (3, 6, 6, 6, 6)
    assert (report.requests, report.newest) == (3, "2026-11-20")
    assert report.bytes == sum(map(len, PAGES))


def test_the_report_is_kept(ground: Ground) -> None:
    run(ground)
    with ground.database.read() as connection:
        (stored,) = harvests.runs(connection)
    assert (stored.source, stored.verdict, stored.report["new"]) == ("service", "fine", 6)
    assert stored.ended is not None


def test_the_next_harvest_goes_on_behind_the_last_whole_page(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [None, Reply(b"no", 404)]
    verdict, report = run(ground)
    assert verdict == "partial"
    assert "404" in report.message
    assert run(ground)[1].read == 4
    assert len(titles(ground)) == 6


def test_a_broken_answer_is_asked_for_again(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [Reply(b"<html>Just a moment"), Reply(b"", 503)]
    verdict, report = run(ground)
    assert (verdict, report.retries, len(titles(ground))) == ("fine", 2, 6)
    assert report.waits == ["a page of HTML came in place of records", f"{HOST} answered 503."]


def test_nothing_to_be_had_is_a_failure_with_advice(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [Reply(b"<html>")] * 3
    verdict, report = run(ground)
    assert (verdict, report.message) == ("failed", "A page of HTML came in place of records. Try again later.")


def test_a_limit_ends_it_and_the_rest_comes_next_time(ground: Ground) -> None:
    verdict, report = run(ground, limit=3)
    assert (verdict, report.read) == ("partial", 3)
    assert run(ground)[1].new == 3


def test_a_limit_smaller_than_a_page_is_no_standstill(ground: Ground) -> None:
    came = [run(ground, limit=1)[1].new for _ in range(7)]
    assert sum(came) == 6
    assert max(came) == 1
    assert run(ground)[0] == "fine"


def test_stopping_keeps_what_is_complete(ground: Ground) -> None:
    stop = threading.Event()
    object.__setattr__(ground.outside, "stop", stop)
    stored = harvest(ground, SERVICE, Wanted(), on_page=lambda report: stop.set())
    assert (stored.verdict, len(titles(ground))) == ("partial", 2)
    stop.clear()
    assert run(ground)[0] == "fine"
    assert len(titles(ground)) == 6


def test_a_killed_run_is_found_and_named(ground: Ground) -> None:
    with ground.database.write() as connection:
        harvests.begin_run(connection, "service", ground.clock(), {})
    run(ground)
    with ground.database.read() as connection:
        assert [one.verdict for one in harvests.runs(connection)] == ["fine", "killed"]


def test_two_at_once_are_refused(ground: Ground) -> None:
    with ground.database.write() as connection:
        assert leases.claim(connection, "harvest service", "elsewhere/1/1.0/a", 60)
    with pytest.raises(AlreadyRunning, match="The service is being harvested already"):
        run(ground)


def test_who_was_silent_for_too_long_gives_way(ground: Ground) -> None:
    def overtaken(asking: Asking) -> Iterator[Page]:
        for number, page in enumerate(pages(asking)):
            if number == 1:
                with ground.database.write() as connection:  # as when this machine slept for an hour
                    connection.exec_driver_sql("UPDATE leases SET holder = 'elsewhere/1/1.0/a'")
            yield page

    verdict, report = run(ground, Source("service", "The service", "Papers.", overtaken))
    assert (verdict, titles(ground)) == ("partial", ["Ada", "Bob"])
    assert "another took its place" in report.message
    with ground.database.read() as connection:
        assert harvests.read_cursor(connection, "service", "all") == {"page": 1}
        assert leases.held(connection) == {"harvest service"}


def test_waiting_keeps_others_away(ground: Ground, upstream: Upstream) -> None:
    held: list[int] = []

    def busy(asking: Asking) -> Iterator[Page]:
        with ground.database.write() as connection:
            connection.exec_driver_sql("UPDATE leases SET held_until = 0")
        upstream.script = [Reply(b"", 503)]
        yield from pages(asking)

    def look(seconds: float, reason: str) -> None:
        with ground.database.read() as connection:
            held.append(connection.exec_driver_sql("SELECT held_until FROM leases").scalar_one())

    harvest(ground, Source("service", "The service", "Papers.", busy), Wanted(), on_wait=look)
    assert held[0] > 0


def test_counts_go_to_papers_that_the_library_has(ground: Ground) -> None:
    run(ground)
    with ground.database.read() as connection:
        key = next(papers.stream(connection)).key
    stars = Source(
        "stars", "Stars", "", lambda asking: iter([Page([Counted(key, (Reading("stars", 5),))], asked=[key])])
    )
    assert run(ground, stars)[1].signals == 1
    assert run(ground, stars)[1].signals == 0
    with ground.database.read() as connection:
        assert {(one.kind, one.source, one.value) for one in signals.latest(connection, [key])} >= {
            ("stars", "stars", 5)
        }


def test_a_budget_is_never_exceeded(ground: Ground, upstream: Upstream) -> None:
    def paid(asking: Asking) -> Iterator[Page]:
        for number in range(3):
            spend: Callable[[], None] = lambda: asking.spend(4, 10)  # noqa: E731
            items = asking.door.get(f"https://{HOST}/papers", read, params={"page": str(number)}, spend=spend)
            yield Page(items)

    upstream.script = [Reply(b"", 500)]
    verdict, report = run(ground, Source("paid", "Paid", "", paid))
    assert (verdict, report.pages, len(upstream.log)) == ("partial", 1, 2)
    assert "Today's budget for Paid is spent" in report.message


def test_the_judge_of_the_source_has_the_last_word(ground: Ground) -> None:
    quiet = Source("service", "S", "", pages, judge=lambda report, asking: Verdict("quiet", f"{report.new} came"))
    assert run(ground, quiet)[1].message == "6 came"


def test_single_papers_leave_the_cursor_alone(ground: Ground) -> None:
    run(ground, ids=("2402.00001",))
    assert run(ground)[1].read == 6


def asked_for(log: Sequence[Asked]) -> list[str]:
    return [one.query["page"] for one in log]


def test_the_service_is_told_who_asks(ground: Ground, upstream: Upstream) -> None:
    run(ground)
    assert "mailto:alice@example.org" in upstream.log[0].headers["user-agent"]
    assert asked_for(upstream.log) == ["0", "1", "2"]
