"""`broadsheet harvest`, `jobs`, `worker` and `setup` from the outside, with sources that answer at once."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from broadsheet.cli.invocation import Invocation
from broadsheet.cli.main import app
from broadsheet.cli.presence import claimed
from broadsheet.errors import BudgetSpent, Unreachable
from broadsheet.harvest.sources.base import Asking, Page, Source
from broadsheet.model.raw import Refusal
from broadsheet.settings import Settings
from broadsheet.store import plans
from broadsheet.store.database import connect
from broadsheet.store.plans import Plan
from harvest_fixtures import NOON
from jobs_fixtures import PAPERS, record

Broadsheet = Callable[..., Result]


def fail(asking: Asking) -> Iterator[Page]:
    raise Unreachable("papers.example cannot be reached. Is this machine online?")
    yield Page()


def refuse(asking: Asking) -> Iterator[Page]:
    yield Page([record(1), Refusal("https://papers.example/1", 3, "record", "no title")], notes=["Half of it only."])


def spend(asking: Asking) -> Iterator[Page]:
    yield Page([record(1)])
    raise BudgetSpent("Today's budget is spent.")


OFFLINE = Source("offline", "The far ones", "Papers far away.", fail)
REFUSED = Source("refused", "The refused", "Some are refused.", refuse)
SILENT = Source("silent", "The silent", "Nothing.", lambda asking: iter([Page(notes=["Not an id: nonsense."])]))
POOR = Source("poor", "The poor", "Little a day.", spend)


@pytest.fixture
def broadsheet(home: Path) -> Broadsheet:
    """Run the command with sources of the test's own."""
    arxiv = replace(PAPERS, name="arxiv", title="arXiv", takes_sets=True)
    sources = {one.name: one for one in (PAPERS, arxiv, OFFLINE, REFUSED, SILENT, POOR)}

    def call(*arguments: str, input: str = "") -> Result:
        result = CliRunner(env={"NO_COLOR": "1"}).invoke(
            app, ["--home", str(home), *arguments], obj=Invocation(Settings(home=home), sources=sources), input=input
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call


def test_without_a_plan_it_says_what_there_is(broadsheet: Broadsheet) -> None:
    result = broadsheet("harvest")
    assert result.exit_code == 1
    assert "`broadsheet setup`" in result.stderr
    assert "papers, arxiv, offline" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("arxiv", "--folder", "acl"), "arxiv reads no folder"),
        (("arxiv", "--query", ""), "An option without a value asks for nothing"),
        (("arxiv", "--id", " "), "An option without a value asks for nothing"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is(
    broadsheet: Broadsheet, arguments: tuple[str, ...], said: str
) -> None:
    result = broadsheet("harvest", *arguments)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Nothing has been harvested yet" in broadsheet("harvest", "--report").stderr


def test_a_paper_that_does_not_come_is_told(broadsheet: Broadsheet) -> None:
    result = broadsheet("harvest", "silent", "--id", "nonsense")
    assert result.exit_code == 1
    assert "nothing came for nonsense" in result.stderr


def test_a_named_source_comes_in_and_is_found_by_word_and_meaning(broadsheet: Broadsheet) -> None:
    result = broadsheet("harvest", "papers")
    assert result.exit_code == 0
    assert "The papers: fine. 3 read: 3 new, in" in result.stderr
    assert "Paper 1" in broadsheet("search", "paper").stdout
    assert json.loads(broadsheet("stats", "--json").stdout)["embedded"] == 3


def test_a_limit_leaves_the_rest_to_the_next(broadsheet: Broadsheet) -> None:
    first = broadsheet("harvest", "papers", "--limit", "2", "--no-embed")
    assert first.exit_code == 0
    assert "partial: will resume. 2 read: 2 new" in first.stderr
    assert "The limit of 2 records is reached." in first.stderr
    assert "fine. 1 read: 1 new" in broadsheet("harvest", "papers", "--no-embed").stderr


def test_a_failure_says_what_to_do_and_fails(broadsheet: Broadsheet) -> None:
    result = broadsheet("harvest", "offline", "papers", "--no-embed")
    assert result.exit_code == 1
    assert "The far ones: failed." in result.stderr
    assert "Papers can also come from files." in result.stderr
    assert "The papers: fine. 3 read" in result.stderr


def test_a_budget_that_is_spent_is_no_failure(broadsheet: Broadsheet) -> None:
    assert broadsheet("harvest", "poor", "--no-embed").exit_code == 0


def test_reports_are_kept(broadsheet: Broadsheet) -> None:
    assert "Nothing has been harvested yet." in broadsheet("harvest", "--report").stderr
    broadsheet("harvest", "papers", "refused", "--no-embed")
    lines = broadsheet("harvest", "--report").stdout.splitlines()
    assert [line.split("  ")[-1] for line in lines] == [
        "The papers: fine. 3 read: 3 new",
        "The refused: fine. 1 read: 1 unchanged, 1 refused",
    ]
    assert len(broadsheet("harvest", "--report", "papers").stdout.splitlines()) == 1


def test_a_report_in_full_names_what_was_refused(broadsheet: Broadsheet) -> None:
    broadsheet("harvest", "refused", "--no-embed")
    told = broadsheet("harvest", "--report", "1").stdout
    assert "The refused, run 1: fine" in told
    assert "Half of it only." in told
    assert "https://papers.example/1, record 3: no title" in told
    assert "Refused records     1" in told


def test_a_report_that_is_none_is_told(broadsheet: Broadsheet) -> None:
    result = broadsheet("harvest", "--report", "7")
    assert (result.exit_code, "There is no report 7" in result.stderr) == (1, True)
    assert "There is no source called nowhere" in broadsheet("harvest", "--report", "nowhere").stderr
    assert "Nothing has been harvested from papers yet." in broadsheet("harvest", "--report", "papers").stderr


def test_reports_as_json(broadsheet: Broadsheet) -> None:
    (run,) = json.loads(broadsheet("harvest", "papers", "--json", "--no-embed").stdout)
    assert (run["source"], run["verdict"], run["new"]) == ("papers", "fine", 3)
    assert json.loads(broadsheet("harvest", "--report", "--json").stdout) == [run]


def test_sources_are_listed(broadsheet: Broadsheet) -> None:
    broadsheet("setup", "--sources", "papers", "--yes")
    told = broadsheet("harvest", "--list").stdout
    assert "The papers · in the plan" in told
    assert "Papers far away." in told
    listed = {one["name"]: one["planned"] for one in json.loads(broadsheet("harvest", "--list", "--json").stdout)}
    assert (listed["papers"], listed["offline"]) == (True, False)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--id", "2402.00001"), "--id asks one source: name it"),
        (("papers", "arxiv", "--query", "x"), "--query asks one source: name it"),
        (("papers", "--set", "cs"), "papers cannot be harvested in parts"),
        (("papers", "--since", "soon"), "Write 30d, 1y"),
        (("paper",), "There is no source called paper. There are: papers"),
    ],
)
def test_what_cannot_be_asked_is_told(broadsheet: Broadsheet, arguments: tuple[str, ...], told: str) -> None:
    broadsheet("setup", "--sources", "papers,arxiv", "--later", "--yes")
    result = broadsheet("harvest", *arguments)
    assert (result.exit_code, told in result.stderr) == (1, True), result.stderr


