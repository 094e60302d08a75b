"""How search results are scored and compared."""

import json
from pathlib import Path

import pytest
from bench.quality.collections import Collection, Question, is_tuning, title_words
from bench.quality.comparing import compare, compare_with_last
from bench.quality.measures import Scored, score
from bench.quality.significance import holm, randomisation
from bench.quality.stored import keep_queries, last_means, last_queries, rows
from bench.quality.systems import reciprocal_ranks
from bench.quality.table import figures, markdown

WINGS = Question("1", "lift of a wing in a slipstream", {7: 4, 8: 1})
HEAT = Question("2", "heat in a thin plate", {9: 1})
JUDGED = Collection("Cranfield", (WINGS, HEAT))


def many(name: str, firsts: int, of: int = 20) -> Scored:
    """A system that puts the right paper first for some of the questions and second for the others."""
    questions = tuple(Question(str(number), f"query {number}", {1: 1}) for number in range(of))
    lists = [[1, 2] if number < firsts else [2, 1] for number in range(of)]
    return score(Collection("known", questions, "MRR@10"), name, lists)


def test_gains_are_linear() -> None:
    # 1 + 4 / log2(3) of the best possible 4 + 1 / log2(3)
    assert score(JUDGED, "one", [[8, 7], [9]]).scores["nDCG@10"] == pytest.approx([0.76091, 1], abs=1e-5)


def test_the_order_of_a_list_counts_and_no_number_of_it() -> None:
    falling = score(JUDGED, "one", [[7, 8], [3, 9]])
    assert falling.scores["nDCG@10"][0] == 1
    assert falling.scores["MRR@10"] == [1, 0.5]


def test_a_question_without_results_counts_as_nothing_found() -> None:
    scored = score(JUDGED, "one", [[], [9]])
    assert [scored.mean(measure) for measure in ("nDCG@10", "MRR@10", "R@100")] == [0.5, 0.5, 0.5]


def test_the_eleventh_place_is_too_late_for_the_first_ten_and_not_for_recall() -> None:
    scored = score(JUDGED, "one", [[7, 8], [*range(100, 110), 9]])
    assert (scored.scores["nDCG@10"][1], scored.scores["MRR@10"][1], scored.scores["R@100"][1]) == (0, 0, 1)


def test_a_difference_by_chance_is_no_difference() -> None:
    one = [0.1, 0.9, 0.5, 0.4, 0.8, 0.2]
    assert randomisation(one, [0.2, 0.8, 0.4, 0.5, 0.7, 0.3]) > 0.9
    assert randomisation(one, one) == 1


def test_a_difference_at_every_question_is_significant() -> None:
    assert randomisation([0.6] * 20, [0.5] * 20) < 0.001


def test_the_exact_chance_of_a_few_questions() -> None:
    # Of the 16 ways to set four signs two are as far off as this.
    assert randomisation([1, 1, 1, 1], [0, 0, 0, 0]) == pytest.approx(2 / 16, abs=0.01)


def test_both_sides_count_alike() -> None:
    one, other = [0.9, 0.7, 0.8, 0.1, 0.6], [0.5, 0.6, 0.2, 0.2, 0.1]
    assert randomisation(one, other) == randomisation(other, one)


def test_several_tests_are_corrected_by_holm() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.7]) == [1, 1]
    assert holm([]) == []


def test_the_shipped_system_is_compared_with_every_other() -> None:
    compared = compare([many("shipped", 20), many("BM25", 2), many("RRF", 19)])
    assert compared["known", "BM25"].verdict == "better"
    assert compared["known", "BM25"].difference == pytest.approx(0.45)
    assert compared["known", "RRF"].verdict == ""


def test_being_worse_is_told_as_well() -> None:
    assert compare([many("shipped", 2), many("BM25", 20)])["known", "BM25"].verdict == "worse"


def test_a_run_is_compared_with_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "queries.json"
    keep_queries([many("shipped", 2), many("BM25", 20)], file)
    now = many("shipped", 20)
    since = compare_with_last([now, many("BM25", 20)], last_queries([now.collection], file))
    assert since["known"].verdict == "better"
    assert since["known"].difference == pytest.approx(0.45)


def test_other_questions_are_not_compared(tmp_path: Path) -> None:
    file = tmp_path / "queries.json"
    keep_queries([many("shipped", 2)], file)
    assert last_queries([many("shipped", 2, of=21).collection, JUDGED], file) == {}


def test_the_last_mean_of_each_system_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "quality.jsonl"
    runs = [{"figures": []}, {"table": rows([many("BM25", 0), many("RRF", 20)])}, {"table": rows([many("BM25", 20)])}]
    file.write_text("".join(f"{json.dumps(run)}\n" for run in runs))
    means = last_means(file)
    assert means["known", "BM25", 20]["MRR@10"] == 1
    assert means["known", "RRF", 20]["MRR@10"] == 1


def test_a_paper_is_of_one_half_for_good() -> None:
    ids = ("2501.00001", "2501.00002", "2501.00003", "2501.00004", "2501.00005", "2501.00006")
    assert [one for one in ids if is_tuning(one)] == ["2501.00004", "2501.00005", "2501.00006"]


def test_words_of_a_title_are_telling_and_in_their_order() -> None:
    words = title_words("On the Lift of a Wing in 3D Slipstreams").split()
    assert len(words) in (2, 3)
    assert words == [one for one in ("Lift", "Wing", "Slipstreams") if one in words]


def test_reciprocal_ranks_reward_what_both_lists_have() -> None:
    assert reciprocal_ranks([[1, 2, 3], [4, 3, 5]])[:2] == [3, 1]


def test_what_is_to_be_reached_is_told() -> None:
    (figure,) = figures([score(JUDGED, "shipped", [[7, 8], []]), score(JUDGED, "BM25", [[], []])])
    assert (figure.value, figure.target, figure.reached) == (0.5, 0.4, True)


def test_the_table_of_the_documentation_marks_what_is_no_chance() -> None:
    table = [many("shipped", 20), many("BM25", 2)]
    assert list(markdown(table, compare(table)))[-1] == "| known | 20 | MRR@10 | 1.000 | 0.550 ▲ |"
