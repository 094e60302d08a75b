r"""TeX whose backslashes were lost on its way here, made mathematics again where that is safe.

`O(1/epsilon^4)` becomes `$O(1/\epsilon^4)$`, `R^{mtimes n}` becomes `$R^{m\times n}$`, `25times` becomes `25×`. What
could be a word stays one: many times, epsilon-greedy, a beta distribution, sim2real. So a formula is written only where
every run of letters in it is a command, a variable or a few of both, where its brackets are balanced, and where
something besides a Greek letter's name says that it is one: an index, an argument, a relation, or a command that is
no word of any language (`varepsilon`, `mathcal`).

A text with dollars still has its TeX, and keeps it; so repairing twice is repairing once. Otherwise a formula is known
by what it is made of, never by what stands elsewhere, so that a part of a text is repaired as it is within the whole.
"""

import re

from broadsheet.extract.lost_tex import formula

# What a formula that lost its backslashes contains: one of the first, or a letter before a bracket, and one of the
# others. Most texts are done with these few looks.
_FIRST_HINTS = ("_", "^", "psilon", "nabla")
_CALL = re.compile(r"\((?<=[A-Za-z]\()")
_HINTS = (
    *("psilon", "nabla", "lambda", "sigma", "alpha", "gamma", "delta", "Delta", "mega", "theta", "mathcal", "mathbb"),
    *(
        "mathfrak",
        "infty",
        "rho_",
        "rho(",
        "_rho",
        "eta_",
        "eta(",
        "_eta",
        "tau_",
        "tau(",
        "_tau",
        "hi_",
        "hi(",
        "_phi",
    ),
    *("_psi", "Psi", "Phi", "Theta", "Xi_", "xi_", "mu_", "_mu", "ell_", "left(", "igl(", "neq", "leq", "geq", "^top"),
    *("^{", "sqrt", "um_", "int_", "propto"),
)
_TIMES = re.compile(r"times(?<=[0-9]times)(?![a-z])|times(?<=[0-9] times)(?= ?10\^)")
_ABOUT = re.compile(r"sim(?<![^\s(\[~–-]sim)(?=[0-9][0-9.,]{0,12}%?(?:[\s;:)\]]|$))")
_BEFORE_NUMBER = re.compile(r"sim(?= ?[0-9])")
_BETWEEN = re.compile(r"sim(?<=[0-9%]sim) ?(?=[0-9][0-9.,]{0,12}(?:[\s%;:)]|times|$))")
# `https://example.org/a.git{https://example.org/a}`: what is left of a link with an address for its words.
_ADDRESS_TWICE = re.compile(r"(https?://[^\s{}:]{1,200})\{(https?://[^\s{}:]{1,200})\}")
_ARGUMENT = re.compile(
    r"\{(?:(?<=href\{)|(?<=url\{)|(?<=emph\{)|(?<=text[bist][tftc]\{)|(?<=footnote\{)|(?<=underline\{))"
)
_WITH_ARGUMENT = re.compile(r"(?<![A-Za-z\\])(href|url|emph|textbf|textit|texttt|textsc|footnote|underline)\{")
_NABLA = re.compile(r"nabla(?<![\w\\]nabla)(?=-[A-Z]{2})")

_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|www\.|[a-z]\.(?:com|org|io|net|edu)\b|[@\\$]")
# A word that may begin a formula: it has one of its signs, or is or ends with a command that needs no other.
_SIGN = re.compile(
    r"[_^{}|(\[<>=⁻]|[0-9]/[a-z]|(?:leq|geq|neq|infty)$|varepsilon|mathcal|mathbb|mathfrak|widetilde|widehat|triangleq"
)
_COMMAND = re.compile(
    r"varepsilon|mathcal[A-Z]?|mathbb[A-Z]?|mathfrak|widetilde|widehat|tilde|hat|[A-Z]in|[A-Za-z](?:leq|geq|neq)?"
)
# A command that takes what follows, and a variable in front of a relation: such a formula goes on with the next word.
_TAKES = re.compile(r"(?:mathcal|mathbb|mathfrak|widetilde|widehat|tilde|hat|.{0,40}(?:leq|geq|neq)|[A-Z]in)")
_RELATION = frozenset(("leq", "geq", "neq", "ll", "gg", "subset", "subseteq", "propto", "triangleq"))
_SPACE = re.compile(r"[A-Z]\^|mathbb")
_AROUND = re.compile(
    r"(?P<before>[“\"'‘]*)(?P<core>.*?)(?P<after>(?:-[A-Za-z]{2,}[A-Za-z-]*)?[.,;:!?”\"'’]*)", re.DOTALL
)
_SYMBOLS = {"\\varepsilon": "ε", "\\nabla": "∇", "\\infty": "∞", "\\varphi": "φ"}
_MOST_WORDS = 12
_LONGEST = 160