def test_setup_asks_tells_and_brings_in(broadsheet: Broadsheet) -> None:
    result = broadsheet("setup", input="arxiv,papers\ncs.LG\n30d\ny\n")
    assert result.exit_code == 0, result.stderr
    assert "arXiv: about 2," in result.stderr
    assert "set BROADSHEET_CONTACT" in result.stderr
    assert "arXiv: fine. 3 read" in result.stderr
    assert json.loads(broadsheet("stats", "--json").stdout)["papers"] == 3


def test_setup_proposes_what_was_chosen_before(broadsheet: Broadsheet) -> None:
    broadsheet("setup", "--fields", "math,cs.LG", "--sources", "arxiv", "--since", "2026-01-05", "--later", "--yes")
    asked = broadsheet("setup", input="\n\n\nn\n")
    assert "Fields [cs.LG,math]" in asked.stderr
    assert "[2026-01-05]" in asked.stderr
    assert "Nothing was changed." in asked.stderr


def test_setup_switches_off(broadsheet: Broadsheet) -> None:
    broadsheet("setup", "--sources", "papers", "--later", "--yes")
    assert "No source will be harvested any more" in broadsheet("setup", "--sources", "none", "--yes").stderr
    assert broadsheet("harvest").exit_code == 1


def test_setup_asks_again_for_what_it_cannot_read(broadsheet: Broadsheet) -> None:
    result = broadsheet("setup", "--later", input="nowhere\nARXIV\nalchemy\ncs.lg\nsoon\n7d\ny\n")
    assert result.exit_code == 0, result.stderr
    assert "There is no source called nowhere." in result.stderr
    assert "There is no field called alchemy." in result.stderr
    assert "'soon' is no time to begin from." in result.stderr
    assert "Fields [cs.LG]" in broadsheet("setup", input="\n").stderr


def test_setup_does_not_call_planned_what_it_proposes(broadsheet: Broadsheet) -> None:
    assert "in the plan" not in broadsheet("setup", input="").stdout
    broadsheet("setup", "--sources", "papers", "--later", "--yes")
    assert "The papers · in the plan" in broadsheet("setup", input="").stdout


