"""`broadsheet edition` and `broadsheet explain-rank`."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from edition_library import DYEING, EARLIER, SPINNING, THURSDAY, WEAVING, catalog, library, unembedded

from broadsheet.cli.output.editions import sparkline
from broadsheet.editions.calendar import current
from broadsheet.lib.clock import now
from broadsheet.model.edition import Edition
from broadsheet.model.reader import LOCAL
from broadsheet.store import editions, papers, picks
from broadsheet.store.database import Database
from cli_fixtures import Run

__all__ = ["catalog", "library", "unembedded"]  # fixtures
A_DAY = THURSDAY.isoformat()


def stored(catalog: Database, edition_id: str = A_DAY) -> Edition | None:
    with catalog.read() as connection:
        return editions.get(connection, edition_id)


def test_the_latest_edition_is_printed_with_lead_reasons_and_ranks(library: Run) -> None:
    shown = library("edition")
    assert "Printing the edition 2024-05-30" in shown.stderr
    assert "Thursday, 30 May 2024  2024-05-30\n4 papers ranked · closed" in shown.stdout
    assert "Lead Weaving on Looms\n     Ada Byron · 2024 · arxiv:2405.00001 · cs.CL" in shown.stdout
    assert "40 new stars on GitHub where" in shown.stdout
    assert "  2. Spinning by Spindles" in shown.stdout
    assert "0.09  has code" in shown.stdout
    assert "Carding" not in shown.stdout


def test_an_edition_that_was_printed_is_shown_as_it_is(library: Run) -> None:
    first, second = library("edition", A_DAY), library("edition", "2024-5-30")
    assert second.stdout == first.stdout
    assert second.stderr == ""


def test_data_are_the_whole_edition_as_the_site_gives_it(library: Run, catalog: Database) -> None:
    given = json.loads(library("edition", "week", "--json").stdout)
    assert (given["id"], given["count"], len(given["items"])) == ("2024-W22", 5, 5)
    assert given == json.loads(msgspec.json.encode(stored(catalog, "2024-W22")))
    assert len(json.loads(library("edition", "week", "--json", "--limit", "2").stdout)["items"]) == 2


def test_papers_are_filtered_and_keep_their_ranks(library: Run) -> None:
    assert "  2. Spinning" in library("edition", "--code").stdout
    of_math = library("edition", "--category", "math").stdout
    assert "Dyeing in Vats" in of_math
    assert "Weaving" not in of_math
    nothing = library("edition", "--source", "acl")
    assert "No paper of this edition passes the filters." in nothing.stderr
    assert (nothing.exit_code, nothing.stdout.count("\n")) == (0, 3)


def test_more_papers_than_asked_for_are_counted(library: Run) -> None:
    assert "3 more with --limit 4." in library("edition", "--limit", "1").stderr


def test_all_editions_are_made_and_listed(library: Run) -> None:
    assert "No edition was printed yet" in library("edition", "--list").stderr
    assert "4 editions printed, 0 made anew." in library("edition", "--make").stderr
    listed = library("edition", "--list").stdout
    assert [line.split()[0] for line in listed.splitlines()] == ["2024-05-30", "2024-05-29", "2024-W22", "2024-05"]
    assert [one["id"] for one in json.loads(library("edition", "month", "--list", "--json").stdout)] == ["2024-05"]
    assert json.loads(library("edition", "--make", "--json").stdout)["printed"] == 0


def test_an_edition_whose_papers_are_not_embedded_is_shown_and_not_kept(unembedded: Run) -> None:
    shown = unembedded("edition")
    assert "Spinning by Spindles" in shown.stdout
    assert "not all its papers are embedded" in shown.stderr
    assert "`broadsheet index` embeds" in unembedded("edition", "--make").stderr
    assert unembedded("edition", "--list").stdout == ""


def test_an_empty_library_says_how_to_fill_it(run: Run) -> None:
    for arguments in (("edition",), ("edition", "--live"), ("edition", A_DAY, "--recompute")):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "The library is empty. `broadsheet setup`" in result.stderr
    assert "The library is empty" in run("edition", "--list").stderr


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("yesterday", "Editions are called 2026-11-20, 2026-W47 or 2026-11."),
        ("2024-02-30", "There is no such edition."),
        ("2024-W60", "There is no such edition."),
        ("9000-01-01", "The edition 9000-01-01 is still to come."),
        ("2001-01", "The library has no papers for an edition 2001-01."),
        ("today", "the one before it with papers is 2024-05-30."),
    ],
)
def test_what_is_no_edition_is_said(library: Run, named: str, told: str) -> None:
    result = library("edition", named)
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr


def test_wrong_usage_is_2(run: Run) -> None:
    assert run("edition", "--live", "--list").exit_code == 2
    assert run("edition", A_DAY, "--live").exit_code == 2
    assert run("edition", A_DAY, "--make").exit_code == 2


def test_an_edition_is_the_same_when_it_is_computed_again(library: Run) -> None:
    again = library("edition", A_DAY, "--recompute")
    assert again.exit_code == 0
    assert "From its own evidence: the same list of 4 papers." in again.stdout
    assert "From the library as known then: the same. 4 papers" in again.stdout


def test_what_changed_since_is_named_and_is_no_failure(library: Run, catalog: Database) -> None:
    library("edition")
    with catalog.write() as connection:
        paper = papers.get_by_id(connection, f"arxiv:{SPINNING}")
        assert paper
        papers.write(connection, [replace(paper, links=())], {paper.key: [paper.id]})
    again = library("edition", A_DAY, "--recompute")
    assert again.exit_code == 0
    assert "different for 1 paper (as many):" in again.stdout
    assert f"arxiv:{SPINNING}: has no code any more" in again.stdout
    data = json.loads(library("edition", A_DAY, "--recompute", "--json").stdout)
    assert data["follows"]
    assert data["inputs"]["stored"] != data["inputs"]["now"]
    assert [one["id"] for one in data["changes"]] == [f"arxiv:{SPINNING}"]


def test_an_edition_made_with_another_model_is_told_so(library: Run, catalog: Database) -> None:
    made = json.loads(library("edition", "2024-05-29", "--json").stdout)
    other = {"id": "2024-05-28", "first": "2024-05-28", "last": "2024-05-28", "model": "another-1", "inputs": "other"}
    with catalog.write() as connection:
        editions.put(connection, msgspec.convert(made | other, Edition))
    assert "made with the vectors of another-1" in library("edition", "2024-05-28", "--recompute").stdout


def test_a_list_that_does_not_follow_from_its_evidence_fails(library: Run, catalog: Database) -> None:
    made = json.loads(library("edition", "2024-05-29", "--json").stdout)
    made["items"][0]["score"]["total"] = 99.0
    forged = msgspec.convert(made | {"id": "2024-05-28", "first": "2024-05-28", "last": "2024-05-28"}, Edition)
    with catalog.write() as connection:
        editions.put(connection, forged)
    again = library("edition", "2024-05-28", "--recompute")
    assert again.exit_code == 1
    assert "ANOTHER LIST" in again.stdout
    assert "does not follow from its own evidence" in again.stderr


def test_bars_are_digits_where_there_are_none() -> None:
    assert sparkline((0, 1, 7, 14), "utf-8") == "▁▁▄█"
    assert sparkline((0, 1, 7, 14), "ascii") == "0159"
    assert sparkline((0, 0), "ascii") == "00"
    assert sparkline((), "utf-8") == ""


def test_a_score_is_shown_line_by_line(library: Run) -> None:
    shown = library("explain-rank", WEAVING, "--edition", A_DAY).stdout
    assert "Edition of Thursday, 30 May 2024 (2024-05-30): rank 1 of 4, score " in shown
    assert "  stars, github   grew by 40 where" in shown
    assert "  decay            1 / (1 + 0 / 7) = 1.0000" in shown
    data = json.loads(library("explain-rank", WEAVING, "--edition", A_DAY, "--json").stdout)
    last = data["steps"][-1]
    assert (last["name"], last["value"]) == ("score", data["score"]["total"])
    assert last["formula"].endswith(" · 1")
    assert (data["rank"], data["count"], data["kept"]) == (1, 4, True)


def test_the_latest_edition_that_has_the_paper_is_taken(library: Run) -> None:
    library("edition", "2024-05-29")
    library("edition", A_DAY)
    assert json.loads(library("explain-rank", EARLIER, "--json").stdout)["edition"] == "2024-05-29"
    library("edition", "month")
    assert json.loads(library("explain-rank", EARLIER, "--json").stdout)["edition"] == "2024-05"


def test_without_an_edition_it_is_told_where_the_paper_would_stand(library: Run) -> None:
    shown = library("explain-rank", SPINNING)
    assert "rank 1 of 1" in shown.stdout
    assert "has code" in shown.stdout
    assert "this is where it would stand" in shown.stderr
    beside = json.loads(library("explain-rank", EARLIER, "--edition", A_DAY, "--json").stdout)
    assert (beside["in_edition"], beside["count"]) == (False, 5)
    assert "nearest papers  not known" in shown.stdout
    assert "novelty" not in shown.stdout


def test_a_withdrawn_paper_is_in_no_edition(library: Run, catalog: Database) -> None:
    with catalog.write() as connection:
        paper = papers.get_by_id(connection, f"arxiv:{DYEING}")
        assert paper
        papers.write(connection, [replace(paper, standing="withdrawn")], {paper.key: [paper.id]})
    result = library("explain-rank", DYEING)
    assert result.exit_code == 1
    assert f"arxiv:{DYEING} is withdrawn: such papers are in no edition." in result.stderr


def test_a_paper_that_is_not_here_cannot_be_explained(library: Run) -> None:
    assert "no paper arxiv:2406.99999" in library("explain-rank", "2406.99999").stderr
    assert library("explain-rank", WEAVING, "--edition", "soon").exit_code == 1


def test_a_picked_paper_stands_first_in_what_is_open(library: Run, catalog: Database) -> None:
    today, earlier = current("day", now()), now() - timedelta(minutes=1)
    with catalog.write() as connection:
        key = papers.find_keys(connection, [f"arxiv:{DYEING}"])[f"arxiv:{DYEING}"]
        picks.add(connection, key, today, leads=True, line="Mind the vats.", curator=LOCAL, made=earlier)
    shown = library("edition", "--live").stdout
    assert "Lead Dyeing in Vats" in shown
    assert "picked: Mind the vats." in shown
    told = library("explain-rank", DYEING, "--edition", today).stderr
    assert "The curator picked it" in told
    assert "stands below" not in told


def test_the_file_of_an_edition_can_be_checked_without_the_library(library: Run, tmp_path: Path) -> None:
    file = tmp_path / "edition.json"
    file.write_text(library("edition", A_DAY, "--json").stdout)
    assert msgspec.json.decode(file.read_bytes(), type=Edition).id == A_DAY
