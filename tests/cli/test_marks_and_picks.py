"""`broadsheet vote`, `save`, `saved` and `pick`."""

import json
from datetime import timedelta

import pytest

from broadsheet.editions.calendar import current
from broadsheet.lib.clock import now
from broadsheet.model.edition import PERIODS
from cli_fixtures import Run

ATTENTION, BERT = "1706.03762", "1810.04805"


def picked(run: Run, *arguments: str) -> list[tuple[str, str]]:
    return [(one["paper"], one["edition"]) for one in json.loads(run("pick", "--list", *arguments, "--json").stdout)]


def test_a_vote_counts_once_and_is_taken_back(filled: Run) -> None:
    assert (
        "Voted for “Attention Is All You Need” (arxiv:1706.03762). It has 1 vote." in filled("vote", ATTENTION).stderr
    )
    assert "You had voted for it already" in filled("vote", ATTENTION).stderr
    assert json.loads(filled("vote", ATTENTION, "--back", "--json").stdout) == {
        "paper": "arxiv:1706.03762",
        "kind": "vote",
        "on": False,
        "changed": True,
        "votes": 0,
    }
    assert "There was no vote of yours" in filled("vote", ATTENTION, "--back").stderr


def test_saved_papers_are_listed_latest_first(filled: Run) -> None:
    assert "No paper is saved." in filled("saved").stderr
    for paper in (ATTENTION, BERT):
        assert filled("save", paper).exit_code == 0
    assert [one["id"] for one in json.loads(filled("saved", "--json").stdout)] == [
        f"arxiv:{BERT}",
        f"arxiv:{ATTENTION}",
    ]
    shown = filled("saved", "--limit", "1")
    assert "BERT: Pre-training" in shown.stdout
    assert "1 more with --limit 2." in shown.stderr
    filled("save", BERT, "--back")
    assert "BERT" not in filled("saved").stdout


@pytest.mark.parametrize("command", ["vote", "save", "pick"])
def test_a_paper_that_is_not_here_cannot_be_marked(filled: Run, command: str) -> None:
    result = filled(command, "2406.99999")
    assert result.exit_code == 1
    assert "The library has no paper arxiv:2406.99999." in result.stderr


def test_a_pick_goes_into_the_edition_that_is_open(filled: Run) -> None:
    today = current("day", now())
    assert "goes into the edition of" in filled("pick", ATTENTION).stderr
    for period in PERIODS[1:]:
        filled("pick", ATTENTION, "--for", period)
    assert picked(filled) == [
        (f"arxiv:{ATTENTION}", current("month", now())),
        (f"arxiv:{ATTENTION}", current("week", now())),
        (f"arxiv:{ATTENTION}", today),
    ]
    assert picked(filled, "week") == [(f"arxiv:{ATTENTION}", current("week", now()))]


def test_a_pick_for_a_closed_edition_goes_into_the_open_one_and_says_why(filled: Run) -> None:
    told = filled("pick", BERT, "--for", "2018-10-11", "--lead").stderr
    assert told.startswith("The edition 2018-10-11 is closed, and what is closed does not change. arxiv:1810.04805")
    assert f"({current('day', now())}), and leads it." in told
    data = json.loads(filled("pick", BERT, "--for", "2018-w41", "--line", " Read  it. ", "--json").stdout)
    assert (data["asked"], data["edition"], data["line"]) == ("2018-W41", current("week", now()), "Read it.")


def test_a_pick_waits_for_an_edition_to_come(filled: Run) -> None:
    day = f"{now() + timedelta(days=40):%Y-%m-%d}"
    filled("pick", BERT, "--for", day)
    assert picked(filled, day) == [(f"arxiv:{BERT}", day)]


def test_picks_are_listed_with_what_is_said_of_them(filled: Run) -> None:
    assert "No paper is picked." in filled("pick", "--list").stderr
    filled("pick", BERT, "--lead", "--line", "Read it.")
    shown = filled("pick", "--list").stdout
    assert "arxiv:1810.04805  BERT: Pre-training of Deep Bidirectional Transformers  leads\n" in shown
    assert "Read it." in shown


def test_picks_are_taken_back(filled: Run) -> None:
    filled("pick", BERT)
    filled("pick", BERT, "--for", "month")
    assert "no longer picked" in filled("pick", BERT, "--back", "--for", "month").stderr
    assert picked(filled) == [(f"arxiv:{BERT}", current("day", now()))]
    assert len(json.loads(filled("pick", BERT, "--back", "--json").stdout)["taken_back"]) == 1
    nothing = filled("pick", BERT, "--back")
    assert (nothing.exit_code, picked(filled)) == (1, [])
    assert "has no pick that could be taken back" in nothing.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "give the id of a paper, or --list."),
        ((ATTENTION, "--line", "x" * 281), "a line has up to 280 characters; this one has 281."),
        (("--list", "--lead"), "--list goes with an edition and --json only."),
    ],
)
def test_wrong_usage_of_pick_is_2(filled: Run, arguments: tuple[str, ...], told: str) -> None:
    result = filled("pick", *arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.replace("│", " ").split())


def test_what_is_no_edition_cannot_be_picked_for(filled: Run) -> None:
    result = filled("pick", BERT, "--for", "soon")
    assert result.exit_code == 1
    assert "There is no such edition." in result.stderr
