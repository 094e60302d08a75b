r"""Which formulas may stand in a LaTeX file as they are.

What an abstract writes between dollars is not trusted: `\input{…}`, `\write18` or `^^5c` would be carried out by
whoever compiles the table, and one brace too many would break it. A formula passes that holds only the commands named
here, each with its arguments, braces that balance, and scripts in their places. Anything else is set as text.
"""

import re
from collections.abc import Iterator

from broadsheet.render.citations.tex import escaped

LONGEST = 600  # characters
_DEEPEST = 12

# Commands of LaTeX with amsmath and amssymb, by how many braced arguments they take.
_SIGNS = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma
varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
le leq leqslant ge geq geqslant ne neq ll gg lt gt approx sim simeq cong equiv propto asymp prec succ preceq succeq
lesssim gtrsim doteq mid parallel perp vdash models in ni notin subset supset subseteq supseteq sqsubseteq
to gets rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow mapsto longrightarrow longmapsto
hookrightarrow rightharpoonup rightleftharpoons uparrow downarrow implies iff
pm mp times div cdot ast star circ bullet oplus otimes ominus odot cap cup vee wedge setminus wr amalg dagger ddagger
sum prod coprod int oint iint bigcup bigcap bigoplus bigotimes bigvee bigwedge
infty partial nabla forall exists nexists emptyset varnothing neg lnot top bot angle triangle prime ell hbar imath jmath
Re Im aleph wp Box Diamond square blacksquare checkmark
ldots cdots vdots ddots dots dotsc dotsb colon
arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr
sec sin sinh sup tan tanh
lfloor rfloor lceil rceil langle rangle lvert rvert lVert rVert vert Vert backslash lbrace rbrace
quad qquad bmod displaystyle textstyle
"""
_TAKING_ONE = """
mathbb mathbf mathcal mathfrak mathit mathrm mathsf mathtt boldsymbol operatorname sqrt hat widehat tilde
widetilde bar overline underline vec dot ddot check breve acute grave pmod
"""
_ARGUMENTS = {
    **dict.fromkeys(_SIGNS.split(), 0),
    **dict.fromkeys((",", ";", ":", "!", " ", "%", "{", "}", "|", "_", "#", "&"), 0),
    **dict.fromkeys(_TAKING_ONE.split(), 1),
    **dict.fromkeys(("frac", "tfrac", "dfrac", "binom"), 2),
}
# What may be a script without braces: signs, not macros that stand for several.
_SINGLE_SIGNS = """
alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi
varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega infty ell star ast circ prime dagger top
perp pm mp times partial bullet odot oplus otimes
"""
_SINGLE = frozenset(_SINGLE_SIGNS.split())

_TOKEN = re.compile(r"\\([A-Za-z]+|[,;:! %{}|_#&])|([{}^_'])|([A-Za-z0-9 +\-*/=<>()\[\].,:;!?|~])|(.)", re.DOTALL)
_TEXT = re.compile(r"\\(?:text|textrm|mbox)\s*\{([A-Za-z0-9 ,.:;()+\-]{0,80})\}")
_SIZES = re.compile(r"\\(?:left|right)\s*\.|\\(?:left|right|middle|[bB]igg?[lrm]?)(?![A-Za-z])")
_ROMAN = re.compile(r"\{\\rm\s+([A-Za-z0-9 ]{1,40})\}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_IN_TEXT = re.compile(r"\{\\ensuremath\{(.*)\}\}")
_SPACES = re.compile(r"\s+")


def safe_formula(tex: str) -> str | None:
    """Return a formula, without its dollars, as it may stand in a LaTeX file; None where it may not."""
    if len(tex) > LONGEST or "^^" in tex:
        return None
    ascii_only = tex if tex.isascii() else _NOT_ASCII.sub(_command_of, tex)
    plain = _SPACES.sub(" ", _ROMAN.sub(r"{\\mathrm{\1}}", _SIZES.sub("", ascii_only))).strip()
    tokens = [*_tokens(_TEXT.sub("x", plain))]
    if not tokens or None in tokens:
        return None
    try:
        end = _Reader([piece for piece in tokens if piece]).read(0, 0)
    except _Refused:
        return None
    return plain if end == len(tokens) else None


def is_command(name: str) -> bool:
    """Whether this is a command of mathematics that LaTeX with amsmath and amssymb has."""
    return name in _ARGUMENTS


def _command_of(match: re.Match[str]) -> str:
    """The command of a sign such as α, the sign itself where it has none."""
    found = _IN_TEXT.fullmatch(escaped(match[0]))
    return f"{{{found[1]}}}" if found else match[0]


class _Refused(Exception):
    pass


def _tokens(tex: str) -> Iterator[str | None]:
    r"""Commands as `\name`, single signs, None for what has no place in a formula. Spaces are left out."""
    for match in _TOKEN.finditer(tex):
        if match[4] is not None:
            yield None
        elif match[1] is not None:
            yield f"\\{match[1]}" if match[1] in _ARGUMENTS else None
        elif match[0] != " ":
            yield match[0]


class _Reader:
    """Reads tokens as TeX would: atoms, each with at most one subscript and one superscript."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens

    def read(self, at: int, depth: int) -> int:
        """Read up to the closing brace of this group, or to the end; return where that is."""
        scripts: set[str] = set()
        while at < len(self._tokens) and self._tokens[at] != "}":
            piece = self._tokens[at]
            if piece in ("^", "_"):
                if piece in scripts:
                    raise _Refused
                scripts.add(piece)
                at = self._argument(at + 1, depth)
            elif piece == "'":
                if "^" in scripts:
                    raise _Refused
                at = self._primes(at)
                scripts.add("^")
            else:
                scripts = set()
                at = self._atom(at, depth)
        return at

    def _primes(self, at: int) -> int:
        while at < len(self._tokens) and self._tokens[at] == "'":
            at += 1
        return at

    def _argument(self, at: int, depth: int) -> int:
        """A script: one sign or a group."""
        if at >= len(self._tokens) or self._tokens[at] in ("}", "^", "_", "'"):
            raise _Refused
        if self._tokens[at].startswith("\\") and self._tokens[at][1:] not in _SINGLE:
            raise _Refused
        return self._atom(at, depth)

    def _atom(self, at: int, depth: int) -> int:
        piece = self._tokens[at]
        if piece == "{":
            return self._group(at, depth)
        at += 1
        if piece == "\\sqrt" and self._tokens[at : at + 1] == ["["]:
            raise _Refused
        for _ in range(_ARGUMENTS[piece[1:]] if piece.startswith("\\") else 0):
            sign = "".join(self._tokens[at : at + 1])
            at = at + 1 if sign.isalnum() else self._group(at, depth)
        return at

    def _group(self, at: int, depth: int) -> int:
        if depth > _DEEPEST or self._tokens[at : at + 1] != ["{"]:
            raise _Refused
        end = self.read(at + 1, depth + 1)
        if self._tokens[end : end + 1] != ["}"]:
            raise _Refused
        return end + 1
