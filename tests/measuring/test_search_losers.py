"""The questions that lost most, told so that a person sees why."""

from pathlib import Path

from bench.quality.collections import Collection, Question
from bench.quality.losers import best_baseline, lost_against, lost_since, printed, write
from bench.quality.measures import Scored, score

from broadsheet.search.library import Library
from search_cast import ATTENTION, BERT

COLLECTION = Collection(
    "known",
    (
        Question("1", "attention alone", {ATTENTION.key: 1}),
        Question("2", "bidirectional", {BERT.key: 1}),
        Question("3", "transformer", {ATTENTION.key: 1}),
    ),
    "MRR@10",
)
BOTH = [ATTENTION.key, BERT.key]


def shipped() -> Scored:
    """Loses the first paper whole, has the second in the second place, the third in the first."""
    return score(COLLECTION, "shipped", [[BERT.key], BOTH, BOTH])


def peer() -> Scored:
    """Has the first two in the first place, and loses the third."""
    return score(COLLECTION, "peer", [BOTH, BOTH[::-1], []])


def test_the_greatest_loss_comes_first_and_gains_are_no_loss(library: Library) -> None:
    lost = lost_against(shipped(), peer(), library)
    assert [(one.text, one.ours.score, one.theirs.score) for one in lost] == [
        ("attention alone", 0, 1),
        ("bidirectional", 0.5, 1),
    ]


def test_what_both_said_is_told_with_the_place_of_the_right_paper(library: Library) -> None:
    first, second = lost_against(shipped(), peer(), library)
    assert first.right == ATTENTION.title
    assert (first.ours.place, first.theirs.place) == (None, 1)
    assert first.ours.titles == (BERT.title,)
    assert first.theirs.titles == (f"✓ {ATTENTION.title}", BERT.title)
    assert second.ours.place == 2


def test_a_loss_since_the_last_run_is_found(library: Library) -> None:
    (one,) = lost_since(shipped(), [0, 1, 1], library)
    assert (one.text, one.theirs.score) == ("bidirectional", 1)


def test_what_was_rounded_in_between_is_no_loss(library: Library) -> None:
    third = score(COLLECTION, "shipped", [[BERT.key, 3, ATTENTION.key], BOTH, BOTH])
    assert lost_since(third, [0.333, 0.5, 1], library) == []


def test_the_best_baseline_is_the_one_with_the_best_mean() -> None:
    best = best_baseline([shipped(), peer(), score(COLLECTION, "none", [[], [], []])], ["peer", "none"])
    assert best is not None
    assert best.system == "peer"


def test_the_losers_are_printed_and_written(library: Library, tmp_path: Path) -> None:
    losers = {"known, against peer": lost_against(shipped(), peer(), library)}
    lines = list(printed(losers))
    assert lines[0] == "known, against peer"
    assert "    shipped 0.000, right paper: not among the first 100" in lines
    write(losers, tmp_path / "losers.md")
    assert "**attention alone**" in (tmp_path / "losers.md").read_text()
