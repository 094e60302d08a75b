"""bioRxiv and medRxiv: days in pages of any size, versions by themselves, withdrawals, the journal's DOI."""

from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest

from broadsheet.harvest.adapters import adapt
from broadsheet.harvest.reports import RunReport, read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources import SOURCES
from broadsheet.harvest.sources.base import Wanted
from broadsheet.model.paper import Author, Link, Paper, Record, Version
from broadsheet.model.raw import RawRecord
from broadsheet.store import harvests, papers
from broadsheet.store.database import Database
from harvest_fixtures import MakeGround
from upstream import Asked, Reply, Upstream

HOST = "api.biorxiv.org"
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
LOOM = "10.1101/2026.11.10.000001"


def post(number: int = 1, version: int = 1, posted: str = "2026-11-19", **fields: Any) -> dict[str, Any]:
    """A preprint as the service has it."""
    return {
        "doi": f"10.1101/2026.11.10.{number:06d}",
        "title": f"Looms {number}",
        "authors": "Byron, A.; van der Berg, J. P.; Loom Consortium",
        "author_corresponding": "Ada Byron",
        "author_corresponding_institution": "London",
        "date": posted,
        "version": str(version),
        "type": "new results",
        "license": "cc_by_nc_nd",
        "category": "cell biology",
        "jatsxml": "https://www.biorxiv.org/content/early/2026/11/19/x.source.xml",
        "abstract": f"Cells weave, version {version}.",
        "published": "NA",
        "server": "bioRxiv",
        **fields,
    }


class Service:
    """The service as it stands: `days` is what was posted, `page_size` how much it gives at once."""

    def __init__(self) -> None:
        self.days: dict[str, list[Any]] = {}
        self.page_size = 30
        self.promised = 0  # more than there are

    def __call__(self, asked: Asked) -> Reply:
        parts = asked.path.strip("/").split("/")
        if parts[-2:] == ["na", "json"]:
            doi = "/".join(parts[2:-2])
            found = [one for posts in self.days.values() for one in posts if one["doi"] == doi]
            return self._answer(found, len(found))
        _, _, begin, end, offset, form = parts
        assert (begin, form) == (end, "json")
        found = self.days.get(begin, [])
        return self._answer(found[int(offset) : int(offset) + self.page_size], len(found) + self.promised)

    def _answer(self, found: list[Any], total: int) -> Reply:
        if not found:
            return Reply(orjson.dumps({"messages": [{"status": "no posts found"}], "collection": []}))
        message = {"status": "ok", "cursor": 0, "count": len(found), "count_new_papers": "1", "total": str(total)}
        return Reply(orjson.dumps({"messages": [message], "collection": found}))


@pytest.fixture
def service(upstream: Upstream) -> Service:
    found = Service()
    found.days["2026-11-19"] = [post(number) for number in range(1, 6)]
    found.days["2026-11-20"] = [post(6, posted="2026-11-20")]
    upstream.answer(HOST, found)
    return found


@pytest.fixture
def ground(service: Service, database: Database, make_ground: MakeGround) -> Ground:
    return make_ground(database, clock=lambda: FRIDAY)


def at(ground: Ground, moment: datetime) -> Ground:
    return Ground(ground.database, ground.settings, lambda: moment, ground.outside)


def run(ground: Ground, server: str = "biorxiv", **wanted: Any) -> tuple[str, RunReport]:
    stored = harvest(ground, SOURCES[server], Wanted(**wanted))
    return stored.verdict, read_report(stored.report)


def paper(ground: Ground, doi: str = LOOM) -> Paper:
    with ground.database.read() as connection:
        found = papers.get_by_id(connection, f"doi:{doi}")
    assert found is not None
    return found


def asked(upstream: Upstream) -> list[str]:
    return [one.path.removeprefix("/details/biorxiv/").removesuffix("/json") for one in upstream.log]


def record(server: str = "biorxiv", **fields: Any) -> Record:
    return adapt(RawRecord(server, orjson.dumps(post(**fields)), "here", 1, "record"))


def test_the_last_week_comes_in_day_by_day(ground: Ground, upstream: Upstream) -> None:
    verdict, report = run(ground)
    assert (verdict, report.new, report.newest) == ("fine", 6, "2026-11-20")
    assert asked(upstream) == [f"2026-11-{day}/2026-11-{day}/0" for day in range(14, 21)]


@pytest.mark.parametrize("page_size", [1, 2, 5, 100])
def test_pages_may_have_any_size(ground: Ground, service: Service, page_size: int) -> None:
    service.page_size = page_size
    assert run(ground)[1].new == 6


def test_a_promise_that_is_not_kept_is_noted(ground: Ground, service: Service) -> None:
    service.promised = 3
    verdict, report = run(ground)
    assert (verdict, report.new) == ("fine", 6)
    assert "8 preprints were promised for 2026-11-19, and 5 came." in report.notes


def test_nothing_where_much_was_promised_is_broken(ground: Ground, service: Service) -> None:
    service.promised = 300
    verdict, report = run(ground)
    assert (verdict, report.new) == ("partial", 6)
    assert report.message.startswith("Nothing came where 300 more preprints were promised.")


