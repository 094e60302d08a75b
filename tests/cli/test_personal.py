"""`broadsheet follow`, `follows`, `for-you`, `rate`, `profile`, `saved` and `shelf`."""

import json
from pathlib import Path

import pytest

from cli_fixtures import Run

ATTENTION, BERT = "1706.03762", "1810.04805"


def followed(run: Run) -> list[tuple[str, str, bool]]:
    return [(one["kind"], one["value"], one["never"]) for one in json.loads(run("follows", "--json").stdout)]


def test_everything_that_can_be_followed_is_followed(filled: Run) -> None:
    assert "Followed from now on: sparse attention" in filled("follow", "sparse", "attention").stderr
    filled("follow", "--author", "Jacob Devlin")
    filled("follow", "--category", "cs.CR", "--never")
    made = json.loads(filled("follow", "--like", ATTENTION, "--like", BERT, "--json").stdout)
    assert made["title"] == "Papers like “Attention Is All You Need” and 1 more paper"
    assert followed(filled) == [
        ("search", "sparse attention", False),
        ("author", "jacob-devlin", False),
        ("category", "cs.CR", True),
        ("similar", f"arxiv:{ATTENTION} arxiv:{BERT}", False),
    ]
    shown = filled("follows").stdout
    assert "Cryptography and Security (cs.CR)" in shown
    assert "never: category · 0 kept away in a week" in shown


def test_a_follow_is_removed_by_its_number(filled: Run) -> None:
    number = json.loads(filled("follow", "--category", "cs.CL", "--json").stdout)["number"]
    assert "Removed: Computation and Language (cs.CL)." in filled("follows", "--remove", str(number)).stderr
    assert followed(filled) == []
    again = filled("follows", "--remove", str(number))
    assert again.exit_code == 1
    assert f"no follow of the number {number}" in again.stderr
    assert filled("follows", "--remove", str(2**63)).exit_code == 2


@pytest.mark.parametrize(
    "command",
    [
        ("follow", "weaving"),
        ("follows",),
        ("for-you",),
        ("rate", BERT, "up"),
        ("saved",),
        ("shelf", BERT, "--state", "read"),
        ("profile", BERT),
        ("save", BERT),
        ("vote", BERT),
    ],
)
def test_where_there_are_accounts_it_is_told_that_the_reader_here_has_none(
    filled: Run, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "has no account" not in filled(*command).stderr
    monkeypatch.setenv("BROADSHEET_MODE", "group")
    assert "has no account" in filled(*command).stderr


@pytest.mark.parametrize("arguments", [(), ("words", "--author", "Ada Byron"), ("--like", "2611.99999")])
def test_what_cannot_be_followed_is_told(filled: Run, arguments: tuple[str, ...]) -> None:
    assert filled("follow", *arguments).exit_code in (1, 2)
    assert followed(filled) == []


def test_a_rating_is_set_and_taken_back(filled: Run) -> None:
    assert "More like “Attention Is All You Need”" in filled("rate", ATTENTION, "up").stderr
    told = json.loads(filled("rate", ATTENTION, "down", "--json").stdout)
    assert told == {"paper": f"arxiv:{ATTENTION}", "rating": "down", "before": "up"}
    assert json.loads(filled("rate", ATTENTION, "none", "--json").stdout)["before"] == "down"
    assert filled("rate", ATTENTION, "loved").exit_code == 2


def test_suggestions_come_with_why(filled: Run) -> None:
    assert "No paper of the last 14 days is left to suggest." in filled("for-you").stderr
    filled("save", ATTENTION)
    assert json.loads(filled("for-you", "--days", "366", "--json").stdout) == []


def test_a_file_of_references_makes_a_profile(filled: Run, tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_text(
        f"@article{{a, title={{Attention is all you need}}, eprint={{{ATTENTION}}}}}\n@book{{b, title={{On Looms}}}}\n"
    )
    told = filled("profile", file)
    assert "Attention Is All You Need" in told.stdout
    assert f"not found: {file}, line 2: “On Looms”" in told.stderr
    assert "Learned from 1 paper, 1 of them new; 1 not found." in told.stderr
    both = json.loads(filled("profile", "-", "--json", input=f"{ATTENTION}\n{BERT}\n").stdout)
    assert (both["found"], both["added"]) == ([f"arxiv:{ATTENTION}", f"arxiv:{BERT}"], 1)
    assert both["recurring"] == [
        {"kind": "category", "value": "cs.CL", "title": "Computation and Language (cs.CL)", "papers": 2}
    ]
    assert "no longer learn from 2 papers" in filled("profile", "--forget").stderr


def test_a_profile_of_nothing_fails(filled: Run) -> None:
    assert filled("profile", "-", input="2611.99999\n").exit_code == 1
    assert filled("profile").exit_code == 2


def test_state_and_note_are_kept_beside_a_saved_paper(filled: Run) -> None:
    filled("save", ATTENTION)
    filled("save", BERT)
    filled("shelf", BERT, "--state", "read", "--note", "Für die Webstühle")
    assert json.loads(filled("shelf", BERT, "--json").stdout) == {
        "paper": f"arxiv:{BERT}",
        "saved": True,
        "state": "read",
        "note": "Für die Webstühle",
    }
    shown = filled("saved", "--state", "read").stdout
    assert "BERT" in shown
    assert "Für die Webstühle" in shown
    assert "Attention" not in shown
    assert [one["id"] for one in json.loads(filled("saved", "attention", "--json").stdout)] == [f"arxiv:{ATTENTION}"]
    assert "No saved paper fits." in filled("saved", "cat:hep-th").stderr


@pytest.mark.parametrize(("format_", "begins"), [("bibtex", "@"), ("ris", "TY  - "), ("csl", "["), ("jsonl", "{")])
def test_saved_papers_are_written_out_with_their_authors_in_order(filled: Run, format_: str, begins: str) -> None:
    filled("save", ATTENTION)
    written = filled("saved", "--format", format_).stdout
    assert written.startswith(begins)
    assert written.index("Vaswani") < written.index("Shazeer")


def test_what_is_written_out_can_be_imported(filled: Run, tmp_path: Path) -> None:
    filled("save", ATTENTION)
    filled("shelf", ATTENTION, "--note", "mine")
    file = tmp_path / "saved.jsonl"
    file.write_text(filled("saved", "--format", "jsonl").stdout)
    assert filled("import", file, "--no-embed").exit_code == 0
