"""Single papers and questions over the query API: recorded answers, and pages that are short, empty or refused."""

from datetime import date, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from arxiv_service import QUERY_HOST

from broadsheet.errors import BadAnswer, Refused
from broadsheet.harvest.adapters import adapt
from broadsheet.harvest.reports import RunReport, read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources import arxiv
from broadsheet.harvest.sources.arxiv import atom, query
from broadsheet.harvest.sources.base import Wanted
from broadsheet.lib.http.answer import Answer
from broadsheet.model.paper import Record, Version
from broadsheet.model.raw import RawRecord
from broadsheet.store import harvests, papers
from broadsheet.store.database import Database
from harvest_fixtures import NOON, MakeGround
from upstream import Asked, Reply, Upstream

ENTRY = """<entry><id>http://arxiv.org/abs/{id}</id><title>Paper {id}</title><updated>2026-11-09T10:00:00Z</updated>
<published>2026-11-02T10:00:00Z</published><summary>We look.</summary><author><name>Ada van Berg</name>
<arxiv:affiliation>Here</arxiv:affiliation></author><category term="math.CO"/><category term="05C10"/>
<category term="cs.LG"/><arxiv:primary_category term="cs.LG"/><arxiv:comment>12 pages</arxiv:comment>
<arxiv:doi>10.1000/X</arxiv:doi><arxiv:journal_ref>J. 1</arxiv:journal_ref></entry>"""


def feed(*ids: str, total: int | None = None) -> Reply:
    entries = "".join(ENTRY.format(id=one) for one in ids)
    shown = len(ids) if total is None else total
    return Reply(
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"<opensearch:totalResults>{shown}</opensearch:totalResults>{entries}</feed>".encode()
    )


class Service:
    """Answers ids and questions; `results` are those of any question, `refused` are ids that it takes for none."""

    def __init__(self) -> None:
        self.results = [f"2611.{number:05d}v1" for number in range(1, 451)]
        self.unknown = {"2611.09999"}
        self.refused: set[str] = set()

    def answer(self, asked: Asked) -> Reply:
        if ids := asked.query.get("id_list"):
            if self.refused & {*ids.split(",")}:
                return Reply(b"<feed><entry/></feed>", 400)
            return feed(*(f"{one.partition('v')[0]}v2" for one in ids.split(",") if one not in self.unknown))
        start, size = int(asked.query["start"]), int(asked.query["max_results"])
        return feed(*self.results[start : start + size], total=len(self.results))


class Now:
    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def ground(upstream: Upstream, database: Database, make_ground: MakeGround, service: Service, now: Now) -> Ground:
    upstream.answer(QUERY_HOST, service.answer)
    return make_ground(database, clock=now)


def run(ground: Ground, **wanted: object) -> tuple[str, RunReport]:
    stored = harvest(ground, arxiv.SOURCE, Wanted(**wanted))  # type: ignore[arg-type]
    return stored.verdict, read_report(stored.report)


def count(ground: Ground) -> int:
    with ground.database.read() as connection:
        return papers.count(connection)


def starts(upstream: Upstream) -> list[str]:
    return [one.query["start"] for one in upstream.log]


def test_single_papers_come_by_id_in_any_form(ground: Ground, upstream: Upstream) -> None:
    verdict, report = run(ground, ids=("arXiv:2611.00001", "https://arxiv.org/abs/hep-th/9901001v2", "2611.00002v1"))
    assert (verdict, report.new, len(upstream.log)) == ("fine", 3, 1)
    assert upstream.log[0].query["id_list"] == "2611.00001,hep-th/9901001v2,2611.00002v1"


def test_ids_that_are_none_or_unknown_are_named(ground: Ground) -> None:
    _, report = run(ground, ids=("2611.00001", "2611.09999", "hello"))
    assert report.new == 1
    assert report.notes == ["Not an arXiv id: hello.", "arXiv does not know 2611.09999."]


def test_many_ids_are_asked_a_hundred_at_a_time(ground: Ground, upstream: Upstream) -> None:
    _, report = run(ground, ids=tuple(f"2611.{number:05d}" for number in range(1, 251)))
    assert (report.new, [len(one.query["id_list"].split(",")) for one in upstream.log]) == (250, [100, 100, 50])


def test_an_id_that_arxiv_refuses_costs_only_itself(ground: Ground, service: Service) -> None:
    service.refused = {"2611.00003"}
    _, report = run(ground, ids=tuple(f"2611.0000{number}" for number in range(1, 6)))
    assert (report.new, report.notes) == (4, ["arXiv does not take this for an id: 2611.00003."])


def test_a_question_is_paged_to_its_end(ground: Ground, upstream: Upstream) -> None:
    verdict, report = run(ground, query="ti:grokking")
    assert (verdict, report.new, report.total, starts(upstream)) == ("fine", 450, 450, ["0", "200", "400"])
    assert upstream.log[0].query["search_query"] == "ti:grokking"