def test_a_harvest_that_broke_off_goes_on_within_the_day(ground: Ground, service: Service, upstream: Upstream) -> None:
    service.page_size = 2
    upstream.script = [None] * 6 + [Reply(b"no", 403)]
    assert run(ground)[0] == "partial"
    upstream.log.clear()
    assert run(ground)[1].new == 4
    assert asked(upstream)[0] == "2026-11-19/2026-11-19/2"


def test_the_last_days_are_read_again(ground: Ground, service: Service, upstream: Upstream) -> None:
    run(ground, since=date(2026, 10, 1))
    service.days["2026-11-19"].append(post(9))
    upstream.log.clear()
    _, report = run(at(ground, datetime(2026, 11, 21, tzinfo=UTC)), since=date(2026, 10, 1))
    assert (len(upstream.log), report.new, report.unchanged) == (7, 1, 6)


def test_a_preprint() -> None:
    assert record(published="10.1038/S41586-026-1") == Record(
        source="biorxiv",
        source_id=LOOM,
        title="Looms 1",
        abstract="Cells weave, version 1.",
        authors=(
            Author("A. Byron", "Byron", "A."),
            Author("J. P. van der Berg", "van der Berg", "J. P."),
            Author("Loom Consortium"),
        ),
        doi=LOOM,
        version=1,
        versions=(Version(1, date(2026, 11, 19)),),
        keywords=("cell biology",),
        published=date(2026, 11, 10),
        updated=date(2026, 11, 19),
        announced=date(2026, 11, 19),
        year=2026,
        kind="article",
        publisher="bioRxiv",
        license="CC BY-NC-ND",
        links=(
            Link("pdf", f"https://www.biorxiv.org/content/{LOOM}v1.full.pdf", "biorxiv"),
            Link("page", "https://doi.org/10.1038/s41586-026-1", "biorxiv"),
        ),
    )


def test_medrxiv_is_the_same_from_its_own_pages() -> None:
    found = record("medrxiv", published="NA")
    assert (found.source, found.publisher) == ("medrxiv", "medRxiv")
    assert found.links[0].url == f"https://www.medrxiv.org/content/{LOOM}v1.full.pdf"


def test_older_dois_have_no_day_in_them() -> None:
    assert record(doi="10.1101/123456").published == date(2026, 11, 19)
    assert record(doi="10.1101/123456", version=2).published is None


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "Withdrawn", "title": "Looms"},
        {"title": "WITHDRAWN: Looms"},
        {"title": "[WITHDRAWN] Looms"},
        {"title": "Withdrawn - Looms"},
    ],
)
def test_what_is_withdrawn_says_why(fields: dict[str, Any]) -> None:
    found = record(abstract="The authors took it back.", **fields)
    assert (found.title, found.standing, found.standing_note, found.abstract) == (
        *("Looms", "withdrawn", "The authors took it back.", ""),
    )


@pytest.mark.parametrize("title", ["Withdrawn adolescents weave", "Withdrawn-type looms", "Drugs withdrawn: why"])
def test_titles_that_only_speak_of_it_are_not_withdrawn(title: str) -> None:
    assert record(title=title).standing == ""


def test_versions_are_one_paper_with_the_newest_text_and_all_days(ground: Ground, service: Service) -> None:
    service.days["2026-11-20"].append(post(1, version=2, posted="2026-11-20"))
    run(ground)
    found = paper(ground)
    assert found.abstract == "Cells weave, version 2."
    assert found.versions == (Version(1, date(2026, 11, 19)), Version(2, date(2026, 11, 20)))
    assert (found.day, found.published, found.updated) == (date(2026, 11, 19), date(2026, 11, 10), date(2026, 11, 20))
    assert [link.url for link in found.links] == [f"https://www.biorxiv.org/content/{LOOM}v2.full.pdf"]


def test_an_older_version_that_comes_late_changes_no_text(ground: Ground, service: Service) -> None:
    service.days = {"2026-11-20": [post(1, version=2, posted="2026-11-20"), post(1, version=1)]}
    run(ground)
    assert paper(ground).abstract == "Cells weave, version 2."
    assert paper(ground).day == date(2026, 11, 19)


def test_a_withdrawn_paper_keeps_what_it_said(ground: Ground, service: Service) -> None:
    notice = post(1, 2, "2026-11-20", title="WITHDRAWN: Looms 1", abstract="Taken back.", authors="")
    service.days["2026-11-20"] = [notice]
    run(ground)
    found = paper(ground)
    assert (found.standing, found.standing_note) == ("withdrawn", "Taken back.")
    assert (found.abstract, len(found.authors)) == ("Cells weave, version 1.", 3)


def test_the_journal_paper_is_linked_and_not_taken_for_the_preprint(ground: Ground, service: Service) -> None:
    service.days["2026-11-19"] = [post(1, published="10.1038/x.1")]
    run(ground)
    with ground.database.read() as connection:
        assert papers.find_key(connection, "doi:10.1038/x.1") is None
    assert Link("page", "https://doi.org/10.1038/x.1", "biorxiv") in paper(ground).links


