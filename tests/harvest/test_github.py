"""GitHub: stars and pushes of linked repositories, one request each, within the limit of the hour."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from completing_cast import LOOM, NOON, counts, on_arxiv, run, shelve

from broadsheet.harvest.run import Ground
from broadsheet.harvest.sources.github import SOURCE
from broadsheet.harvest.sources.github.parse import repository
from broadsheet.model.raw import RawRecord
from broadsheet.store import harvests
from broadsheet.store.database import Database
from harvest_fixtures import MakeGround
from upstream import Asked, Reply, Upstream

HOST = "api.github.com"
PUSHED = datetime.fromisoformat("2026-11-19T08:30:00Z").timestamp()
FORTY_MINUTES = 2_400


def linking(number: int, *addresses: str) -> RawRecord:
    """A paper whose abstract links repositories; the higher its number, the newer it is."""
    links = " and ".join(f"https://{address}" for address in addresses)
    id, day = f"2611.{number:05}", f"2026-{10 + number // 28:02}-{1 + number % 28:02}"
    return on_arxiv(id, f"Paper {number}", day, abstract=f"Code is at {links} now.")


def described(name: str, stars: int = 5, **more: Any) -> dict[str, Any]:
    """A repository as the service describes it."""
    return {
        "full_name": name,
        "stargazers_count": stars,
        "forks_count": 2,
        "open_issues_count": 1,
        "pushed_at": "2026-11-19T08:30:00Z",
        **more,
    }


def answers(*known: dict[str, Any], **headers: str) -> Callable[[Asked], Reply]:
    """Answer for these repositories, 404 for others."""
    by_path = {f"/repos/{one['full_name'].lower()}": one for one in known}

    def answer(asked: Asked) -> Reply:
        found = by_path.get(asked.path)
        return Reply(orjson.dumps(found), 200, headers) if found else Reply(b'{"message": "Not Found"}', 404)

    return answer


class Limited:
    """A service that answers so often in an hour."""

    def __init__(self, often: int) -> None:
        self.left = often

    def __call__(self, asked: Asked) -> Reply:
        self.left -= 1
        # By the clock of the server, which is another than that of the harvest.
        reset = int(time.time()) + FORTY_MINUTES
        headers = {"X-RateLimit-Remaining": str(max(0, self.left)), "X-RateLimit-Reset": str(reset)}
        if self.left < 0:
            return Reply(b'{"message": "API rate limit exceeded"}', 403, headers)
        return Reply(orjson.dumps(described(asked.path.removeprefix("/repos/"))), 200, headers)


@pytest.fixture
def ground(upstream: Upstream, database: Database, make_ground: MakeGround) -> Ground:
    upstream.answer(HOST, answers(described("ada/loom")))
    return make_ground(database, github_token="s3cret")


def test_a_paper_gets_the_counts_of_its_repository(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, linking(1, "github.com/Ada/Loom"), linking(2, "gitlab.com/ada/loom"))
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.read, report.signals, report.looked_up) == ("fine", 1, 4, 1)
    assert counts(database, "arxiv:2611.00001") == {
        "github stars": 5,
        "github forks": 2,
        "github open_issues": 1,
        "github pushed": PUSHED,
    }
    (asked,) = upstream.log
    assert asked.path == "/repos/ada/loom"


def test_one_request_serves_all_papers_that_link_it(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, *[linking(one, "github.com/ada/loom/tree/main/paper") for one in range(1, 26)])
    _, report = run(ground, SOURCE)
    assert (report.read, report.pages, len(upstream.log)) == (25, 3, 1)


def test_the_first_repository_that_exists_counts(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, linking(1, "github.com/ada/gone", "github.com/ada/loom", "github.com/torch/torch"))
    upstream.answer(HOST, answers(described("ada/loom"), described("torch/torch", 90_000)))
    run(ground, SOURCE)
    assert counts(database, "arxiv:2611.00001")["github stars"] == 5
    assert [one.path for one in upstream.log] == ["/repos/ada/gone", "/repos/ada/loom"]


@pytest.mark.parametrize("status", [404, 410, 451, 403])
def test_a_repository_that_is_gone_or_closed_is_unknown(
    ground: Ground, upstream: Upstream, database: Database, status: int
) -> None:
    shelve(database, linking(1, "github.com/ada/loom"))
    upstream.script = [Reply(b'{"message": "Repository access blocked"}', status)]
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.not_known, report.signals) == ("fine", 1, 0)
    assert run(ground, SOURCE)[0] == "quiet"


def test_a_service_that_forbids_everything_is_left_alone(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, *[linking(one, f"github.com/ada/loom{one}") for one in range(1, 10)])
    upstream.answer(HOST, lambda asked: Reply(b"Request forbidden by administrative rules.", 403))
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.not_known, len(upstream.log)) == ("partial", 5, 6)
    assert "administrative rules" in report.message


def test_a_repository_that_moved_is_followed(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, linking(1, "github.com/ada/old"))

    def answer(asked: Asked) -> Reply:
        if asked.path == "/repos/ada/old":
            return Reply(b"", 301, {"Location": f"https://{HOST}/repositories/7"})
        assert asked.headers["authorization"] == "Bearer s3cret"
        return Reply(orjson.dumps(described("ada/loom")))

    upstream.answer(HOST, answer)
    run(ground, SOURCE)
    assert counts(database, "arxiv:2611.00001")["github stars"] == 5


def test_another_repository_than_was_asked_for_is_refused(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, linking(1, "github.com/ada/loom"))
    upstream.script = [Reply(orjson.dumps(described("eve/loom")))]
    _, report = run(ground, SOURCE)
    assert [one["reason"] for one in report.refusals] == ["GitHub told of eve/loom in place of ada/loom"]
    assert (report.signals, report.looked_up) == (0, 1)


def test_what_did_not_change_is_not_sent_again(upstream: Upstream, database: Database, make_ground: MakeGround) -> None:
    shelve(database, linking(1, "github.com/ada/loom"))

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == '"1"':
            return Reply(b"", 304)
        return Reply(orjson.dumps(described("ada/loom")), 200, {"ETag": '"1"', "Cache-Control": "max-age=0"})

    upstream.answer(HOST, answer)
    run(make_ground(database), SOURCE)
    _, report = run(make_ground(database, clock=lambda: NOON + timedelta(days=9)), SOURCE)
    assert (report.looked_up, report.signals, report.bytes) == (1, 0, 0)


def test_it_ends_with_the_limit_and_is_not_refused(
    upstream: Upstream, database: Database, make_ground: MakeGround
) -> None:
    shelve(database, *[linking(one, f"github.com/ada/loom{one}") for one in range(1, 31)])
    upstream.answer(HOST, Limited(13))
    verdict, report = run(make_ground(database), SOURCE)
    assert (verdict, report.looked_up, len(upstream.log)) == ("partial", 13, 13)
    assert report.message.startswith("GitHub's limit is spent. It is given anew in 40 minutes.")


def test_before_the_limit_is_given_anew_nothing_is_asked(
    upstream: Upstream, database: Database, make_ground: MakeGround
) -> None:
    shelve(database, *[linking(one, f"github.com/ada/loom{one}") for one in range(1, 16)])
    upstream.answer(HOST, Limited(10))
    run(make_ground(database), SOURCE)
    verdict, report = run(make_ground(database, clock=lambda: NOON + timedelta(minutes=10)), SOURCE)
    assert (verdict, len(upstream.log)) == ("partial", 10)
    assert "in 30 minutes" in report.message
    upstream.answer(HOST, Limited(60))
    verdict, report = run(make_ground(database, clock=lambda: NOON + timedelta(minutes=41)), SOURCE)
    assert (verdict, report.looked_up, len(upstream.log)) == ("fine", 5, 15)


def test_a_refusal_for_the_limit_keeps_what_came_before_it(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, linking(1, "github.com/ada/b"), linking(2, "github.com/ada/loom"))
    upstream.script = [None, Reply(b"{}", 429, {"Retry-After": "3600"})]
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.looked_up, report.signals) == ("partial", 1, 4)
    assert run(ground, SOURCE)[0] == "partial"
    assert len(upstream.log) == 2


def test_asking_too_fast_ends_it(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, linking(1, "github.com/ada/loom"))
    upstream.script = [Reply(b'{"message": "You have exceeded a secondary rate limit."}', 403)]
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.looked_up) == ("partial", 0)
    assert "more slowly" in report.message


def test_a_short_wait_is_waited_for(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, linking(1, "github.com/ada/loom"))
    upstream.script = [Reply(b"{}", 403, {"Retry-After": "0"})]
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.retries) == ("fine", 1)


def test_a_failure_in_the_middle_loses_nothing(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, *[linking(one, f"github.com/ada/loom{one}") for one in range(1, 4)])
    upstream.answer(HOST, answers(*[described(f"ada/loom{one}") for one in range(1, 4)]))
    upstream.script = [None, *[Reply(b"", 401)]]
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.looked_up) == ("partial", 1)
    assert run(ground, SOURCE)[1].looked_up == 2


def test_a_service_that_tells_of_nothing_is_left(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, *[linking(one, f"github.com/ada/loom{one}") for one in range(1, 9)])
    upstream.answer(HOST, lambda asked: Reply(b"", 500))
    verdict, _ = run(ground, SOURCE)
    assert (verdict, len({one.path for one in upstream.log})) == ("partial", 3)


def test_a_repository_that_stays_broken_stands_before_no_other(
    upstream: Upstream, database: Database, make_ground: MakeGround
) -> None:
    shelve(database, *[linking(one, f"github.com/ada/loom{one}") for one in range(1, 6)])
    known = answers(*[described(f"ada/loom{one}") for one in range(1, 6)])
    upstream.answer(HOST, lambda asked: Reply(b"", 502) if asked.path.endswith("loom4") else known(asked))
    verdict, report = run(make_ground(database), SOURCE)
    assert (verdict, report.looked_up, report.not_known) == ("fine", 5, 1)
    assert report.notes[1] == "GitHub does not tell of ada/loom4: api.github.com answered 502."


def test_a_limit_that_is_years_away_is_not_believed(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, linking(1, "github.com/ada/loom"))
    with database.write() as connection:
        harvests.write_cursor(connection, "github", "limit", {"spent_until": 9_999_999_999}, NOON)
    assert run(ground, SOURCE)[0] == "fine"


def test_a_limit_asks_about_no_more_papers(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, *[linking(one, f"github.com/ada/loom{one}") for one in range(1, 4)])
    _, report = run(ground, SOURCE, limit=2)
    assert (report.looked_up, len(upstream.log)) == (2, 2)


def test_nothing_due_asks_nothing(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM)
    assert run(ground, SOURCE)[0] == "quiet"
    assert upstream.log == []


def test_ids_and_questions_are_not_its_business(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, linking(1, "github.com/ada/loom"))
    assert len(run(ground, SOURCE, ids=("arxiv:2611.00001",))[1].notes) == 1
    assert upstream.log == []


def test_the_token_is_told_to_nobody_else(
    ground: Ground, upstream: Upstream, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shelve(database, linking(1, "github.com/ada/loom"))
    upstream.answer("elsewhere.example", lambda asked: Reply(b"{}"))
    upstream.script = [Reply(b"", 500), Reply(b"Bad credentials", 401)]
    verdict, report = run(ground, SOURCE)
    assert (verdict, "BROADSHEET_GITHUB_TOKEN" in report.message) == ("failed", True)
    assert upstream.log[0].headers["authorization"] == "Bearer s3cret"
    assert "s3cret" not in caplog.text + str(report)
    with database.read() as connection:
        assert "s3cret" not in str(harvests.runs(connection))


def test_without_a_token_the_reader_is_told_what_to_do(
    upstream: Upstream, database: Database, make_ground: MakeGround
) -> None:
    shelve(database, *[linking(one, "github.com/ada/loom") for one in range(1, 13)])
    upstream.answer(HOST, answers(described("ada/loom")))
    _, report = run(make_ground(database), SOURCE)
    assert "authorization" not in upstream.log[0].headers
    assert ["BROADSHEET_GITHUB_TOKEN" in note for note in report.notes] == [True]


@pytest.mark.parametrize("body", [b"<html>", b'{"full_name": "ada/lo', b"[]", b"{}", b"null", b"\xff"])
def test_a_broken_answer_is_asked_for_again(
    ground: Ground, upstream: Upstream, database: Database, body: bytes
) -> None:
    shelve(database, linking(1, "github.com/ada/loom"))
    upstream.script = [Reply(body)]
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.retries, report.signals) == ("fine", 1, 4)


@pytest.mark.parametrize("stars", [None, "5", True, -1, []])
def test_stars_that_are_no_number_are_refused(
    ground: Ground, upstream: Upstream, database: Database, stars: object
) -> None:
    shelve(database, linking(1, "github.com/ada/loom"))
    upstream.script = [Reply(orjson.dumps({**described("ada/loom"), "stargazers_count": stars}))]
    _, report = run(ground, SOURCE)
    assert [one["reason"] for one in report.refusals] == ["GitHub counted no stars"]
    assert run(ground, SOURCE)[0] == "quiet"


@pytest.mark.parametrize("pushed", [None, "yesterday", 7, "0000-00-00T00:00:00Z"])
def test_a_push_without_a_time_is_left_out(
    ground: Ground, upstream: Upstream, database: Database, pushed: object
) -> None:
    shelve(database, linking(1, "github.com/ada/loom"))
    upstream.script = [Reply(orjson.dumps(described("ada/loom", pushed_at=pushed)))]
    assert run(ground, SOURCE)[1].signals == 3


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://github.com/Ada/Loom", "ada/loom"),
        ("https://github.com/ada/loom/", "ada/loom"),
        ("https://github.com/ada/loom.git", "ada/loom"),
        ("http://www.github.com/ada/loom", "ada/loom"),
        ("github.com/ada/loom", "ada/loom"),
        ("https://github.com//ada//loom", "ada/loom"),
        ("https://github.com/ada/loom/tree/main/src?x=1#readme", "ada/loom"),
        ("https://github.com/ada/loom.js", "ada/loom.js"),
        ("https://github.com/ada/loom%20", "ada/loom"),
        ("https://github.com/ada", ""),
        ("https://github.com/", ""),
        ("https://github.com/topics/looms", ""),
        ("https://github.com/ada/..", ""),
        ("https://github.com/ada/.git", ""),
        ("https://github.com/-ada/loom", ""),
        ("https://github.com/ada/a%2Fb", ""),
        ("https://gist.github.com/ada/loom", ""),
        ("https://github.com.evil.example/ada/loom", ""),
        ("https://[github.com/ada/loom", ""),
        ("", ""),
    ],
)
def test_addresses_of_repositories_are_recognised(address: str, name: str) -> None:
    assert repository(address) == name
