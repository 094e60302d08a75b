"""TeX, HTML and junk characters of sources become text for readers."""

import pytest

from broadsheet.extract.text import clean_abstract, clean_name, clean_title


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"na\"ive Fr\'echet B\'{e}zier Schr{\"o}dinger", "naïve Fréchet Bézier Schrödinger"),
        (r"Erd\H{o}s--R\'enyi, {\L}ukasz, Stra\ss e, \o re, \v{C}ech", "Erdős–Rényi, Łukasz, Straße, øre, Čech"),
        (r"Universit\`{\i}, d\'\i a, Fran\c cois, na\"{\i}ve", "Universitì, día, François, naïve"),
        (r"{\em clean} \textbf{E}fficient \emph{a \textit{b}} {\sc Dark Sage}", "clean Efficient a b Dark Sage"),
        (r"{BERT}: Pre-training of {D}eep nets, 7{,}501 images", "BERT: Pre-training of Deep nets, 7,501 images"),
        (r"a 10\% gain, R\&D, \$5, x\_y, \#1, \{a\}", "a 10% gain, R&D, $5, x_y, #1, {a}"),
        (
            r"20\,GHz, Fig.~3, NGC\;1052, e.g.\ this, fa\-ci\-li\-tate",
            "20 GHz, Fig. 3, NGC 1052, e.g. this, facilitate",
        ),
        ("the ``loss landscape'' -- `flat' --- or not", "the “loss landscape” – ‘flat’ — or not"),
        (r"\LaTeX{} and \TeX, \eg, this, 360{\deg}, 5 {\mu}m, 2{\sigma}", "LaTeX and TeX, e.g., this, 360°, 5 μm, 2σ"),
        (r"arXiv writes \r{ho}, \k{appa} and \b{eta}", "arXiv writes ρ, κ and β"),
        (r"\ion{H}{1} at \SI{20}{\percent}, FA\textsuperscript{3}, mAP\textsubscript{50}", "H I at 20 %, FA³, mAP₅₀"),
        (r"10^{-3} and E_{iso,49} of T_{C}", "10⁻³ and E_{iso,49} of T_C"),
        (r"\textcolor{red}{warm} \mbox{boxed} \unknown{kept} \begin{center}x\end{center}", "warm boxed kept x"),
    ],
)
def test_tex_becomes_text(source: str, text: str) -> None:
    assert clean_abstract(source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"SD3.5~\cite{sd3} and GPT-4o~\citep{a,b}.", "SD3.5 and GPT-4o."),
        (r"the model of \cite{ren} and \citet{YZhu2024}", "the model of [ren] and [YZhu2024]"),
        (r"Code (\cite{x}) here", "Code here"),
    ],
)
def test_citations_go_where_the_sentence_can_spare_them(source: str, text: str) -> None:
    assert clean_abstract(source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"at \href{https://github.com/a/b_c}{here}.", "at here (https://github.com/a/b_c)."),
        (r"at \href{https://github.com/a/b}{github.com/a/b}.", "at https://github.com/a/b."),
        (r"\url{https://x.org/a\_b} and https://x.org/S\_C\#top", "https://x.org/a_b and https://x.org/S_C#top"),
        ("https://x.org/~alice and www.x.org/~bob--carol", "https://x.org/~alice and www.x.org/~bob–carol"),
        (r"vicinity\footnote{See https://x.org/--a.} ends", "vicinity (See https://x.org/--a.) ends"),
    ],
)
def test_addresses_stay_whole(source: str, text: str) -> None:
    assert clean_abstract(source) == text


def test_what_nobody_knows_stays_as_written() -> None:
    assert clean_abstract(r"We present \ours{}, and \method works") == r"We present \ours, and \method works"
    assert clean_abstract(r"in C:\temp\new or \\host\share with \d+") == r"in C:\temp\new or \\host\share with \d+"


def test_a_tilde_in_front_of_a_number_is_a_sign() -> None:
    assert clean_abstract("(~1.5x) of ~30% at 5~km, Theorem~2, 93~99%") == "(~1.5x) of ~30% at 5 km, Theorem 2, 93~99%"


def test_lists_keep_their_braces() -> None:
    assert clean_abstract(r"weights {-1, 0, 1} on \{a, b\} in {111} planes") == (
        "weights {-1, 0, 1} on {a, b} in {111} planes"
    )
    assert clean_title("{{Attention, Please}}: {2025}") == "Attention, Please: 2025"


def test_mathematics_stays_as_it_is() -> None:
    assert clean_abstract(r"\(\mathcal{O}(n)\) and $ \{x_i\}~\sim p $") == r"$\mathcal{O}(n)$ and $\{x_i\}~\sim p$"
    assert clean_abstract(r"we have \[ a -- b \] and $$c$$") == "we have $$a -- b$$ and $$c$$"
    assert clean_title(r"we have \[ a \] and $$c$$") == "we have $a$ and $c$"


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $6 in total",
        "between $48.21/MWh and $78.32/MWh when supported",
        "saves $1.5M to prefill but only $0.03M of reuse",
        "costs $9 for each of them",
        "US$5 million vs. US$3 million",
    ],
)
def test_prices_are_no_mathematics(text: str) -> None:
    assert clean_abstract(text + r" -- \'e") == text + " – é"


def test_entities_are_decoded_once() -> None:
    assert clean_abstract("a &lt; b &amp;lt; c &eacute; &#8211; &#xe9; AT&T; &nosuch; R&D") == (
        "a < b &lt; c é – é AT&T; &nosuch; R&D"
    )


def test_tags_go_and_signs_stay() -> None:
    assert clean_title("<jats:title>On <b>H<sub>2</sub>O</b></jats:title>") == "On H₂O"
    assert clean_abstract("&lt;jats:p&gt;One.&lt;/jats:p&gt;<jats:p>Two.</jats:p>") == "One. Two."
    assert clean_abstract("a < b, x<y, <think> and <p> but no end") == "a < b, x<y, <think> and <p> but no end"
    assert clean_title("Bound <tex-math>O(n^2)</tex-math>") == "Bound $O(n^2)$"


def test_what_cannot_be_seen_goes() -> None:
    assert clean_title("a\x00b\x1b \u202etxt\u202c so\u00adft\u200b \ud800x\ufeff") == "ab txt soft x"
    assert clean_title("مرحبا \u2067بالعالم\u2069") == "مرحبا بالعالم"
    assert clean_title("می\u200cخواهم e\u0301") == "می\u200cخواهم é"


def test_white_space_is_one_space_and_paragraphs_are_lines() -> None:
    long = "word " * 40
    assert clean_title(" On\n  the\t\u00a0edge \r\n") == "On the edge"
    assert clean_abstract(f"{long}\n\n{long}") == f"{long.strip()}\n{long.strip()}"
    assert clean_abstract("wrapped at\nsome width\nby hand") == "wrapped at some width by hand"


def test_names_are_cleaned() -> None:
    assert clean_name(r"J{\"u}rgen  Schmidhuber") == "Jürgen Schmidhuber"
    assert clean_name(r"{DeepSeek-AI}") == "DeepSeek-AI"
    assert clean_name(":") == ""
    assert clean_name("Paul Erd\\H{o}s\n") == "Paul Erdős"
