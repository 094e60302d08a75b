"""RSS held against OAI-PMH: papers that one has and the other has not, old batches, and batches with little new.

No feed of rss.arxiv.org was recorded; the one below is written after arXiv's own description of it
(info.arxiv.org/help/rss_specifications.html).
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from arxiv_service import HOST, RSS_HOST, Arxiv, named

from broadsheet.errors import BadAnswer
from broadsheet.harvest.reports import read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources import arxiv
from broadsheet.harvest.sources.arxiv import feeds
from broadsheet.harvest.sources.base import Wanted
from broadsheet.lib.http.answer import Answer
from broadsheet.store.database import Database
from harvest_fixtures import NOON, MakeGround
from upstream import Reply, Upstream

FRIDAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def rss(day: date, *entries: tuple[str, str]) -> bytes:
    midnight = f"{day:%a, %d %b %Y} 00:00:00 -0500"
    items = "".join(
        f"<item><title>Paper {one}</title><link>https://arxiv.org/abs/{one.partition('v')[0]}</link>"
        f"<description>arXiv:{one} Announce Type: {kind} \nAbstract: We look.</description>"
        f'<guid isPermaLink="false">oai:arXiv.org:{one}</guid><category>cs.LG</category><pubDate>{midnight}</pubDate>'
        f"<arxiv:announce_type>{kind}</arxiv:announce_type><dc:creator>Ada van Berg</dc:creator></item>"
        for one, kind in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>cs.LG updates on arXiv.org</title>'
        f"<link>http://rss.arxiv.org/rss/cs.LG</link><pubDate>{midnight}</pubDate>"
        f"<skipDays><day>Saturday</day><day>Sunday</day></skipDays>{items}</channel></rss>"
    ).encode()


def new(*numbers: int) -> list[tuple[str, str]]:
    return [(f"2611.{number:05d}v1", "new") for number in numbers]


def read(body: bytes) -> feeds.Batch:
    return feeds.read(Answer(feeds.ADDRESS, 200, {}, body))


def test_a_feed_has_a_day_entries_and_days_on_which_it_is_empty() -> None:
    batch = read(rss(FRIDAY, ("2611.00001v1", "new"), ("hep-th/9901001v3", "replace-cross")))
    assert (batch.day, batch.skipped_days) == (FRIDAY, ["Saturday", "Sunday"])
    assert batch.entries == [feeds.Entry("2611.00001", 1, "new"), feeds.Entry("hep-th/9901001", 3, "replace-cross")]


@pytest.mark.parametrize("body", [b"", b"<html/>", b"<rss/>", b"<rss><channel/></rss>", rss(FRIDAY)[:-20]])
def test_a_feed_that_is_none_is_broken(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        read(body)


class Ready:
    """A harvest of cs.LG in which OAI-PMH brought papers 1 to 3, and RSS says what it is told to."""

    def __init__(self, upstream: Upstream, database: Database, make_ground: MakeGround) -> None:
        self.service = Arxiv(page=100)
        self.service.put(*(named(number, FRIDAY) for number in range(1, 4)))
        self.feed = Reply(rss(FRIDAY, *new(1, 2, 3)))
        self.time = NOON
        self.upstream = upstream
        upstream.answer(HOST, self.service.answer)
        upstream.answer(RSS_HOST, lambda asked: self.feed)
        self.ground: Ground = make_ground(database, clock=lambda: self.time)

    def notes(self, sets: tuple[str, ...] = ("cs.LG",)) -> list[str]:
        stored = harvest(self.ground, arxiv.SOURCE, Wanted(sets=sets))
        assert stored.verdict in ("fine", "quiet")
        return read_report(stored.report).notes


@pytest.fixture
def ready(upstream: Upstream, database: Database, make_ground: MakeGround) -> Ready:
    return Ready(upstream, database, make_ground)


def test_where_both_agree_nothing_is_said(ready: Ready) -> None:
    assert ready.notes() == []


def test_papers_that_only_rss_has_are_named(ready: Ready) -> None:
    ready.feed = Reply(rss(FRIDAY, *new(1, 2, 7, 8)))
    assert ready.notes() == [
        "RSS of cs.LG lists 2 of 4 papers that OAI-PMH has not brought yet: 2611.00007, 2611.00008. "
        "The next harvest looks again."
    ]


def test_a_feed_older_than_the_papers_of_oai_pmh_is_named(ready: Ready) -> None:
    ready.feed = Reply(rss(FRIDAY - DAY, *new(1)))
    assert ready.notes() == ["RSS of cs.LG is still that of 2026-11-19, though OAI-PMH has papers of 2026-11-20."]


def test_a_feed_that_is_not_due_yet_is_no_news(ready: Ready) -> None:
    ready.time = datetime(2026, 11, 20, 4, tzinfo=UTC)  # three hours after the announcement
    ready.feed = Reply(rss(FRIDAY - DAY, *new(1)))
    assert ready.notes() == []


def test_an_empty_feed_of_a_whole_archive_is_named_where_papers_were_announced(ready: Ready) -> None:
    ready.feed = Reply(rss(FRIDAY))
    assert ready.notes(("cs",)) == ["RSS of cs is empty on 2026-11-20, though OAI-PMH has papers of 2026-11-20."]
    assert ready.notes(("cs.LG",)) == []


def test_an_empty_feed_of_a_weekend_is_no_news(ready: Ready) -> None:
    ready.time += DAY
    ready.feed = Reply(rss(FRIDAY + DAY))
    assert ready.notes(("cs",)) == []


def test_a_feed_that_repeats_the_last_one_is_named(ready: Ready) -> None:
    ready.service.put(*(named(number, FRIDAY) for number in range(1, 20)))
    ready.feed = Reply(rss(FRIDAY, *new(*range(1, 13))))
    assert ready.notes() == []
    monday = FRIDAY + 3 * DAY
    ready.time += 3 * DAY
    ready.service.put(named(21, monday))
    ready.feed = Reply(rss(monday, *new(*range(4, 16))))
    assert ready.notes() == [
        "RSS of cs.LG brings little new: 9 of 12 entries of 2026-11-23 stood in that of 2026-11-20 already."
    ]


def test_a_feed_that_cannot_be_had_is_a_note_and_no_failure(ready: Ready) -> None:
    ready.feed = Reply(b"<html>", 200)
    (note,) = ready.notes()
    assert note.startswith("RSS could not be held against OAI-PMH:")


def test_all_of_arxiv_is_three_feeds(ready: Ready) -> None:
    ready.notes(())
    paths = [one.path for one in ready.upstream.asked(RSS_HOST)]
    assert paths[:2] == ["/rss/cs", "/rss/econ+eess+math+q-bio+q-fin+stat"]
    assert len(paths) == 3


def test_several_sets_are_one_feed(ready: Ready) -> None:
    ready.notes(("cs.LG", "stat.ML"))
    assert [one.path for one in ready.upstream.asked(RSS_HOST)] == ["/rss/cs.LG+stat.ML"]
