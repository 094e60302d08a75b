"""Runs in words, and what a choice will bring in round figures."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from broadsheet.harvest.reports import RunReport
from broadsheet.harvest.telling import counts, duration, expectation, figures, size, verdict_of
from broadsheet.harvest.volumes import ALL_ARXIV, ARCHIVE_A_DAY, CATEGORY_A_DAY, Estimate, a_day, estimate
from broadsheet.model.categories import ARCHIVES, CATEGORIES, UNDIVIDED
from broadsheet.store.harvests import StoredRun
from harvest_fixtures import NOON

REPORT = RunReport(read=1204, new=1100, unchanged=100, changed=4, pages=2, requests=3, retries=1, bytes=3_400_000)
RUN = StoredRun(7, "arxiv", NOON, NOON + timedelta(minutes=2), "fine", REPORT.as_json())
TODAY = NOON.date()


@pytest.mark.parametrize(
    ("run", "running", "said"),
    [
        (RUN, False, "fine"),
        (replace(RUN, verdict="quiet"), False, "quiet day"),
        (replace(RUN, ended=None, verdict=""), True, "running"),
        (replace(RUN, ended=None, verdict=""), False, "killed: will resume"),
        (replace(RUN, verdict="of a later version"), False, "of a later version"),
    ],
)
def test_verdicts(run: StoredRun, running: bool, said: str) -> None:
    assert verdict_of(run, running=running) == said


def test_counts_leave_out_what_is_nothing() -> None:
    assert counts(REPORT) == "1,204 read: 1,100 new, 4 changed, 100 unchanged"
    assert counts(RunReport()) == "0 read"
    assert counts(RunReport(looked_up=50, not_known=3, signals=40)) == (
        "50 asked about, 3 not known there: 40 counts that moved"
    )


def test_figures_tell_everything_that_happened() -> None:
    told = dict(figures(RUN))
    assert told["Began"] == "2026-11-20 12:00:00 UTC"
    assert told["Requests"] == "3, 1 of them repeated"
    assert told["Received"] == "3.4 MB"
    assert "Deleted there" not in told


def test_figures_tell_what_was_asked_for() -> None:
    report = RunReport(since="2026-01-01", sets=["cs"], limit=50)
    assert dict(figures(replace(RUN, report=report.as_json())))["Asked for"] == (
        "cs, since 2026-01-01, at most 50 records"
    )


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.4, "0 s"), (89, "89 s"), (200, "3 min"), (7_800, "2 h 10 min"), (7_200, "2 h"), (400_000, "5 days")],
)
def test_durations(seconds: float, told: str) -> None:
    assert duration(seconds) == told


@pytest.mark.parametrize(
    ("count", "told"),
    [(512, "512 bytes"), (3_400, "3.4 kB"), (999_999, "1.0 MB"), (250_000_000, "250 MB"), (12_900_000_000, "13 GB")],
)
def test_sizes(count: int, told: str) -> None:
    assert size(count) == told


def test_a_wider_choice_brings_more() -> None:
    month = TODAY - timedelta(days=30)
    chosen = [("cs.RO",), ("cs.LG",), ("cs",), ("cs", "math"), ()]
    papers = [estimate(fields, month, TODAY).papers for fields in chosen]
    assert papers == sorted(set(papers))


def test_a_month_of_machine_learning_is_quick_and_small() -> None:
    month = estimate(("cs.LG",), TODAY - timedelta(days=30), TODAY)
    assert 2_000 < month.papers < 4_000
    assert month.seconds < 120
    assert month.size < 20_000_000


def test_everything_is_all_of_arxiv_and_no_more() -> None:
    assert estimate((), date(1991, 1, 1), TODAY).papers == ALL_ARXIV


def test_every_field_has_a_figure() -> None:
    assert set(ARCHIVE_A_DAY) == {*ARCHIVES, *UNDIVIDED}
    assert set(CATEGORY_A_DAY) < set(CATEGORIES)
    assert all(a_day(field) >= 1 for field in (*ARCHIVES, *UNDIVIDED, *CATEGORIES))


def test_an_expectation_is_told_in_round_figures() -> None:
    assert expectation(Estimate(2_593, 17.3, 21.6, 11_149_900)) == (
        "about 2,600 papers, found by word within 17 s and by meaning some 22 s later; 11 MB on disk."
    )
