"""Formulas become MathML that holds nothing but mathematics; what cannot be set is shown as its source."""

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from broadsheet.render.mathematics import to_html, to_plain
from broadsheet.render.mathml import ATTRIBUTES, ELEMENTS

PIECES = [
    "x", "^2", "_{ij}", r"\frac{a}{b}", r"\sqrt", "{", "}", r"\text{<b>}", r"\href{javascript:alert(1)}{x}", "<script>",
    r"\style{color:red}{x}", r"\class{a}{b}", r"\left(", r"\right)", r"\unknown", "&", r"\\", r"\begin{matrix}",
    "]]>", r"\end{matrix}", r"\color{red}", r"\hspace{9em}",'"onload="x', "'", r"\mathbb{R}", "≤", r"\bm{x}", "$", "<!",
]  # fmt: skip


def _parsed(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<p>{html}</p>")


def test_a_formula_is_set_with_its_source_beside_it() -> None:
    html = to_html("We show $O(n^2)$ & more.")
    formula = _parsed(html).find("math")
    assert formula is not None
    assert formula.attrib == {"alttext": "O(n^2)"}
    assert formula.find(".//msup/mi") is not None
    assert html.startswith("We show <math")
    assert html.endswith(" &amp; more.")


def test_displayed_formulas_stand_by_themselves() -> None:
    assert '<math display="block"' in to_html("so $$a = b$$ holds")


def test_text_is_escaped_and_lines_are_kept() -> None:
    assert to_html('a < b & "c"\n<script>') == "a &lt; b &amp; &#34;c&#34;<br>\n&lt;script&gt;"
    assert to_html("costs $5 and $6 in total") == "costs $5 and $6 in total"


@pytest.mark.parametrize("formula", ["{", r"\unknown{x}", r"\left( x", "{" * 100 + "x" + "}" * 100, "x" * 100_000])
def test_what_cannot_be_set_is_shown_as_source(formula: str) -> None:
    html = to_html(f"${formula}$")
    assert html in (f'<code class="tex">{escape(formula)}</code>', f"${formula}$")


@pytest.mark.parametrize(
    "formula",
    [
        "<script>",
        r"\text{<b onclick=x>}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{position:fixed}{x}",
        r"\class{masthead}{x}",
        r"\hspace{9999em}x",
        r"\color{white}x",
    ],
)
def test_nothing_but_mathematics_reaches_the_page(formula: str) -> None:
    formula_element = _parsed(to_html(f"${formula}$")).find("math")
    assert formula_element is not None
    for element in formula_element.iter():
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES | {"alttext"}
        assert "9999em" not in element.attrib.values()


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_any_formula_gives_whole_markup(formula: str) -> None:
    for element in _parsed(to_html(f"see ${formula}$ and $${formula}$$")).iter():
        assert element.tag in ELEMENTS | {"p", "code"}
        assert set(element.attrib) <= ATTRIBUTES | {"alttext", "class"}
    to_plain(f"${formula}$")


@given(st.text())
def test_any_text_gives_escaped_markup(text: str) -> None:
    html = to_html(text, link_urls=True)
    assert "<script" not in html
    assert html.count("<a ") <= text.lower().count("://")


def test_addresses_become_links_where_asked_for() -> None:
    text = "Code (https://github.com/a/b?x=1&y=2)."
    link = '<a href="https://github.com/a/b?x=1&amp;y=2" rel="nofollow noopener">https://github.com/a/b?x=1&amp;y=2</a>'
    assert to_html(text, link_urls=True) == f"Code ({link})."
    assert "<a" not in to_html(text)
    assert "<a" not in to_html("javascript://x data://y", link_urls=True)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("an $O(n^2)$ bound", "an O(n²) bound"),
        (r"$10^{-3}$ of CO$_2$, Ca$^{2+}$", "10⁻³ of CO₂, Ca²⁺"),
        (r"$\alpha_{ij} \leq M_\odot$", "α_ij ≤M_⊙"),
        (r"$\mathcal{O}(\sqrt{n})$ and $\mathbf{R}^{d+1}$", "O(√(n)) and R^(d+1)"),
        (r"from $-14^{\circ}$ to $360^\circ$, $A^{\prime}$", "from -14° to 360°, A′"),
        (r"$10^6 M_{\odot}$ and $n^{\top}x$", "10⁶ M_⊙ and n^⊤x"),
        (r"$\unknown$", r"\unknown"),
        ("costs $5 and $6 in total", "costs $5 and $6 in total"),
    ],
)
def test_plain_text_reads_without_dollars(text: str, plain: str) -> None:
    assert to_plain(text) == plain
