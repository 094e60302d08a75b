import csv
import io
import re
from typing import Any

import orjson
import pytest
from pylatexenc.latexwalker import LatexWalker

from broadsheet.facts.formats.csv import harmless, to_csv
from broadsheet.facts.formats.formula import safe_formula
from broadsheet.facts.formats.json import to_json
from broadsheet.facts.formats.latex import tex, to_latex
from broadsheet.facts.formats.markdown import markdown, to_markdown
from broadsheet.facts.table.model import Table
from table_cast import ABOUT, ATTACK, HERON, rows, table


def records() -> list[list[str]]:
    return list(csv.reader(io.StringIO(to_csv(table(), ABOUT), newline=""), strict=True))


def data() -> Any:
    return orjson.loads(to_json(table(), ABOUT))


def test_csv_has_a_line_of_names_and_a_line_a_paper() -> None:
    names, heron, *others = records()
    assert names[:4] == ["paper", "address", "title", "system"]
    assert heron[:4] == [
        HERON.id,
        "https://arxiv.org/abs/2601.00001",
        "Heron: Sorting in O(n logn)",
        "Heron (Heaps in Rotation)",
    ]
    assert len(others) == 3
    assert {len(line) for line in others} == {len(names)}


def test_csv_ends_lines_as_the_standard_says() -> None:
    assert to_csv(table(), ABOUT).count("\r\n") == 5
    assert "\n" not in to_csv(table(), ABOUT).replace("\r\n", "")


def test_no_cell_of_csv_is_a_formula() -> None:
    cells = [cell for line in records() for cell in line]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert "'=cmd()" in cells


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", " =1", "＝1", "−1"])
def test_what_a_spreadsheet_would_compute_is_made_text(text: str) -> None:
    assert harmless(text).startswith("'")


def test_json_says_where_each_fact_stands() -> None:
    result = data()["rows"][0]["results"][1]
    start, end = result["start"], result["end"]
    assert HERON.abstract[start:end] == "reaches 94.1% accuracy"
    assert result["sentence"] == "It reaches 94.1% accuracy on CIFAR-10."
    assert (result["measure"]["low"], result["confidence"], result["where"]) == (94.1, 1.0, "abstract")


def test_json_says_what_was_corrected_and_not_by_whom() -> None:
    assert data()["rows"][1]["kind"] == [{"text": "survey", "confidence": 1.0, "uncertain": False, "corrected": True}]
    assert "alice" not in to_json(table(), ABOUT)


def test_json_tells_papers_that_were_not_read() -> None:
    assert [row["read"] for row in data()["rows"]] == [True, True, True, False]


def test_json_keeps_what_a_paper_wrote() -> None:
    assert data()["rows"][2]["system"][0]["text"] == ATTACK


def test_latex_is_a_table_with_rules_caption_and_note() -> None:
    text = to_latex(table(), ABOUT)
    for piece in (
        r"\begin{table}",
        r"\toprule",
        r"\midrule",
        r"\bottomrule",
        r"\end{tabular}",
        "claims from abstracts",
    ):
        assert piece in text
    assert r"sorting \& 50\% more" in text
    assert "The first 4 of 9,000 papers." in text


def test_latex_keeps_mathematics() -> None:
    assert r"Heron: Sorting in $O(n \log n)$" in to_latex(table(), ABOUT)
    assert "{\\'E}gret-{\\ensuremath{\\alpha}}" in to_latex(table(), ABOUT)


def test_latex_has_as_many_cells_in_every_row_as_columns() -> None:
    lines = [line for line in to_latex(table(), ABOUT).splitlines() if line.endswith(r" \\")]
    assert {len(re.findall(r"(?<!\\)&", line)) for line in lines} == {len(table().columns)}
    assert len(lines) == 5


def test_latex_carries_out_nothing_that_a_paper_wrote() -> None:
    text = to_latex(table(), ABOUT)
    written = text[text.index(r"\begin{table}") :]
    assert not re.search(r"\\(?:input|include|write|def|let|csname|catcode|openin|read)", written)
    assert r"{\textbackslash}input\{" in written or r"{\textbackslash}input{\textbraceleft}" in written


