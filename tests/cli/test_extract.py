"""`broadsheet extract`."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.model.facts import Fact
from broadsheet.store import corrections, papers
from broadsheet.store.database import open_database
from cli_fixtures import Run

TEXT = (
    "Swift-Net: Quick Sums by Sparse Newton Steps\n"
    "We propose Sparse Newton Steps (SNS), a method that adds numbers. "
    "On ImageNet, SNS reduces the error by 25%.\n"
    "Code is available at https://github.com/example/sns .\n"
)


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    """A plain text: a title and an abstract."""
    file = tmp_path / "abstract.txt"
    file.write_text(TEXT)
    return file


def test_a_plain_text_is_title_and_abstract(run: Run, text_file: Path) -> None:
    shown = run("extract", text_file).stdout
    assert "Swift-Net: Quick Sums by Sparse Newton Steps" in shown
    assert "code       https://github.com/example/sns" in shown


def test_every_fact_is_explained_by_its_sentence(run: Run, text_file: Path) -> None:
    shown = run("extract", text_file, "--explain").stdout
    assert "[[https://github.com/example/sns]]" in shown
    assert "confidence" in shown


def test_json_tells_where_facts_stand(run: Run, text_file: Path) -> None:
    [paper] = json.loads(run("extract", text_file, "--format", "json").stdout)["papers"]
    [code] = [fact for fact in paper["facts"] if fact["kind"] == "code"]
    assert paper[code["where"]][code["start"] : code["end"]] == "https://github.com/example/sns"


def test_standard_input_is_read(run: Run) -> None:
    assert "https://github.com/example/sns" in run("extract", "-", input=TEXT).stdout


@pytest.mark.parametrize("end", ["é", "éa", "éab", "éabc", "—abc", "—ab", "😀a", "😀abc"])
def test_a_text_may_end_with_any_characters(run: Run, end: str) -> None:
    [paper] = json.loads(run("extract", "-", "-f", "json", input=f"Sums\nWe add numbers {end}").stdout)["papers"]
    assert paper["abstract"] == f"We add numbers {end}"


def test_a_line_that_ends_like_a_sentence_is_an_abstract(run: Run) -> None:
    [paper] = json.loads(run("extract", "-", "-f", "json", input="We add numbers.").stdout)["papers"]
    assert (paper["title"], paper["abstract"]) == ("", "We add numbers.")


def test_every_paper_of_a_file_is_read(run: Run, two_papers: Path) -> None:
    found = json.loads(run("extract", two_papers, "--format", "json").stdout)["papers"]
    assert [paper["id"] for paper in found] == ["arxiv:1706.03762", "arxiv:1810.04805"]


def test_a_record_that_cannot_be_read_is_told_and_passed_over(run: Run, two_papers: Path, tmp_path: Path) -> None:
    file = tmp_path / "three.jsonl"
    file.write_text('{"broadsheet": 1, "title": \n' + two_papers.read_text())
    result = run("extract", file, "--format", "json")
    assert len(json.loads(result.stdout)["papers"]) == 2
    assert f"{file}:line 1" in result.stderr


def test_a_paper_of_the_library_is_read_by_its_id(filled: Run) -> None:
    assert "Attention Is All You Need" in filled("extract", "1706.03762").stdout


def test_what_a_reader_set_holds_and_is_marked(filled: Run, home: Path) -> None:
    database = open_database(f"sqlite:///{home / 'catalog.db'}")
    with database.write() as connection:
        paper = papers.get_by_id(connection, "arxiv:1706.03762")
        assert paper is not None
        made = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
        right = Fact("system", "Transformer", "abstract", 15, 26, by="local")
        corrections.put(connection, paper.key, "local", before=None, after=right, made=made)
    database.close()
    shown = filled("extract", "1706.03762", "--explain").stdout
    assert "system     Transformer  set by local" in shown
    assert "corrected  system 'Transformer' was missing, said local on 2026-11-21 12:00" in shown


def test_a_paper_without_abstract_is_read(run: Run) -> None:
    assert run("extract", "-", input="A Title Alone\n").exit_code == 0


def test_what_is_neither_file_nor_id_is_told(run: Run) -> None:
    result = run("extract", "no such thing")
    assert result.exit_code == 1
    assert "neither a file nor an id" in result.stderr


def test_an_id_that_the_library_lacks_is_told(filled: Run) -> None:
    result = filled("extract", "2406.99999")
    assert result.exit_code == 1
    assert "no paper arxiv:2406.99999" in result.stderr


def test_a_folder_is_no_file(run: Run, tmp_path: Path) -> None:
    result = run("extract", tmp_path)
    assert result.exit_code == 1
    assert "folder" in result.stderr


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 \x00\xff", b"\x7fELF\x00\x00", b'{"a": 1}', b"<rss></rss>"])
def test_a_file_without_papers_is_told(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    result = run("extract", file)
    assert result.exit_code == 1
    assert str(file) in result.stderr


def test_json_is_whole_where_there_is_no_paper(run: Run) -> None:
    assert json.loads(run("extract", "-", "-f", "json", input="").stdout)["papers"] == []


def test_nothing_in_a_text_steers_the_terminal(run: Run) -> None:
    shown = run("extract", "-", "--explain", input="A\x1b[31mB: red\nWe propose A\x1b[31mB\x07 and \\input{x}.").stdout
    assert "\x1b" not in shown
    assert "\x07" not in shown
