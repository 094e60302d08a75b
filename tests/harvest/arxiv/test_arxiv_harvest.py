"""Harvests of arXiv over HTTP, from a server that has tokens, windows, sets and bad days as arXiv has them."""

import gzip
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from arxiv_service import HOST, RSS_HOST, Arxiv, Entry, named

from broadsheet.harvest.reports import RunReport, read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources import arxiv
from broadsheet.harvest.sources.base import Wanted
from broadsheet.model.paper import Paper, Version
from broadsheet.store import harvests, papers, records
from broadsheet.store.database import Database
from harvest_fixtures import NOON, MakeGround
from upstream import Asked, Reply, Upstream

TODAY = NOON.date()
YESTERDAY = TODAY - timedelta(days=1)
DAY = timedelta(days=1)
EMPTY_FEED = b"<rss version='2.0'><channel><pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate></channel></rss>"


class Now:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def service() -> Arxiv:
    """Five papers that arXiv touched in the last days, on three pages a format."""
    service = Arxiv()
    service.put(*(named(number, TODAY - timedelta(days=number % 3)) for number in range(1, 6)))
    return service


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def ground(upstream: Upstream, any_database: Database, make_ground: MakeGround, service: Arxiv, now: Now) -> Ground:
    upstream.answer(HOST, service.answer)
    upstream.answer(RSS_HOST, lambda asked: Reply(EMPTY_FEED))
    return make_ground(any_database, clock=now)


def run(ground: Ground, **wanted: object) -> tuple[str, RunReport]:
    stored = harvest(ground, arxiv.SOURCE, Wanted(**wanted))  # type: ignore[arg-type]
    return stored.verdict, read_report(stored.report)


def library(ground: Ground) -> dict[str, Paper]:
    with ground.database.read() as connection:
        return {paper.arxiv_id: paper for paper in papers.stream(connection)}


def questions(upstream: Upstream) -> list[dict[str, str]]:
    """What was asked of OAI-PMH, without the words that are the same each time."""
    return [
        {name: text for name, text in one.query.items() if name != "verb"}
        for one in upstream.asked(HOST)
        if "resumptionToken" not in one.query
    ]


def count_records(ground: Ground) -> int:
    with ground.database.read() as connection:
        return records.count(connection)


def test_all_pages_of_both_formats_become_papers_with_versions_and_split_names(ground: Ground) -> None:
    verdict, report = run(ground)
    assert (verdict, report.read, report.new, report.pages) == ("fine", 10, 5, 9)
    paper = library(ground)["2611.00001"]
    assert paper.versions == (Version(1, date(2026, 11, 2)),)
    assert [(one.name, one.family) for one in paper.authors] == [("Ada van Berg", "van Berg"), ("Bo Chen", "Chen")]
    assert (paper.published, paper.abstract) == (date(2026, 11, 2), "We show that networks grok without it.")
    assert report.newest == TODAY.isoformat()


def test_the_first_harvest_asks_for_a_week_and_the_next_from_the_day_before(ground: Ground, upstream: Upstream) -> None:
    run(ground)
    run(ground)
    assert [one["from"] for one in questions(upstream)] == ["2026-11-13"] * 2 + ["2026-11-19"] * 2
    assert not any("until" in one for one in questions(upstream))


def test_arxivs_own_clock_says_where_the_next_harvest_begins(
    ground: Ground, upstream: Upstream, service: Arxiv, now: Now
) -> None:
    service.clock = NOON - timedelta(days=1, hours=3)
    run(ground)
    now.time += 2 * DAY
    run(ground)
    assert questions(upstream)[-1]["from"] == "2026-11-18"


