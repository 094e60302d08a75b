"""Hugging Face Papers: lists of days that are read again, single papers with what is linked to them, verdicts."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest

from broadsheet.harvest.reports import RunReport, read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources.base import Wanted
from broadsheet.harvest.sources.huggingface import SOURCE
from broadsheet.lib.clock import Clock
from broadsheet.model.paper import Link, Paper
from broadsheet.store import harvests, papers, records, signals
from broadsheet.store.database import Database
from harvest_fixtures import MakeGround
from upstream import Asked, Reply, Upstream

HOST = "huggingface.co"
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
SATURDAY, NEXT_DAY = datetime(2026, 11, 21, 12, tzinfo=UTC), datetime(2026, 11, 21, 13, tzinfo=UTC)


def listed(id: str, title: str, *, upvotes: int = 3, comments: int = 1, **paper: Any) -> dict[str, Any]:
    """A paper as the list of a day has it."""
    return {
        "paper": {
            "id": id,
            "title": title,
            "summary": f"About {title}.",
            "authors": [{"_id": "64a", "name": "Ada Byron", "user": {"followerCount": upvotes}, "hidden": False}],
            "publishedAt": "2026-11-18T00:00:00.000Z",
            "submittedOnDailyBy": {"fullname": "Bob", "followerCount": upvotes},
            "upvotes": upvotes,
            "githubRepo": "https://github.com/ada/loom",
            "githubStars": 40 + upvotes,
            "ai_summary": "A loom.",
            "ai_keywords": ["weaving"],
            **paper,
        },
        "publishedAt": "2026-11-20T00:00:00.000Z",
        "title": title,
        "numComments": comments,
        "submittedBy": {"fullname": "Bob", "followerCount": upvotes},
        "organization": {"name": "loomers"},
    }


def single(id: str, title: str, **more: Any) -> dict[str, Any]:
    """The same paper as it is shown alone."""
    linked = {
        "linkedModels": [{"id": "ada/loom-7b", "likes": 3, "downloads": 12}, {"id": "ada/loom", "likes": 1}],
        "linkedDatasets": [{"id": "ada/threads"}],
        "linkedSpaces": [{"id": "ada/loom-demo"}, {"id": "javascript:alert(1)"}],
        "numTotalModels": 2,
        "numTotalDatasets": 1,
        "numTotalSpaces": 2,
    }
    return {**listed(id, title)["paper"], **linked, **more}


class Service:
    """Hugging Face as it stands: `days` and `papers` are what it would answer."""

    def __init__(self) -> None:
        self.days: dict[str, list[Any]] = {}
        self.papers: dict[str, Any] = {}
        self.page_size = 100

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/api/daily_papers":
            return self._listing(asked)
        if asked.path == "/api/papers/search":
            return Reply(orjson.dumps([listed("2611.00007", f"Found {asked.query['q']}")]))
        paper = self.papers.get(asked.path.removeprefix("/api/papers/"))
        return Reply(orjson.dumps(paper)) if paper else Reply(b'{"error":"Paper not found"}', 404)

    def _listing(self, asked: Asked) -> Reply:
        period = asked.query.get("date") or asked.query.get("week") or asked.query["month"]
        found, page = self.days.get(period, []), int(asked.query.get("p", "0"))
        first = page * self.page_size
        headers = {}
        if first + self.page_size < len(found):
            headers["Link"] = f'<https://{HOST}/api/daily_papers?date={period}&limit=100&p={page + 1}>; rel="next"'
        return Reply(orjson.dumps(found[first : first + self.page_size]), headers=headers)


@pytest.fixture
def service(upstream: Upstream) -> Service:
    found = Service()
    found.days["2026-11-20"] = [listed("2611.00001", "Looms"), listed("2611.00002", "Spindles")]
    found.days["2026-11-19"] = [listed("2611.00003", "Shuttles")]
    upstream.answer(HOST, found)
    return found


@pytest.fixture
def ground(service: Service, database: Database, make_ground: MakeGround) -> Ground:
    return make_ground(database, clock=lambda: FRIDAY)


Run = Callable[..., tuple[str, RunReport]]


def at(ground: Ground, moment: datetime) -> Ground:
    clock: Clock = lambda: moment  # noqa: E731
    return Ground(ground.database, ground.settings, clock, ground.outside)


def run(ground: Ground, **wanted: Any) -> tuple[str, RunReport]:
    stored = harvest(ground, SOURCE, Wanted(**wanted))
    return stored.verdict, read_report(stored.report)


def paper(ground: Ground, id: str) -> Paper:
    with ground.database.read() as connection:
        found = papers.get_by_id(connection, f"arxiv:{id}")
    assert found is not None
    return found


def readings(ground: Ground, id: str) -> dict[str, float]:
    with ground.database.read() as connection:
        return {one.kind: one.value for one in signals.latest(connection, [paper(ground, id).key])}


def days(asked: list[Asked]) -> list[str]:
    return [one.query["date"] for one in asked if one.path == "/api/daily_papers"]


def test_the_last_week_comes_in_first(ground: Ground, upstream: Upstream) -> None:
    verdict, report = run(ground)
    assert (verdict, report.new, report.newest) == ("fine", 3, "2026-11-20")
    assert days(upstream.log) == [f"2026-11-{day}" for day in range(14, 21)]
    found = paper(ground, "2611.00001")
    assert (found.title, found.summary, found.keywords) == ("Looms", "A loom.", ("weaving",))
    assert found.published == date(2026, 11, 18)


def test_what_is_counted_is_kept_as_readings(ground: Ground) -> None:
    run(ground)
    assert readings(ground, "2611.00001") == {"upvotes": 3, "comments": 1, "stars": 43}


def test_a_list_of_more_pages_is_followed(ground: Ground, service: Service) -> None:
    service.page_size = 1
    assert run(ground)[1].new == 3


def test_the_last_days_are_read_again_and_only_counts_move(ground: Ground, service: Service) -> None:
    run(ground)
    service.days["2026-11-20"][0] = listed("2611.00001", "Looms", upvotes=9)
    _, report = run(at(ground, NEXT_DAY))
    assert (report.new, report.changed, report.signals) == (0, 0, 2)
    assert readings(ground, "2611.00001") == {"upvotes": 9, "comments": 1, "stars": 49}


def test_the_next_harvest_asks_for_the_last_week_only(ground: Ground, upstream: Upstream) -> None:
    run(ground, since=date(2026, 10, 1))
    assert len(days(upstream.log)) == 51
    upstream.log.clear()
    run(at(ground, SATURDAY), since=date(2026, 10, 1))
    assert days(upstream.log) == [f"2026-11-{day}" for day in range(15, 22)]


def test_an_earlier_day_than_ever_is_gone_back_to(ground: Ground, upstream: Upstream) -> None:
    run(ground)
    upstream.log.clear()
    run(ground, since=date(2026, 11, 1))
    assert days(upstream.log)[0] == "2026-11-01"


def test_after_a_long_rest_it_goes_on_a_little_before_where_it_stopped(ground: Ground, upstream: Upstream) -> None:
    run(ground)
    upstream.log.clear()
    run(at(ground, datetime(2026, 12, 24, tzinfo=UTC)))
    assert days(upstream.log)[0] == "2026-11-18"


def test_a_harvest_that_broke_off_goes_on_at_the_day_that_failed(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [None, None, Reply(b"no", 403)]
    assert run(ground, since=date(2026, 10, 1))[0] == "partial"
    upstream.log.clear()
    run(ground, since=date(2026, 10, 1))
    assert days(upstream.log)[0] == "2026-10-01"  # three days back, but no further than asked for
    with ground.database.read() as connection:
        assert harvests.read_cursor(connection, "huggingface", "daily") == {"from": "2026-10-01", "next": "2026-11-21"}


def test_what_is_linked_to_the_papers_of_the_week_comes_with_its_origin(ground: Ground, service: Service) -> None:
    service.papers["2611.00001"] = single("2611.00001", "Looms")
    run(ground)
    assert paper(ground, "2611.00001").links == (
        Link("code", "https://github.com/ada/loom", "huggingface"),
        Link("model", "https://huggingface.co/ada/loom", "huggingface"),
        Link("model", "https://huggingface.co/ada/loom-7b", "huggingface"),
        Link("data", "https://huggingface.co/datasets/ada/threads", "huggingface"),
        Link("demo", "https://huggingface.co/spaces/ada/loom-demo", "huggingface"),
    )
    counted = readings(ground, "2611.00001")
    assert (counted["models"], counted["datasets"], counted["spaces"]) == (2, 1, 2)


def test_links_stay_when_the_list_is_read_again(ground: Ground, service: Service) -> None:
    service.papers["2611.00001"] = single("2611.00001", "Looms")
    run(ground)
    service.days["2026-11-20"][0] = listed("2611.00001", "Looms and more")
    run(at(ground, NEXT_DAY))
    assert len(paper(ground, "2611.00001").links) == 5


def test_likes_of_models_make_no_new_record(ground: Ground, service: Service) -> None:
    service.papers["2611.00001"] = single("2611.00001", "Looms")
    run(ground)
    more = [{"id": "ada/loom", "likes": 99}, {"id": "ada/loom-7b", "likes": 50, "trendingScore": 1}]
    service.papers["2611.00001"] = single("2611.00001", "Looms", linkedModels=more)
    _, report = run(at(ground, NEXT_DAY))
    assert (report.changed, report.new) == (0, 0)
    with ground.database.read() as connection:
        assert len(records.of_papers(connection, [paper(ground, "2611.00001").key]).popitem()[1]) == 2


def test_single_papers_are_asked_for_once_a_day(ground: Ground, upstream: Upstream) -> None:
    run(ground)
    upstream.log.clear()
    run(ground)
    assert [one.path for one in upstream.log if one.path != "/api/daily_papers"] == []
    run(at(ground, NEXT_DAY))
    assert {one.path for one in upstream.log if "/papers/" in one.path} == {
        f"/api/papers/2611.0000{number}" for number in (1, 2, 3)
    }


def test_only_so_many_single_papers_in_one_harvest(ground: Ground, service: Service, upstream: Upstream) -> None:
    service.days["2026-11-20"] = [listed(f"2611.{number:05d}", f"Loom {number}") for number in range(10, 220)]
    _, report = run(ground)
    assert sum("/papers/" in one.path for one in upstream.log) == 200
    assert "What is linked to 11 more papers is asked for by the next harvests." in report.notes
    upstream.log.clear()
    run(ground)
    assert sum("/papers/" in one.path for one in upstream.log) == 11


def test_a_single_paper_that_cannot_be_had_stops_nothing(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [None] * 7 + [Reply(b"<html>Just a moment")] * 3
    verdict, report = run(ground)
    assert verdict == "fine"
    assert report.notes[0].startswith("What is linked to 2611.00001 could not be had: a page of HTML came")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html><title>Login", "A page of HTML came in place of JSON"),
        (b'[{"paper": {"id": "2611.0', "The JSON that came is broken"),
        (b'{"error": "over capacity"}', "is not a list of papers"),
        (b"[\xff]", "The JSON that came is broken"),
    ],
)
def test_broken_answers_are_told_apart(ground: Ground, upstream: Upstream, body: bytes, said: str) -> None:
    upstream.script = [Reply(body)] * 9
    verdict, report = run(ground)
    assert (verdict, report.pages, len(upstream.log)) == ("failed", 0, 9)
    assert said in report.message


def break_day(upstream: Upstream, service: Service, day: str, reply: Reply) -> None:
    """Let the list of one day be answered so from now on."""
    upstream.answer(HOST, lambda asked: reply if asked.query.get("date") == day else service(asked))


@pytest.mark.parametrize(
    "reply", [Reply(b"[{", 200), Reply(b"", 500), Reply(b"{}", 404)], ids=["broken", "error", "not there"]
)
def test_a_day_that_stays_broken_stands_before_no_other(
    ground: Ground, service: Service, upstream: Upstream, reply: Reply
) -> None:
    break_day(upstream, service, "2026-11-19", reply)
    verdict, report = run(ground)
    assert (verdict, report.new, report.cause) == ("partial", 2, "upstream")
    assert report.notes[0].startswith("The list of 2026-11-19 was passed over until the next harvest: ")


def test_a_day_that_was_passed_over_is_asked_for_again_however_old_it_is(
    ground: Ground, service: Service, upstream: Upstream
) -> None:
    service.days["2026-10-20"] = [listed("2610.00001", "Bobbins")]
    break_day(upstream, service, "2026-10-20", Reply(b"[{"))
    assert run(ground, since=date(2026, 10, 19))[1].new == 3
    upstream.answer(HOST, service)
    assert (run(ground)[0], paper(ground, "2610.00001").title) == ("fine", "Bobbins")
    upstream.log.clear()
    run(ground)
    assert min(days(upstream.log)) == "2026-11-14"


def test_a_day_that_is_never_there_is_let_go_of(ground: Ground, service: Service, upstream: Upstream) -> None:
    break_day(upstream, service, "2026-10-20", Reply(b"{}", 404))
    verdicts = [run(ground, since=date(2026, 10, 20)) for _ in range(11)]
    assert [verdict for verdict, _ in verdicts[8:]] == ["partial", "fine", "fine"]
    assert "2026-10-20 could not be had 10 times and is not asked for again" in verdicts[9][1].notes[0]


def test_a_list_without_an_end_is_left(ground: Ground, service: Service, upstream: Upstream) -> None:
    more = {"Link": f'<https://{HOST}/api/daily_papers?date=2026-11-18>; rel="next"'}
    body = orjson.dumps([listed("2611.00009", "Treadles")])
    break_day(upstream, service, "2026-11-18", Reply(body, headers=more))
    verdict, report = run(ground)
    assert (verdict, report.new) == ("partial", 4)
    assert "the list of 2026-11-18 does not end after 100 pages" in report.notes[0]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (listed("cs/0501001", "Old"), "'cs/0501001' is no arXiv id since April 2007"),
        (listed("2611.00001v2", "Versioned"), "'2611.00001v2' is no arXiv id since April 2007"),
        ({"paper": {"title": "None"}}, "no arXiv id"),
        ("a text", "not an object"),
    ],
)
def test_what_cannot_be_known_is_refused_with_its_reason(
    ground: Ground, service: Service, item: Mapping[str, Any], reason: str
) -> None:
    service.days["2026-11-20"].append(item)
    _, report = run(ground)
    assert (report.new, [one["reason"] for one in report.refusals]) == (3, [reason])
    assert report.refusals[0]["position"] == 3


def test_pages_elsewhere_are_not_followed(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [Reply(b"[]", headers={"Link": '<https://elsewhere.example/>; rel="next"'})] * 9
    assert "would be elsewhere" in run(ground)[1].message


def test_today_may_not_have_begun_there(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [None] * 6 + [Reply(b'{"error":"Invalid date"}', 400)]
    _, report = run(ground)
    assert report.notes == ["The list of 2026-11-20 is not there yet."]
    with ground.database.read() as connection:
        cursor = harvests.read_cursor(connection, "huggingface", "daily")
    assert cursor is not None
    assert cursor["next"] == "2026-11-20"


def test_single_papers_and_questions(ground: Ground) -> None:
    verdict, report = run(ground, query="weaving")
    assert (verdict, report.new) == ("fine", 1)
    assert paper(ground, "2611.00007").title == "Found weaving"
    with ground.database.read() as connection:
        assert harvests.read_cursor(connection, "huggingface", "daily") is None


def test_papers_by_id(ground: Ground, service: Service) -> None:
    service.papers["2611.00001"] = single("2611.00001", "Looms")
    verdict, report = run(ground, ids=("arXiv:2611.00001v3", "cs/0501001", "2611.00099"))
    assert (verdict, report.new) == ("fine", 1)
    assert [one["reason"] for one in report.refusals] == [
        "Hugging Face knows papers by arXiv ids since April 2007 only, and 'cs/0501001' is none",
        "Hugging Face has no page for 2611.00099",
    ]


def test_weeks_and_months(ground: Ground, service: Service, upstream: Upstream) -> None:
    service.days["2026-W47"] = [listed("2611.00001", "Looms")]
    assert run(ground, sets=("2026-W47", "2026-10"))[1].new == 1
    assert [dict(one.query) for one in upstream.log] == [
        {"week": "2026-W47", "limit": "100"},
        {"month": "2026-10", "limit": "100"},
    ]
    verdict, report = run(ground, sets=("cs.LG",))
    assert verdict == "failed"
    assert "'cs.LG' is no period of Hugging Face Papers" in report.message


def test_a_question_that_is_too_long_is_said_so(ground: Ground) -> None:
    assert "up to 250 characters; this one has 251" in run(ground, query="x" * 251)[1].message


@pytest.mark.parametrize(
    ("moment", "verdict", "said"),
    [
        (FRIDAY, "fine", ""),
        (SATURDAY, "quiet", "Few or none are listed at weekends"),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "quiet", "The list can lag by a day"),
        (datetime(2026, 11, 25, 9, tzinfo=UTC), "stale", "is of Friday 2026-11-20, 3 working days ago"),
        (datetime(2026, 12, 10, 9, tzinfo=UTC), "stale", "is of Friday 2026-11-20"),
    ],
)
def test_a_quiet_day_is_told_from_a_list_that_stopped(
    ground: Ground, moment: datetime, verdict: str, said: str
) -> None:
    run(ground)
    found, report = run(at(ground, moment))
    assert (found, said in report.message) == (verdict, True)


def test_nothing_in_a_week_is_stale(ground: Ground, service: Service) -> None:
    service.days.clear()
    verdict, report = run(ground)
    assert (verdict, report.message[:38]) == ("stale", "No day of the last week has a list. Lo")
