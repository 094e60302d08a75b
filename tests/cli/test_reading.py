"""`broadsheet search`, `show`, `similar` and `export`."""

import json
from pathlib import Path

import pytest

from broadsheet.harvest.files import adapt, read_file
from broadsheet.model.raw import RawRecord
from cli_fixtures import Run


def test_search_shows_what_it_takes_to_choose(filled: Run) -> None:
    shown = filled("search", "attention", "mechanisms").stdout
    assert "Attention Is All You Need" in shown
    assert "Ashish Vaswani, Noam Shazeer · 2017 · arxiv:1706.03762 · cs.CL cs.LG" in shown
    assert "\x1b" not in shown


def test_search_explains(filled: Run) -> None:
    shown = filled("search", "attention", "--explain").stdout
    assert "by word: rank 1" in shown
    assert "in title: attention" in shown


def test_search_as_json_pages(filled: Run) -> None:
    found = json.loads(filled("search", "cat:cs.CL", "--sort", "oldest", "-n", "1", "--page", "2", "--json").stdout)
    assert (found["total"], found["pages"]) == (2, 2)
    assert [hit["id"] for hit in found["hits"]] == ["arxiv:1810.04805"]


def test_a_problem_of_the_query_stands_beside_the_results(filled: Run) -> None:
    result = filled("search", 'attention "unclosed')
    assert "quotation mark" in result.stderr
    assert "Attention Is All You Need" in result.stdout


def test_a_slip_is_told_beside_the_results(filled: Run) -> None:
    result = filled("search", "atention", "mechanisms")
    assert "No paper has `atention`; shown are papers with `attention`." in result.stderr
    assert "Did you mean: attention mechanisms" in result.stderr
    assert "Attention Is All You Need" in result.stdout
    found = json.loads(filled("search", "atention", "mechanisms", "--json").stdout)
    assert found["spelling"] == {"guesses": {"atention": ["attention"]}, "suggestion": "attention mechanisms"}


def test_an_id_that_is_not_here_is_told_and_no_other_paper_is_taken_for_it(filled: Run) -> None:
    result = filled("search", "1706.99999", "-n", "1")
    assert "The library has no paper arxiv:1706.99999." in result.stderr
    assert "sources" not in result.stdout
    assert json.loads(filled("search", "1706.99999", "--json").stdout)["missing"] == "arxiv:1706.99999"
    assert json.loads(filled("search", "1706.03762", "--json").stdout)["missing"] == ""


def test_nothing_found_is_no_failure(filled: Run) -> None:
    result = filled("search", "year:1850")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No paper found." in result.stderr


def test_an_empty_library_says_how_to_fill_it(run: Run) -> None:
    assert "`broadsheet import FILE`" in run("search", "attention").stderr


def test_an_order_leaves_the_query_as_it_is(filled: Run) -> None:
    assert "We propose the Transformer" in filled("search", "1706.03762", "--sort", "newest").stdout


def test_an_address_shows_the_paper(filled: Run) -> None:
    shown = filled("search", "https://arxiv.org/abs/1706.03762v5").stdout
    assert "We propose the Transformer" in shown
    assert "https://arxiv.org/abs/1706.03762" in shown


def test_an_endless_query_is_answered(filled: Run) -> None:
    assert filled("search", "attention " * 10_000).exit_code == 0


def test_show_says_when_there_is_no_such_paper(filled: Run) -> None:
    unknown, no_id = filled("show", "2406.99999"), filled("show", "attention")
    assert (unknown.exit_code, no_id.exit_code) == (1, 1)
    assert "no paper arxiv:2406.99999" in unknown.stderr
    assert "is no id of a paper" in no_id.stderr


def test_sources_mark_what_was_chosen(filled: Run, tmp_path: Path) -> None:
    file = tmp_path / "bert.bib"
    file.write_text(
        "@inproceedings{bert, title={BERT: Pre-training of Deep Bidirectional Transformers}, author={Devlin, Jacob},"
        " eprint={1810.04805}, booktitle={Proceedings of NAACL}, year={2019}}"
    )
    filled("import", file, "--no-embed")
    shown = filled("show", "1810.04805", "--sources").stdout
    assert f"bibtex  {file}:1" in shown
    assert "* venue       Proceedings of NAACL" in shown
    assert "* abstract    A language representation" in shown


def test_raw_prints_the_records_as_they_came(filled: Run, two_papers: Path) -> None:
    assert filled("show", "1706.03762", "--raw").stdout == two_papers.read_text().splitlines(keepends=True)[0]


@pytest.mark.parametrize(("format_", "begin"), [("bibtex", "@"), ("ris", "TY  - "), ("csl", "[")])
def test_show_cites(filled: Run, format_: str, begin: str) -> None:
    shown = filled("show", "1706.03762", "--format", format_).stdout
    assert shown.startswith(begin)
    assert "Vaswani" in shown


def test_similar_leaves_the_paper_itself_out(filled: Run) -> None:
    filled("index")
    found = json.loads(filled("similar", "1706.03762", "--json").stdout)
    assert [hit["id"] for hit in found["hits"]] == ["arxiv:1810.04805"]


def test_similar_takes_a_text_from_standard_input(filled: Run) -> None:
    shown = filled("similar", "-", input="language representation pre-trained on unlabeled text").stdout
    assert shown.startswith("  1. BERT")


def test_similar_needs_something_to_start_from(filled: Run) -> None:
    assert filled("similar").exit_code == 2


def test_similar_to_an_empty_text_is_refused(filled: Run) -> None:
    result = filled("similar", "-", input=" \n")
    assert result.exit_code == 2
    assert "the text is empty" in result.stderr


@pytest.mark.parametrize("format_", ["bibtex", "ris", "csl", "jsonl"])
def test_what_is_exported_can_be_read_again(filled: Run, format_: str, tmp_path: Path) -> None:
    file = tmp_path / "out"
    assert filled("export", "-f", format_, "-o", file).exit_code == 0
    raws = list(read_file(file, "out"))
    assert {adapt(raw).arxiv_id for raw in raws if isinstance(raw, RawRecord)} == {"1706.03762", "1810.04805"}


def test_export_of_a_search(filled: Run) -> None:
    lines = filled("export", "cat:cs.LG", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["arxiv:1706.03762"]


def test_export_replaces_a_file_only_by_force(filled: Run, tmp_path: Path) -> None:
    file = tmp_path / "out.bib"
    file.write_text("mine")
    assert filled("export", "-o", file).exit_code == 1
    assert file.read_text() == "mine"
    assert filled("export", "-o", file, "--force").exit_code == 0
    assert file.read_text().startswith("@")
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
