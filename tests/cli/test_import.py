"""`broadsheet import` from the outside."""

import gzip
import json
from pathlib import Path

from cli_fixtures import ATTENTION, BERT, Run


def test_tells_what_became_of_the_records(run: Run, two_papers: Path) -> None:
    result = run("import", two_papers, "--no-embed")
    assert result.exit_code == 0
    assert "Taken in: 2 read, 2 new, 0 completed, 0 unchanged, 0 refused" in result.stderr


def test_twice_changes_nothing(filled: Run, two_papers: Path) -> None:
    report = json.loads(filled("import", two_papers, "--json", "--no-embed").stdout)
    assert (report["new"], report["unchanged"]) == (0, 2)


def test_reads_standard_input_and_several_files(run: Run, tmp_path: Path) -> None:
    packed = tmp_path / "bert.jsonl.gz"
    packed.write_bytes(gzip.compress(BERT.encode()))
    report = json.loads(run("import", "-", packed, "--json", "--no-embed", input=ATTENTION).stdout)
    assert report["new"] == 2


def test_a_refusal_names_file_place_and_reason(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text(ATTENTION + '{"broadsheet": 1, "id": "arxiv:1810.04805"}\n')
    result = run("import", file, "--no-embed")
    assert f"{file}:line 2: no title" in result.stderr
    assert result.exit_code == 0


def test_strict_fails_on_a_refusal_and_keeps_the_rest(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text(ATTENTION + '{"broadsheet": 1, "id": "arxiv:1810.04805"}\n')
    assert run("import", file, "--strict", "--no-embed").exit_code == 1
    assert run("show", "1706.03762").exit_code == 0


def test_many_refusals_are_counted(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text(
        ATTENTION + '{"broadsheet": 1}\n' * 1 + "".join(f'{{"broadsheet": 1, "x": {n}}}\n' for n in range(150))
    )
    result = run("import", file, "--no-embed")
    assert result.stderr.count("no title") == 100
    assert "and 51 more refused" in result.stderr


def test_dry_run_changes_nothing(run: Run, two_papers: Path) -> None:
    result = run("import", two_papers, "--dry-run")
    assert "it would be: 2 read, 2 new" in result.stderr
    assert json.loads(run("stats", "--json").stdout)["papers"] == 0


def test_an_unreadable_file_does_not_stop_the_others(run: Run, two_papers: Path, tmp_path: Path) -> None:
    result = run("import", tmp_path / "none.bib", tmp_path, two_papers, "--no-embed")
    assert result.exit_code == 1
    assert "there is no file" in result.stderr
    assert "name the files in it" in result.stderr
    assert "2 new" in result.stderr


def test_a_file_cut_short_gives_what_stands_in_it(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cut.jsonl.gz"
    file.write_bytes(gzip.compress((ATTENTION + BERT).encode())[:-20])
    result = run("import", file, "--no-embed")
    assert result.exit_code == 1
    assert "cut short" in result.stderr


def test_few_papers_are_embedded_at_once(run: Run, two_papers: Path) -> None:
    run("import", two_papers)
    assert json.loads(run("stats", "--json").stdout)["embedded"] == 2


def test_the_seed_pages_give_400_papers(run: Run, shared: Path) -> None:
    report = json.loads(run("import", *sorted((shared / "seeds").glob("*.txt")), "--json", "--no-embed").stdout)
    assert (report["read"], report["new"]) == (455, 400)


def test_what_was_just_taken_in_is_found_by_meaning(run: Run, two_papers: Path) -> None:
    run("import", two_papers)
    result = run("search", "a network that reads text in both directions", "--explain")
    assert "by meaning" in result.stdout
    assert "nothing is embedded" not in result.stderr