def test_setup_where_nobody_answers_says_how_to_do_without(broadsheet: Broadsheet) -> None:
    result = broadsheet("setup", input="arxiv\n")
    assert result.exit_code == 1
    assert "nobody answers. Give the answers as options, and --yes" in result.stderr
    assert "No source is harvested" in broadsheet("jobs").stderr


def test_setup_does_not_propose_a_source_that_is_gone(broadsheet: Broadsheet, home: Path) -> None:
    broadsheet("setup", "--sources", "papers", "--later", "--yes")
    with closing(connect(f"sqlite:///{home / 'catalog.db'}")) as database, database.write() as connection:
        plans.put(connection, Plan("vanished"), NOON)
    assert "Sources [papers]" in broadsheet("setup", input="").stderr
    assert broadsheet("setup", "--yes", "--later").exit_code == 0


def test_setup_harvests_by_itself_beside_a_server_that_only_serves(broadsheet: Broadsheet, home: Path) -> None:
    with claimed(home) as announce:
        announce("http://localhost:8300/", works=False)
        assert "The papers: fine." in broadsheet("setup", "--sources", "papers", "--yes").stderr
        announce("http://localhost:8300/")
        told = broadsheet("setup", "--sources", "papers", "--yes").stderr
    assert "The running server brings them in: http://localhost:8300/status" in told


def test_setup_for_all_years_points_to_the_bulk_file(broadsheet: Broadsheet) -> None:
    result = broadsheet("setup", "--fields", "all", "--sources", "arxiv", "--since", "all", "--later", "--yes")
    assert "arxiv-metadata-oai-snapshot.json" in result.stderr
    assert "3,000,000 papers" in result.stderr


@pytest.mark.parametrize(
    "arguments", [("--fields", "alchemy"), ("--sources", "nowhere"), ("--since", "soon"), ("--contact", "nobody")]
)
def test_setup_takes_nothing_that_is_none(broadsheet: Broadsheet, arguments: tuple[str, str]) -> None:
    assert broadsheet("setup", *arguments, "--yes", "--later").exit_code == 1
    assert "No source is harvested" in broadsheet("jobs").stderr


def test_the_plan_is_what_harvest_brings_in_by_itself(broadsheet: Broadsheet) -> None:
    broadsheet("setup", "--sources", "papers,refused", "--later", "--yes")
    result = broadsheet("harvest", "--no-embed")
    assert "The papers: fine." in result.stderr
    assert "The refused: fine." in result.stderr
    assert "The far ones" not in result.stderr


def test_what_was_harvested_by_hand_is_not_due_at_once(broadsheet: Broadsheet) -> None:
    broadsheet("setup", "--sources", "papers", "--yes")
    assert "papers:" not in broadsheet("worker", "--once").stderr


def test_jobs_tell_what_is_due_and_how_it_ended(broadsheet: Broadsheet) -> None:
    broadsheet("setup", "--sources", "papers", "--later", "--yes")
    assert "papers    due 20" in broadsheet("jobs").stdout
    assert "papers: done. Fine." in broadsheet("worker", "--once").stderr
    told = broadsheet("jobs").stdout
    assert ": done. Fine." in told
    assert "offline   off, every 24 hours" in told


def test_a_job_runs_once_by_name(broadsheet: Broadsheet) -> None:
    broadsheet("setup", "--sources", "papers,offline", "--later", "--yes")
    assert broadsheet("jobs", "run", "papers").exit_code == 0
    failed = broadsheet("jobs", "run", "offline", "--json")
    assert (failed.exit_code, json.loads(failed.stdout)["outcome"]) == (1, "failed")
    assert "offline: failed. papers.example cannot be reached." in broadsheet("jobs", "run", "offline").stderr
    assert "`broadsheet harvest arxiv` asks once" in broadsheet("jobs", "run", "arxiv").stderr


def test_setup_that_fails_says_that_it_is_tried_again(broadsheet: Broadsheet) -> None:
    result = broadsheet("setup", "--sources", "offline", "--yes")
    assert result.exit_code == 1
    assert "tries again by itself" in result.stderr
    assert "shows them" not in result.stderr


def test_jobs_as_json(broadsheet: Broadsheet) -> None:
    every = {one["name"]: one for one in json.loads(broadsheet("jobs", "--json").stdout)}
    assert (every["papers"]["on"], every["papers"]["when"], every["tidy"]["on"]) == (False, "every 6 hours", True)


def test_other_words_to_jobs_are_told(broadsheet: Broadsheet) -> None:
    assert "broadsheet jobs run NAME" in broadsheet("jobs", "walk").stderr


def test_a_worker_with_a_failure_fails_at_its_end(broadsheet: Broadsheet) -> None:
    broadsheet("setup", "--sources", "offline", "--later", "--yes")
    assert broadsheet("worker", "--once").exit_code == 1
    assert "Nothing is due." in broadsheet("worker", "--once").stderr