def test_subjects_have_cursors_of_their_own(ground: Ground, upstream: Upstream) -> None:
    run(ground, sets=("Cell_Biology",))
    assert {one.query["category"] for one in upstream.log} == {"cell_biology"}
    with ground.database.read() as connection:
        assert harvests.read_cursor(connection, "biorxiv", "") is None
        assert harvests.read_cursor(connection, "biorxiv", "cell biology") == {
            "from": "2026-11-14",
            "next": "2026-11-21",
            "offset": 0,
        }
    assert "is no subject" in run(ground, sets=("a/b",))[1].message


def test_preprints_by_doi_with_all_their_versions(ground: Ground, service: Service) -> None:
    service.days["2026-11-20"].append(post(1, version=2, posted="2026-11-20"))
    _, report = run(ground, ids=(f"https://doi.org/{LOOM}", "10.1101/none", "looms"))
    assert len(paper(ground).versions) == 2
    assert [one["reason"] for one in report.refusals] == [
        "bioRxiv has no preprint 10.1101/none",
        "'looms' is no DOI, by which bioRxiv knows preprints",
    ]


def test_questions_are_refused_with_advice(ground: Ground) -> None:
    assert run(ground, "medrxiv", query="looms")[1].message.startswith("medRxiv cannot be asked questions.")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>Just a moment", "A page of HTML came in place of JSON"),
        (b'{"messages": [{"status": "ok"}], "colle', "The JSON that came is broken"),
        (b"[]", "The answer does not say how it went"),
        (b'{"messages": []}', "The answer does not say how it went"),
        (b'{"messages": [{"status": "Error: too busy"}]}', "The service says 'error: too busy'"),
    ],
)
def test_broken_answers_are_told_apart(ground: Ground, upstream: Upstream, body: bytes, said: str) -> None:
    upstream.script = [Reply(body)] * 9
    verdict, report = run(ground)
    assert (verdict, said in report.message) == ("failed", True)


@pytest.mark.parametrize("since", [None, date(2026, 11, 9)])
def test_a_day_that_stays_broken_stands_before_no_other(
    ground: Ground, service: Service, upstream: Upstream, since: date | None
) -> None:
    service.days["2026-11-10"] = [post(7, posted="2026-11-10")]
    broken = Reply(b"<html>")
    breaks = "2026-11-10" if since else "2026-11-19"
    upstream.answer(HOST, lambda asked: broken if breaks in asked.path else service(asked))
    verdict, report = run(ground, since=since)
    assert (verdict, report.new) == ("partial", 6 if since else 1)
    assert report.notes[0].startswith(f"The list of {breaks} was passed over until the next harvest: a page of HTML")
    upstream.answer(HOST, service)
    assert (run(ground)[0], paper(ground, LOOM[:-1] + ("7" if since else "1")).doi[:7]) == ("fine", "10.1101")
    with ground.database.read() as connection:
        cursor = harvests.read_cursor(connection, "biorxiv", "")
    assert cursor is not None
    assert "missed" not in cursor


def test_pages_that_repeat_themselves_end(ground: Ground, service: Service, upstream: Upstream) -> None:
    message = {"status": "ok", "total": "900000000"}
    same = Reply(orjson.dumps({"messages": [message], "collection": [post(8, posted="2026-11-18")]}))
    upstream.answer(HOST, lambda asked: same if "2026-11-18" in asked.path else service(asked))
    verdict, report = run(ground)
    assert (verdict, report.new, report.requests) == ("partial", 7, 8)
    assert "the pages of 2026-11-18 repeat themselves" in report.notes[0]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"doi": "none"}, "no DOI"),
        ({"version": "0"}, "'0' is no number of a version"),
        ({"version": ""}, "'' is no number of a version"),
        ({"title": " "}, "no title"),
    ],
)
def test_what_cannot_be_understood_is_refused(
    ground: Ground, service: Service, fields: dict[str, Any], reason: str
) -> None:
    service.days["2026-11-20"] = [post(7) | fields, "no object"]
    _, report = run(ground)
    assert {one["reason"] for one in report.refusals} == {reason, "not an object"}
    assert report.new == 5


@pytest.mark.parametrize(
    ("moment", "verdict", "said"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "quiet", "are of Friday 2026-11-20."),
        (datetime(2026, 11, 25, 9, tzinfo=UTC), "stale", "of Friday 2026-11-20, 3 working days ago"),
        (datetime(2026, 12, 20, 9, tzinfo=UTC), "stale", "of Friday 2026-11-20, 20 working days ago"),
    ],
)
def test_a_quiet_day_is_told_from_a_server_that_stopped(
    ground: Ground, moment: datetime, verdict: str, said: str
) -> None:
    run(ground)
    found, report = run(at(ground, moment))
    assert (found, said in report.message) == (verdict, True)


def test_nothing_in_a_week_is_stale(ground: Ground, service: Service) -> None:
    service.days.clear()
    assert run(ground)[1].message.startswith("Nothing was posted in the last 7 days.")