def test_a_stopped_harvest_goes_on_with_its_token(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [None, Reply(b"no", 404)]
    assert run(ground)[0] == "partial"
    assert run(ground)[0] == "fine"
    assert len(library(ground)) == 5
    assert [one["metadataPrefix"] for one in questions(upstream)] == ["arXivRaw", "arXiv"]


def test_a_forgotten_token_begins_the_increment_again_without_loss(
    ground: Ground, upstream: Upstream, service: Arxiv
) -> None:
    upstream.script = [None, Reply(b"no", 404)]
    run(ground)
    service.forget()
    verdict, report = run(ground)
    assert (verdict, len(library(ground))) == ("fine", 5)
    assert report.notes[0].startswith("arXiv no longer knew how far the harvest was: 1 × from 2026-11-13")
    assert questions(upstream)[1]["from"] == "2026-11-13"


def test_a_service_that_always_forgets_is_left_alone(ground: Ground, upstream: Upstream) -> None:
    forgotten = Arxiv(generation=1).answer
    upstream.answer(HOST, lambda asked: forgotten(replace(asked, query={"resumptionToken": "0%7Ca%7Cb%7C%7C%7C0"})))
    verdict, report = run(ground)
    assert (verdict, len(upstream.asked(HOST))) == ("failed", 4)
    assert "forgets again and again" in report.message


def test_long_times_are_cut_into_windows_of_which_the_last_is_open(ground: Ground, upstream: Upstream) -> None:
    run(ground, since=date(2026, 8, 1))
    raw = [one for one in questions(upstream) if one["metadataPrefix"] == "arXivRaw"]
    assert [(one["from"], one.get("until")) for one in raw] == [
        ("2026-08-01", "2026-08-30"),
        ("2026-08-31", "2026-09-29"),
        ("2026-09-30", None),
    ]
    assert len(library(ground)) == 5


def test_every_finished_window_is_kept(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [None, Reply(b"no", 404)]
    run(ground, since=date(2026, 8, 1))
    run(ground, since=date(2026, 8, 1))
    assert [one["from"] for one in questions(upstream)][:3] == ["2026-08-01", "2026-08-31", "2026-08-31"]


def test_days_that_arxiv_does_not_have_are_not_asked_for(ground: Ground, upstream: Upstream) -> None:
    upstream.script = [None, Reply(b"no", 404)]
    run(ground, since=date(1991, 8, 14))
    assert questions(upstream)[0]["from"] == "2005-09-16"


def test_another_since_begins_anew_and_passes_nothing_over(ground: Ground, upstream: Upstream) -> None:
    run(ground)
    run(ground, since=date(2026, 11, 10))
    run(ground, since=date(2026, 11, 20))
    assert [one["from"] for one in questions(upstream)][2::2] == ["2026-11-10", "2026-11-19"]


def test_the_same_since_over_and_over_is_a_plan_and_goes_on(ground: Ground, upstream: Upstream) -> None:
    for _ in range(2):
        run(ground, since=date(2026, 11, 10))
    assert [one["from"] for one in questions(upstream)][::2] == ["2026-11-10", "2026-11-19"]


def test_sets_are_asked_one_by_one_each_with_its_own_place(ground: Ground, upstream: Upstream) -> None:
    run(ground, sets=("stat.ML", "hep-th"))
    assert [one["set"] for one in questions(upstream)] == ["stat:stat:ML"] * 2 + ["physics:hep-th"] * 2
    with ground.database.read() as connection:
        assert harvests.read_cursor(connection, "arxiv", "arXivRaw stat:stat:ML")
        assert harvests.read_cursor(connection, "arxiv", "arXivRaw") is None


def test_an_unknown_set_is_named_before_anything_is_asked(ground: Ground, upstream: Upstream) -> None:
    verdict, report = run(ground, sets=("cs", "cs.XX"))
    assert (verdict, upstream.log) == ("failed", [])
    assert report.message.startswith("arXiv has no set 'cs.XX'. There are astro-ph, cond-mat, cs,")


def test_nothing_to_be_had_is_an_empty_page(ground: Ground, service: Arxiv) -> None:
    service.entries = {}
    verdict, report = run(ground)
    assert (report.read, report.refused, report.pages) == (0, 0, 5)
    assert verdict == "stale"


BROKEN = {
    "truncated": Reply(b"<?xml version='1.0'?><OAI-PMH><responseDate>2026-11-20T12:00:00Z</responseDate><ListRecor"),
    "no UTF-8": Reply(b"<?xml version='1.0' encoding='UTF-8'?><OAI-PMH><a>\xff\xfe</a></OAI-PMH>"),
    "HTML": Reply(b"<!DOCTYPE html><html><head><title>Just a moment</title></head><body><p>wait</body></html>"),
    "HTML that is XML": Reply(b"<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>"),
    "empty": Reply(b""),
    "no records": Reply(b"<OAI-PMH><responseDate>2026-11-20T12:00:00Z</responseDate></OAI-PMH>"),
    "no time": Reply(b"<OAI-PMH><ListRecords/></OAI-PMH>"),
    "entities": Reply(b"<!DOCTYPE O [<!ENTITY a 'aa'>]><OAI-PMH><responseDate>&a;</responseDate></OAI-PMH>"),
    "503": Reply(b"busy", 503, {"Retry-After": "0"}),
    "429": Reply(b"slow down", 429, {"Retry-After": "0"}),
    "no gzip": Reply(gzip.compress(b"<OAI-PMH/>")[:-9], headers={"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_page_is_asked_for_again(ground: Ground, upstream: Upstream, broken: Reply) -> None:
    upstream.script = [None, broken, broken]
    verdict, report = run(ground)
    assert (verdict, report.retries, len(library(ground))) == ("fine", 2, 5)


def test_a_control_character_costs_no_page(ground: Ground, upstream: Upstream, service: Arxiv) -> None:
    service.put(named(1, TODAY, abstract="We form\x0cfeed."))
    assert run(ground)[0] == "fine"
    assert library(ground)["2611.00001"].abstract == "We formfeed."


def test_what_arxiv_refuses_is_said_in_its_words(ground: Ground, upstream: Upstream) -> None:
    error = b"<error code='badArgument'>Set does not exist</error>"
    upstream.script = [Reply(b"<OAI-PMH><responseDate>2026-11-20T12:00:00Z</responseDate>" + error + b"</OAI-PMH>")]
    verdict, report = run(ground)
    assert (verdict, report.retries) == ("failed", 0)
    assert "badArgument. Set does not exist" in report.message


def test_a_day_on_which_arxiv_touches_everything_changes_nothing(ground: Ground, service: Arxiv, now: Now) -> None:
    run(ground)
    before, stored = library(ground), count_records(ground)
    now.time, service.clock = NOON + DAY, NOON + DAY
    service.touch(TODAY + DAY)
    _, report = run(ground)
    assert (report.read, report.unchanged, report.new, report.changed) == (10, 10, 0, 0)
    assert (library(ground), count_records(ground)) == (before, stored)
    assert {one.change for one in library(ground).values()} == {one.change for one in before.values()}


def test_the_same_harvest_again_writes_no_record_anew(ground: Ground) -> None:
    def numbers() -> list[int]:
        with ground.database.read() as connection:
            keys = [paper.key for paper in papers.stream(connection)]
            return [one.number for kept in records.of_papers(connection, keys).values() for one in kept]

    run(ground)
    before = numbers()
    run(ground)
    assert numbers() == before


def test_a_new_version_is_shown_and_the_old_one_kept(ground: Ground, service: Arxiv, now: Now) -> None:
    run(ground)
    second = ("Fri, 20 Nov 2026 09:00:00 GMT", "70kb", "D")
    first = service.entries["2611.00001"]
    service.put(replace(first, title="Better", versions=(*first.versions, second), touched=TODAY))
    _, report = run(ground)
    paper = library(ground)["2611.00001"]
    assert (paper.title, report.changed) == ("Better", 1)
    assert paper.versions == (Version(1, date(2026, 11, 2)), Version(2, TODAY))
    assert paper.updated == TODAY


def test_corrected_metadata_win_without_a_new_version(ground: Ground, service: Arxiv) -> None:
    run(ground)
    service.put(replace(service.entries["2611.00001"], title="Corrected", authors=(("Ada", "Berg"),), touched=TODAY))
    run(ground)
    paper = library(ground)["2611.00001"]
    assert (paper.title, [one.name for one in paper.authors]) == ("Corrected", ["Ada Berg"])


def test_a_deleted_paper_is_marked_until_it_is_shown_again(ground: Ground, service: Arxiv) -> None:
    run(ground)
    shown = replace(service.entries["2611.00001"], touched=TODAY)
    for _ in range(2):
        service.put(replace(shown, deleted=True))
        _, report = run(ground)
        assert (library(ground)["2611.00001"].standing, report.deleted) == ("deleted", 1)
        assert library(ground)["2611.00001"].title == "Paper number 1"
        service.put(shown)
        run(ground)
        assert library(ground)["2611.00001"].standing == ""


def test_a_deleted_paper_that_nobody_knew_is_passed_over(ground: Ground, service: Arxiv) -> None:
    service.entries = {}
    service.put(Entry("2611.00009", TODAY, deleted=True))
    _, report = run(ground)
    assert (report.read, report.refused, library(ground)) == (2, 0, {})


def test_a_withdrawn_paper_is_marked_with_the_reason(ground: Ground, service: Arxiv) -> None:
    run(ground)
    withdrawal = ("Fri, 20 Nov 2026 09:00:00 GMT", "0kb", "I")
    first = service.entries["2611.00001"]
    service.put(replace(first, versions=(*first.versions, withdrawal), comment="Withdrawn: Lemma 2 is wrong"))
    run(ground)
    paper = library(ground)["2611.00001"]
    assert (paper.standing, paper.standing_note) == ("withdrawn", "Withdrawn: Lemma 2 is wrong")
    third = ("Fri, 20 Nov 2026 10:00:00 GMT", "71kb", "D")
    service.put(replace(first, versions=(*first.versions, withdrawal, third), comment="Lemma 2 mended"))
    run(ground)
    assert library(ground)["2611.00001"].standing == ""


def test_a_limit_goes_on_next_time(ground: Ground) -> None:
    assert run(ground, limit=3)[0] == "partial"
    run(ground)
    assert len(library(ground)) == 5


def test_pages_that_lead_back_to_themselves_end(ground: Ground, upstream: Upstream, service: Arxiv) -> None:
    asked = {"verb": "ListRecords", "metadataPrefix": "arXivRaw", "from": "2026-11-01"}
    first = service.answer(Asked(HOST, "GET", "/oai", asked, {}, b"", 0.0))
    upstream.answer(HOST, lambda asked: first)
    verdict, report = run(ground)
    assert (verdict, len(upstream.asked(HOST))) == ("partial", 2)
    assert "lead back to themselves" in report.message


def test_tokens_that_take_turns_end(ground: Ground, upstream: Upstream, service: Arxiv) -> None:
    service.page = 1
    tokens = {"": "one", "one": "two", "two": "one"}

    def answer(asked: Asked) -> Reply:
        token = asked.query.get("resumptionToken", "")
        number = [*tokens].index(token) + 1
        shown = Arxiv(entries={"": named(number, TODAY)})
        reply = shown.answer(replace(asked, query={"metadataPrefix": "arXivRaw", "from": "2026-11-01"}))
        return Reply(reply.body.replace(b"<resumptionToken>", f"<resumptionToken>{tokens[token]}".encode()))

    upstream.answer(HOST, answer)
    verdict, report = run(ground)
    assert (verdict, len(upstream.asked(HOST)), len(library(ground))) == ("partial", 3, 2)
    assert "lead back to themselves" in report.message


def test_the_same_page_under_new_tokens_ends(ground: Ground, upstream: Upstream, service: Arxiv) -> None:
    def answer(asked: Asked) -> Reply:
        reply = service.answer(replace(asked, query={"metadataPrefix": "arXivRaw", "from": "2026-11-01"}))
        token = f"<resumptionToken>{len(upstream.log)}"
        return Reply(reply.body.replace(b"<resumptionToken>", token.encode()))

    upstream.answer(HOST, answer)
    assert "lead back to themselves" in run(ground)[1].message
    assert len(upstream.asked(HOST)) == 2


@pytest.mark.parametrize("year", [1, 9999])
def test_a_time_that_cannot_be_keeps_nothing_from_being_asked_for(
    ground: Ground, upstream: Upstream, service: Arxiv, year: int
) -> None:
    usual = service.answer

    def answer(asked: Asked) -> Reply:
        return Reply(usual(asked).body.replace(b"<responseDate>2026", f"<responseDate>{year:04}".encode()))

    upstream.answer(HOST, answer)
    run(ground)
    upstream.answer(HOST, usual)
    run(ground)
    assert questions(upstream)[2]["from"] == ("2005-09-16" if year == 1 else "2026-11-20")
