"""`broadsheet digest` and `broadsheet digest-plan`."""

import json
from pathlib import Path

import pytest

from cli_fixtures import Run


@pytest.fixture
def planned(filled: Run) -> Run:
    """A library of two papers with a daily plan."""
    assert filled("digest-plan", "daily", "--zone", "europe/berlin", "--sizes", "3,2,0").exit_code == 0
    return filled


def test_without_a_plan_it_says_how_to_make_one(filled: Run) -> None:
    assert "broadsheet digest-plan daily" in filled("digest").stderr
    assert filled("digest", "--preview").exit_code == 1


def test_a_plan_is_listed(planned: Run) -> None:
    listed = planned("digest").stdout
    assert "Every day" in listed
    assert "every day at 07:00 (Europe/Berlin), read here, not mailed" in listed
    (plan,) = json.loads(planned("digest", "--json").stdout)
    assert (plan["rhythm"], plan["at"], plan["personal"], plan["follow"]) == ("daily", "07:00", 3, 2)


def test_a_plan_is_changed(planned: Run) -> None:
    changed = planned(
        "digest-plan", "weekly", "--plan", "1", "--on", "fri", "--at", "16:30", "--quiet", "away", "--json"
    )
    plan = json.loads(changed.stdout)
    assert (plan["rhythm"], plan["weekday"], plan["at"], plan["quiet"]) == ("weekly", 4, "16:30", "stay away")
    assert plan["zone"] == "Europe/Berlin"


def test_a_plan_is_paused_resumed_and_taken_away(planned: Run) -> None:
    assert "Paused" in planned("digest-plan", "pause", "--plan", "1").stderr
    assert "Next: " in planned("digest-plan", "resume", "--plan", "1").stderr
    assert "taken away" in planned("digest-plan", "remove", "--plan", "1").stderr
    assert "There is no plan" in planned("digest").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("hourly",), "A digest comes daily"),
        (("daily", "--at", "25"), "no time of day"),
        (("daily", "--on", "Monday"), "--on goes with weekly and monthly"),
        (("monthly", "--on", "31"), "1 to 28"),
        (("weekly", "--on", "T"), "no day of the week"),
        (("daily", "--zone", "Atlantis"), "no time zone"),
        (("daily", "--to", "ada"), "no e-mail address"),
        (("daily", "--sizes", "0,0,0"), "above 0"),
        (("pause",), "--plan N"),
        (("pause", "--plan", "9"), "There is no plan 9"),
    ],
)
def test_what_cannot_be_understood_is_told(filled: Run, arguments: tuple[str, ...], said: str) -> None:
    result = filled("digest-plan", *arguments)
    assert result.exit_code
    assert said in result.stderr


def test_a_preview_keeps_nothing(planned: Run) -> None:
    for _ in range(2):
        made = json.loads(planned("digest", "--preview", "--json").stdout)
        assert made["period"].startswith("now-")
    assert "No papers: " in planned("digest", "--preview").stdout


def test_one_is_made_now_and_not_mailed_without_an_address(planned: Run) -> None:
    made = json.loads(planned("digest", "--send", "--json").stdout)
    assert made["quiet"]


def test_an_address_is_asked_before_it_is_mailed_to(filled: Run, home: Path) -> None:
    filled("digest-plan", "daily", "--to", "ada@example.org")
    assert "not confirmed" in filled("digest", "--send").stderr
    assert filled("digest", "--due").exit_code == 0
    (letter,) = (home / "mail" / "new").iterdir()
    assert b"May a digest be mailed to you?" in letter.read_bytes()


def test_what_is_due_is_made_of_all_readers(planned: Run) -> None:
    assert "0 digests made" in planned("digest", "--due").stderr
    assert json.loads(planned("digest", "--due", "--share", "1/2", "--json").stdout)["made"]["digests"] == 0
    assert planned("digest", "--due", "--share", "3/2").exit_code
    assert planned("digest", "--due", "--plan", "1").exit_code == 2
