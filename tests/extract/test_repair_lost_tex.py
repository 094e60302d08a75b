"""TeX that lost its backslashes on the way here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.repair import repair_tex
from broadsheet.extract.text import clean_abstract, clean_title
from broadsheet.render.mathematics import to_html, to_plain


@pytest.mark.parametrize(
    ("lost", "shown"),
    [
        ("needs O(1/epsilon^4) steps", r"needs $O(1/\epsilon^4)$ steps"),
        ("in time widetilde O(|Omega| k^2).", r"in time $\widetilde O(|\Omega| k^2)$."),
        ("a matrix Min R^{mtimes n}, and", r"a matrix $M\in R^{m\times n}$, and"),
        ("with ell_1-loss and ell_infty", r"with $\ell_1$-loss and $\ell_\infty$"),
        (
            "at most mathcalO(mathcalC_Phi/m + mathcalC_Psi/n)",
            r"at most $\mathcal O(\mathcal C_\Phi/m + \mathcal C_\Psi/n)$",
        ),
        ("of Oleft(left(dB_Lright)^{p}right).", "of $O((dB_L)^{p})$."),
        ("L_p for 1leq p<2 and pneq 2", r"L_p for $1\leq p<2$ and $p\neq 2$"),
        ("an varepsilon-stationary point", "an ε-stationary point"),
        ("O(d/(nvarepsilon_DP))", r"$O(d/(n\varepsilon_{\mathrm{DP}}))$"),
        ("O(epsilon⁻³delta⁻¹)", r"$O(\epsilon^{-3}\delta^{-1})$"),
        (
            "of O(min{log (sigma_{1:T}^2), sigma_max^2 log T})",
            r"of $O(\min\{\log (\sigma_{1:T}^2), \sigma_{\max}^2 \log T\})$",
        ),
        ("when m gg n and C_{Phicirc Psi} > 1", r"when $m \gg n$ and $C_{\Phi\circ \Psi}$ > 1"),
        ("25times faster", "25× faster"),
        ("7.46times, 2-3times and 64times64", "7.46×, 2-3× and 64×64"),
        ("sim1000 points (sim50%), 1sim 2 times", "∼1000 points (∼50%), 1∼2 times"),
        ("trains {approx} 2.5 times faster", "trains ≈ 2.5 times faster"),
        ("3 times 10^{-5}", "3 × 10⁻⁵"),
    ],
)
def test_lost_backslashes_are_set_again(lost: str, shown: str) -> None:
    assert clean_abstract(lost) == shown
    assert clean_abstract(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Many times, in the times of sim2real and real2sim2real, Sim3 groups and sim4db.",
        "An alpha version of epsilon-greedy with a beta distribution in the lambda calculus.",
        "PPAR-gamma and TNF-alpha/beta at a level (alpha) of 0.05, rho=0.3 and tau = 2",
        "alpha_decay, beta_schedule and max_iterations are parameters of log_prob(x)",
        "We report 3 pm and 5pm, 10 approx 12, the UBC_392 group and Beta(1,1) priors",
        "Code: https://example.org/alpha_beta(1)/epsilon^2 and x_y@example.org",
        "an error of O(ksqrtdnepsilon), n^{-alpha1+2alpha}, Oleft(d log (1/delta)epsilonright)",
        "x^(-alpha), alpha^-1, a*sigma_2, gamma(10)7",
        "The tau^2-bench and Pi0 are named so",
    ],
)
def test_words_names_and_what_lost_more_than_backslashes_stay(text: str) -> None:
    assert repair_tex(text) == text


def test_a_text_with_dollars_has_its_tex_still() -> None:
    text = "For $x$, O(1/epsilon^4) and 25times at $5"
    assert repair_tex(text) == text


def test_a_part_is_repaired_as_within_the_whole() -> None:
    whole = "We need O(1/epsilon^4) iterations, 25times fewer than varepsilon-nets with ell_2-norm 1/delta."
    for part in ("O(1/epsilon^4) iterations", "25times fewer", "varepsilon-nets with ell_2-norm"):
        assert clean_abstract(part) in clean_abstract(whole)


def test_repaired_mathematics_is_shown() -> None:
    text = clean_title("A bound of widetilde O(|Omega| k) and mathcal O(sqrt K)")
    assert to_html(text).count("<math") == 2
    assert "Ω" in to_plain(text)


_PIECES = st.sampled_from(
    [
        *"(){}[]|_^ 1aR=,.",
        "epsilon",
        "times",
        "left",
        "right",
        "mathcal",
        "sqrt",
        "ell_1",
        " in ",
        "leq",
        "sim3",
        "$",
        "\\",
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_repairing_twice_is_repairing_once(text: str) -> None:
    assert repair_tex(repair_tex(text)) == repair_tex(text)


@pytest.mark.parametrize(
    "piece", ["((((", "epsilon", "epsilon^", "O(epsilon ", "{times ", "a_", "sim1 ", "leq 1 ", "1times"]
)
def test_long_runs_are_done(piece: str) -> None:
    assert repair_tex(piece * (100_000 // len(piece)))