def test_no_row_of_latex_begins_with_what_a_line_break_would_take() -> None:
    made = Table(("line",), tuple(rows()[2:3]), 1)
    assert not re.search(r"(?:\\\\|rule)\s*[\[*]", to_latex(made, ABOUT))
    assert tex("[Re] *x*") == "{[}Re{]} {*}x{*}"


def test_latex_can_be_read_by_a_parser_that_takes_nothing_amiss() -> None:
    nodes, _, _ = LatexWalker(to_latex(table(), ABOUT), tolerant_parsing=False).get_latex_nodes()
    assert any(getattr(node, "environmentname", "") == "table" for node in nodes)


@pytest.mark.parametrize(
    "formula",
    [
        "n = 10^6",
        r"O(n \log n)",
        r"\mathbb{R}^{d}",
        r"x_i^2 + \frac{1}{2}",
        r"\hat x_{t+1}'",
        r"\ell_1",
        r"3.57\%",
        r"\|x\|_2 \leq \epsilon",
        r"{}^{3}\mathrm{He}",
        r"m_H = 125 \pm 0.2\,(\text{stat.})",
    ],
)
def test_plain_formulas_stand_as_they_are(formula: str) -> None:
    assert safe_formula(formula) == formula


def test_greek_letters_and_roman_words_become_commands() -> None:
    assert safe_formula("α_8 + Γ'") == r"{\alpha}_8 + {\Gamma}'"
    assert safe_formula(r"N_{\rm eff}") == r"N_{\mathrm{eff}}"


def test_brackets_that_grow_lose_only_their_growing() -> None:
    assert safe_formula(r"\left( x \right)^2") == "( x )^2"
    assert safe_formula(r"\left. x \right|_0") == "x |_0"


@pytest.mark.parametrize(
    "formula",
    [
        r"\input{/etc/passwd}",
        r"\write18{ls}",
        "^^5cinput x",
        r"\def\x{y}",
        r"\csname x\endcsname",
        r"\begin{matrix}a\end{matrix}",
        r"\text{\input{x}}",
        "x}",
        "{x",
        "x^",
        "x^2^3",
        "x_{a}_b",
        r"x^\frac{1}{2}",
        r"x^\log",
        r"\frac{1}",
        r"\sqrt[3]{x}",
        "a & b",
        "50% off",
        "#1",
        r"a \\ b",
        "北",
        "x" * 5_000,
        "{" * 300,
        "{" * 300 + "}" * 300,
        "\\",
        "",
    ],
)
def test_formulas_that_could_break_or_do_something_are_refused(formula: str) -> None:
    assert safe_formula(formula) is None


def test_a_refused_formula_is_set_as_text() -> None:
    assert tex("a $x^2^3$ b").startswith("a x")
    assert "$" not in tex(r"a $\input{x}$ b").replace(r"\$", "")


def test_markdown_is_a_table_of_one_line_a_paper() -> None:
    lines = [line for line in to_markdown(table(), ABOUT).splitlines() if line.startswith("|")]
    assert len(lines) == 6
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {len(table().columns) + 2}
    assert lines[2].startswith("| [Heron\\: Sorting in $O(n \\log n)$](https://arxiv.org/abs/2601.00001) |")


def test_markdown_of_a_paper_is_no_markup() -> None:
    text = to_markdown(table(), ABOUT)
    assert "<script>" not in text
    assert not re.search(r"(?<!\\)\]\((?!https://)", text)
    assert not re.search(r"(?<!\\)`", text)


@pytest.mark.parametrize("text", ["a|b", "a\nb", "[x](y)", "<b>", "`c`", "*d*", "\\|"])
def test_signs_that_mean_something_to_markdown_are_escaped(text: str) -> None:
    made = markdown(text)
    assert "\n" not in made
    assert not re.search(r"(?<!\\)(?:\\\\)*[|\[\]`*<]", made.replace("\\\\", ""))
