"""`broadsheet table`."""

import csv
import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import delete

from broadsheet.cli.output.tables import print_table
from broadsheet.extract.facts.read import VERSION
from broadsheet.model.facts import Fact, Measure, Reading
from broadsheet.search.build import catch_up
from broadsheet.store import readings, schema
from broadsheet.store.database import open_database
from cli_fixtures import Run
from table_cast import table

BERT, ATTENTION = "arxiv:1810.04805", "arxiv:1706.03762"


@pytest.fixture
def read(filled: Run, home: Path) -> Run:
    """`run`, on a library with two papers, one of which was read."""
    facts = (
        Fact("kind", "method"),
        Fact("system", "Transformer", "abstract", 15, 26, 0.9),
        Fact("dataset", "WMT 2014"),
        Fact("result", "28.4 BLEU", measure=Measure("28.4", "", "BLEU", low=28.4, high=28.4)),
    )
    database = open_database(f"sqlite:///{home / 'catalog.db'}")
    with database.write() as connection:
        connection.execute(delete(schema.readings))
        waiting = [one for one in readings.pending(connection, VERSION, 9) if "Attention" in one.title]
        readings.save(connection, VERSION, [(one, Reading(facts)) for one in waiting])
    catch_up(database, home / "index", "minilm")
    database.close()
    return filled


def lines(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_where_there_is_no_terminal_a_table_is_csv(read: Run) -> None:
    names, first, *_ = lines(read("table", "attention").stdout)
    assert names[:4] == ["paper", "address", "title", "system"]
    assert first[:4] == [ATTENTION, "https://arxiv.org/abs/1706.03762", "Attention Is All You Need", "Transformer"]


@pytest.mark.parametrize(
    ("format_", "piece"), [("csv", "WMT 2014"), ("latex", r"\begin{tabular}"), ("markdown", "| --- |"), ("json", "{")]
)
def test_formats(read: Run, format_: str, piece: str) -> None:
    result = read("table", "transformer", "--format", format_)
    assert result.exit_code == 0
    assert piece in result.stdout


def test_json_names_the_papers(read: Run) -> None:
    made = json.loads(read("table", "transformer", "--format", "json", "--columns", "system,kind").stdout)
    assert made["papers"] == "Papers found by “transformer”"
    assert made["columns"] == ["system", "kind"]


def test_rows_are_filtered_sorted_and_limited(read: Run) -> None:
    for options, expected in (
        (("--kind", "method"), [ATTENTION]),
        (("--has", "results", "--has", "data"), [ATTENTION]),
        (("--metric", "bleu"), [ATTENTION]),
        (("--dataset", "wmt2014"), [ATTENTION]),
        (("--sort", "-date"), [BERT, ATTENTION]),
        (("--sort", "date", "--limit", "1"), [ATTENTION]),
        (("--kind", "survey"), []),
    ):
        made = lines(read("table", "cat:cs.CL", *options).stdout)
        assert [line[0] for line in made[1:]] == expected, options


def test_saved_papers_and_editions_are_tables(read: Run) -> None:
    read("save", "1810.04805")
    assert [line[0] for line in lines(read("table", "--saved").stdout)[1:]] == [BERT]
    assert [line[0] for line in lines(read("table", "--edition", "2018-10-11").stdout)[1:]] == [BERT]


def test_a_file_tells_its_format_by_its_name_and_is_not_replaced_unasked(read: Run, tmp_path: Path) -> None:
    file = tmp_path / "table.tex"
    assert read("table", "transformer", "--output", file).exit_code == 0
    assert r"\toprule" in file.read_text()
    assert "--force" in read("table", "transformer", "--output", file).stderr
    assert read("table", "transformer", "--output", file, "--force").exit_code == 0


def test_what_waits_to_be_read_and_what_is_not_there_is_told(read: Run) -> None:
    assert "1 of these papers are not read yet" in read("table", "cat:cs.CL").stderr
    assert "there are none" in read("table", "cat:cs.CL", "--kind", "survey").stderr
    assert "there are none" in read("table", "cat:hep-ph").stderr
    assert "1 more with --limit 2." in read("table", "cat:cs.CL", "--limit", "1").stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Of which papers?"),
        (("x", "--sort", "price"), "--sort knows"),
        (("x", "--sort", "-"), "--sort knows"),
        (("x", "--columns", "kind,price"), "--columns knows"),
        (("x", "--kind", "novel"), "novel"),
        (("--saved", "--edition", "week"), "two lists"),
    ],
)
def test_wrong_usage_is_told(read: Run, arguments: tuple[str, ...], words: str) -> None:
    result = read("table", *arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.replace("│", " ").split())


def test_an_edition_that_is_not_there_is_told(read: Run) -> None:
    result = read("table", "--edition", "1999-01-01")
    assert result.exit_code == 1
    assert "has no papers for an edition 1999-01-01" in result.stderr


def test_on_a_terminal_a_table_has_columns_and_marks_what_is_uncertain() -> None:
    file = io.StringIO()
    print_table(Console(file=file, width=160, no_color=True), table())
    text = file.getvalue()
    assert "Claimed results" in text
    assert "KeyBench ?" in text
    assert "Sorting in O(n" in text


def test_a_narrow_terminal_gets_the_first_columns() -> None:
    file = io.StringIO()
    print_table(Console(file=file, width=80, no_color=True), table())
    assert "What it is" not in file.getvalue()
    assert max(map(len, file.getvalue().splitlines())) <= 80