def repair_tex(text: str) -> str:
    """Return the text with mathematics where its TeX has lost the backslashes; linear in its length."""
    if "$" in text:
        return text
    if "times" in text:
        text = _TIMES.sub("×", text)
    if "sim" in text and _BEFORE_NUMBER.search(text):
        text = _BETWEEN.sub("∼", _ABOUT.sub("∼", text))
    if "{" in text:
        text = _braced(text)
    if any(map(text.__contains__, _FIRST_HINTS)) or _CALL.search(text):
        return _prose(text) if any(map(text.__contains__, _HINTS)) else text
    return text


def _braced(text: str) -> str:
    text = text.replace("{approx}", "≈")
    if "{http" in text:
        text = _ADDRESS_TWICE.sub(_one_address, text)
    return _WITH_ARGUMENT.sub(r"\\\1{", text) if _ARGUMENT.search(text) else text


def _one_address(match: re.Match[str]) -> str:
    first = match[1].removesuffix(".git")
    return match[1] if match[2].removesuffix(".git") in (first, first.rstrip("/")) else match[0]


def _prose(text: str) -> str:
    """Text without dollars, its formulas between them."""
    text = _NABLA.sub("∇", text)
    found = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    out: list[str] = []
    done = index = 0
    while index < len(found):
        start, end = found[index]
        last = index
        if _begins(text[start:end]):
            for last in _ends(text, found, index):
                repaired = _repaired(text[start : found[last][1]])
                if repaired:
                    between = text[done:start]
                    if out and between == " " and repaired[0] == "$" and out[-1][-1] == "$":
                        out[-1] = f"{out[-1][:-1]} {repaired[1:]}"
                    else:
                        out += (between, repaired)
                    done = found[last][1]
                    break
            else:
                last = index
        index = last + 1
    return "".join(out) + text[done:] if out else text


def _begins(word: str) -> bool:
    if word.isalpha():
        return _COMMAND.fullmatch(word) is not None
    return len(word) <= _LONGEST and _SIGN.search(word) is not None and _ADDRESS.search(word) is None


def _ends(text: str, found: list[tuple[int, int]], first: int) -> tuple[int, ...]:
    """The words that a formula may end with, the farthest first."""
    start = found[first][0]
    last = first
    depth = 0
    waiting = True
    while last < len(found) and last < first + _MOST_WORDS and found[last][1] - start <= _LONGEST:
        word = text[found[last][0] : found[last][1]]
        depth += sum(map(word.count, "([{")) - sum(map(word.count, ")]}"))
        following = text[found[last + 1][0] : found[last + 1][1]] if last + 1 < len(found) else ""
        beyond = text[found[last + 2][0] : found[last + 2][1]] if last + 2 < len(found) else ""
        related = following in _RELATION or (following == "in" and _SPACE.match(beyond) is not None)
        waiting = (
            depth > 0 or related or word in _RELATION or (word == "in" and last > first) or bool(_TAKES.fullmatch(word))
        )
        if not waiting:
            break
        last += 1
    if waiting:
        return (first,)
    return (last, first) if last > first else (first,)


def _repaired(run: str) -> str | None:
    match = _AROUND.fullmatch(run)
    if match is None:
        return None
    before, core, after = match["before"], match["core"], match["after"]
    while core and core[-1] in ")]}" and _surplus(core) < 0:
        core, after = core[:-1].rstrip(".,;:"), core[len(core[:-1].rstrip(".,;:")) :] + after
    while core and core[0] in "([{" and _surplus(core) > 0:
        before, core = before + core[0], core[1:]
    found = formula(core)
    if found is None:
        return None
    return f"{before}{_SYMBOLS.get(found) or f'${found}$'}{after}"


def _surplus(core: str) -> int:
    return sum(map(core.count, "([{")) - sum(map(core.count, ")]}"))