def test_a_question_is_not_put_twice_a_day(ground: Ground, upstream: Upstream, now: Now) -> None:
    run(ground, query="ti:grokking")
    _, report = run(ground, query="ti:grokking")
    assert (len(upstream.log), report.requests) == (3, 0)
    assert report.notes[0].startswith("This was asked today already.")
    run(ground, query="au:berg")
    assert len(upstream.log) == 6
    now.time += timedelta(days=1)
    run(ground, query="ti:grokking")
    assert len(upstream.log) == 9


def test_an_id_is_not_asked_for_twice_a_day(ground: Ground, upstream: Upstream, now: Now) -> None:
    for _ in range(2):
        run(ground, ids=("2611.00001",))
    assert len(upstream.log) == 1


def test_a_question_that_was_cut_off_goes_on(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [None, Reply(b"no", 404)]
    assert run(ground, query="ti:grokking")[0] == "partial"
    run(ground, query="ti:grokking")
    assert (starts(upstream), count(ground)) == (["0", "200", "200", "400"], 450)


def test_an_empty_page_amid_the_results_is_asked_for_again(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [None, feed(total=450)]
    verdict, report = run(ground, query="ti:grokking")
    assert (verdict, report.retries, count(ground)) == ("fine", 1, 450)
    assert report.waits == ["an empty page came in place of results from 201 of 450"]


def test_results_that_arxiv_leaves_out_are_counted(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [feed("2611.00001v1", total=450)]
    _, report = run(ground, query="ti:grokking")
    assert report.notes == ["arXiv left out 199 of 450 results. Ask again tomorrow."]


def test_a_question_without_results_is_an_answer(ground: Ground, service: Service) -> None:
    service.results = []
    assert run(ground, query="ti:nothing")[0] == "fine"


def test_no_more_is_asked_than_arxiv_gives_out(ground: Ground, upstream: Upstream, service: Service) -> None:
    def huge(asked: Asked) -> Reply:
        return feed("2611.00001v1", total=query.MOST + 5)

    upstream.answer(QUERY_HOST, huge)
    _, report = run(ground, query="all:the", limit=1)
    assert report.total == query.MOST
    assert upstream.log[0].query["max_results"] == "1"


def test_questions_leave_the_ordinary_harvest_alone(ground: Ground) -> None:
    run(ground, query="ti:grokking")
    with ground.database.read() as connection:
        assert harvests.read_cursor(connection, "arxiv", "arXivRaw") is None


def test_a_complaint_in_a_feed_is_passed_on() -> None:
    complaint = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://arxiv.org/api/errors#x</id>
    <title>Error</title><summary>incorrect id format for x</summary></entry></feed>"""
    with pytest.raises(Refused, match="arXiv refuses the question: incorrect id format for x"):
        atom.read(Answer(atom.ADDRESS, 200, {}, complaint))


@pytest.mark.parametrize("body", [b"", b"<html/>", b"<feed/>", b"<feed><entry><id>x</id></entry></feed>"])
def test_a_feed_that_is_none_is_broken(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        atom.read(Answer(atom.ADDRESS, 200, {}, body))


def adapted(body: bytes) -> list[Record]:
    return [adapt(raw) for raw in atom.read(Answer(atom.ADDRESS, 200, {}, body)).records]


def test_an_entry_becomes_a_record() -> None:
    (record,) = adapted(feed("2611.00001v2").body)
    assert (record.arxiv_id, record.version, record.doi, record.journal_ref) == ("2611.00001", 2, "10.1000/x", "J. 1")
    assert record.versions == (Version(1, date(2026, 11, 2)), Version(2, date(2026, 11, 9)))
    assert record.announced == date(2026, 11, 3)
    assert record.categories == ("cs.LG", "math.CO")
    assert ([one.name for one in record.authors], record.comment) == (["Ada van Berg"], "12 pages")


def test_recorded_answers_are_read(shared: Path) -> None:
    seen = 0
    for meta in sorted((shared / "fixtures/arxiv_atom").glob("*.meta.json")):
        body = meta.with_name(meta.name.replace(".meta.json", ".xml")).read_bytes()
        if orjson.loads(meta.read_bytes())["status_code"] != 200:
            with pytest.raises(Refused, match="incorrect id format for abc"):
                adapted(body)
            continue
        records = adapted(body)
        seen += len(records)
        for record in records:
            assert record.title
            assert record.abstract
            assert record.authors
            assert record.categories
            assert record.published
            assert record.version == record.versions[-1].number
    assert seen > 150


def test_pages_of_a_recorded_question_fit_together(shared: Path) -> None:
    folder = shared / "fixtures/arxiv_atom"
    pages = [next(folder.glob(f"q_testing_s{start}_m10_*.xml")) for start in range(0, 60, 10)]
    feeds = [atom.read(Answer(atom.ADDRESS, 200, {}, page.read_bytes())) for page in pages]
    assert len({one.total for one in feeds}) == 1
    assert all(isinstance(raw, RawRecord) for one in feeds for raw in one.records)
    assert len({one.id for page in feeds for one in page.ids}) == 60
