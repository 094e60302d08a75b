r"""Whether a run of text is a formula whose TeX has lost its backslashes, and that formula.

Letters are read as commands and variables: `mtimes` is `m\times`, `mathcalO` is `\mathcal O`, `dB` are two variables.
What may have lost more than backslashes is none: fractions (`alpha1+2alpha`) and roots (`sqrtdknepsilon`) without
their braces.
"""

import re

from broadsheet.extract.tex_tables import words

_GREEK = words(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi varphi chi psi omega ell nabla infty Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
_SIGNS = words(
    "leq geq neq ll gg in notin subset subseteq times cdot circ otimes oplus approx sim simeq propto mapsto "
    "rightarrow triangleq mid pm lesssim gtrsim forall exists cup cap top dagger star ldots cdots dots"
)
_FUNCTIONS = words("log ln exp max min inf sup sum prod int lim sin cos tanh det dim")
_ACCENTS = words("mathcal mathbb mathfrak mathbf boldsymbol widetilde widehat tilde hat bar")
_SIZES = words("left right big bigl bigr Big Bigl Bigr")
_COMMANDS = _GREEK | _SIGNS | _FUNCTIONS | _ACCENTS | _SIZES | {"sqrt"}
# No words of any language: what holds one of them is a formula.
_CERTAIN = words(
    "varepsilon vartheta varphi infty leq geq neq mathcal mathbb mathfrak mathbf boldsymbol widetilde widehat "
    "triangleq subseteq otimes ll gg lesssim gtrsim"
)
# What is also recognised with variables before or behind it; the others are parts of too many words.
_GLUED = (_CERTAIN - {"ll", "gg"}) | words(
    "alpha beta gamma delta epsilon theta lambda sigma omega Omega Theta Gamma Delta Lambda Sigma Phi Psi phi rho tau "
    "kappa nabla times circ cdot propto left right bigl bigr big sqrt"
)
_BY_LENGTH = tuple(sorted(_GLUED, key=len, reverse=True))
_BEFORE_INDEX = ("log", "sum", "int", "max", "min")  # glued only in front of `_`, `^`, `(` or `{`
_NAMED = words("softmax opt sign rank diag poly polylog")
_INDICES = words("max min eff opt sup inf")
_SHORT_WORDS = words("am an as at be by do go he if in is it me my no of on or so to up us we vs eq al ie eg")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_PIECE = re.compile(r"[A-Za-z]+|[0-9]+(?:[.,][0-9]+)*|[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+|\s+|[-_^{}()\[\]|/=+<>*,.:;!']")
# Commands that could be words alone, but not beside an index or exponent.
_LIKELY = _GREEK | _SIZES | words("top times circ cdot propto sum prod int sqrt subset")
# An argument or a share: signs of a formula where Greek letters alone could be words.
_ARGUMENT = re.compile(
    r"(?<![A-Za-z-])(?:[A-Za-z]|[A-Z]?[a-z]*[a-z])\([^()-]|(?<![0-9.])[0-9]/ ?[a-z]|\([a-z]+, ?[a-z]+\)"
)
# A name with a number, such as that of a benchmark.
_NUMBERED = re.compile(r"[A-Za-z]+\^[0-9]")
_AFTER_COMMAND = frozenset("\\" + command for command in _SIGNS | _FUNCTIONS | _SIZES)
_NO_INDEX = frozenset(")]}_^,.;")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def formula(text: str) -> str | None:
    """Return the formula with its backslashes, or None where this is none, or nobody can know which."""
    if "!" in text and "left" in text:
        text = text.replace("!", "")  # what is left of `\\!`, which draws its neighbours together
    pieces: list[str] = []
    position = 0
    while position < len(text):
        match = _PIECE.match(text, position)
        if match is None:
            return None
        position = match.end()
        piece = _piece(match[0], pieces[-1] if pieces else "", text[position : position + 1])
        if piece is None:
            return None
        pieces.extend(piece)
    found = {piece[1:] for piece in pieces if piece[0] == "\\"}
    if not _is_mathematics(text, found) or pieces[0] == "\\in" or not _is_whole(pieces):
        return None
    return _written([piece for piece in pieces if piece[1:] not in _SIZES or piece[0] != "\\"])


def _is_mathematics(text: str, found: set[str]) -> bool:
    if not found.isdisjoint(_CERTAIN):
        return True
    if found.isdisjoint(_LIKELY) or _NUMBERED.fullmatch(text):
        return False
    if "_" in text or "^" in text or "⁻" in text:
        return True
    return not found.isdisjoint(_GREEK | _SIZES) and _ARGUMENT.search(text) is not None


def _piece(piece: str, before: str, following: str) -> list[str] | None:
    """What a run of letters or another piece stands for; None where it can be in no formula."""
    if not piece[0].isalpha():
        if piece[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻":
            return ["^", "{" + piece.translate(_RAISED) + "}"]
        return _sign(piece, before)
    letters = _letters(piece, following)
    if before in ("_", "^"):
        return _index(piece, letters)
    if letters is None or (before == "1" and letters[0][1:] not in _SIGNS):
        return None
    # What is left of a fraction between brackets that grow with it.
    return None if before in (")", "]", "}") and len(letters) > 1 and letters[-1][1:] in _SIZES else letters


def _sign(piece: str, before: str) -> list[str] | None:
    if piece[0].isdigit():
        # A number behind a letter: what is left of a fraction, or no TeX (`H2`, `3889` as an index).
        behind_letter = before[-1:].isalpha() and before not in _AFTER_COMMAND
        return None if behind_letter or before in (")", "]") or (before in ("_", "^") and len(piece) > 1) else [piece]
    # Mathematics as it is typed without TeX: `x^-1`, `x^(1/2)`, `a * b`.
    typed = (before == "^" and piece in ("-", "+", "(")) or (piece == "*" and before not in ("_", "^"))
    return None if typed else [piece]


def _index(run: str, letters: list[str] | None) -> list[str] | None:
    if run in _INDICES:
        return ["{\\" + run + "}"] if run in _FUNCTIONS else ["{\\mathrm{" + run + "}}"]
    if letters is not None and len(letters) == 1 and (len(run) == 1 or run in _GREEK | _SIGNS):
        return letters
    if letters is not None and len(letters) == 2 and letters[1][1:] in _SIZES:
        return letters
    return ["{\\mathrm{" + run + "}}"] if run.isupper() and len(run) < 5 else None


def _letters(run: str, following: str) -> list[str] | None:
    if run in _COMMANDS:
        return ["\\" + run]
    if len(run) == 1:
        return [run]
    if run in _NAMED:
        return ["\\mathrm{" + run + "}"]
    if len(run) < 4:
        plain = (run.isupper() and (len(run) < 3 or following == "^")) or (
            len(run) == 2 and not run.istitle() and run.lower() not in _SHORT_WORDS
        )
        return list(run) if plain else _split(run, following)
    return _split(run, following)


def _split(run: str, following: str) -> list[str] | None:
    """Commands with at most one variable in front of each, or two behind the last (`dB` before `right`)."""
    pieces: list[str] = []
    variables = 0
    position = 0
    while position < len(run):
        command = _command_at(run, position, following)
        if command:
            greek = command in _GREEK
            if variables > (1 if greek else 2):
                return None
            pieces.append("\\" + command)
            position += len(command)
            variables = 0
        else:
            pieces.append(run[position])
            position += 1
            variables += 1
    if variables > 1 or all(piece[0] != "\\" for piece in pieces):
        return None
    return pieces


def _command_at(run: str, position: int, following: str) -> str:
    for command in _BY_LENGTH:
        if run.startswith(command, position):
            return command
    rest = run[position:]
    if rest in _BEFORE_INDEX and following and following in "_^({":
        return rest
    if rest == "in" and position and (run[:position] in _GREEK or (position == 1 and run[0].isupper())):
        return rest
    return ""


def _is_whole(pieces: list[str]) -> bool:
    """Whether brackets are balanced, and roots, accents and indices have what they stand over."""
    depth: list[str] = []
    for index, piece in enumerate(pieces):
        if piece in ("(", "[", "{"):
            depth.append(piece)
        elif piece in _PAIRS:
            if not depth or depth.pop() != _PAIRS[piece]:
                return False
        elif not _has_what_follows(piece, [one for one in pieces[index + 1 : index + 4] if not one.isspace()]):
            return False
    return not depth


def _has_what_follows(piece: str, rest: list[str]) -> bool:
    if piece in ("_", "^"):
        return bool(rest) and rest[0] not in _NO_INDEX and rest[1:2] != [piece]
    if piece[0] == "\\" and piece[1:] in _ACCENTS:
        return bool(rest) and (rest[0][0].isalpha() or rest[0][0] in "\\{")
    return piece != "\\sqrt" or _root_is_whole(rest)


def _root_is_whole(rest: list[str]) -> bool:
    if not rest or rest[0] == "{":
        return bool(rest)
    return rest[0][-1].isalpha() and (len(rest) == 1 or rest[1] in (")", "]", "}"))


def _written(pieces: list[str]) -> str:
    """The formula; braces that do not hold an index, a root or what stands under an accent are shown ones."""
    out: list[str] = []
    braces: list[str] = []
    for index, piece in enumerate(pieces):
        text = piece
        if piece == "{":
            before = pieces[index - 1] if index else ""
            holds = before in ("_", "^", "\\sqrt") or before[1:] in _ACCENTS
            braces.append("" if holds else "\\")
            text = braces[-1] + "{"
        elif piece == "}":
            text = braces.pop() + "}"
        if text[0].isalpha() and out and out[-1][0] == "\\" and out[-1][-1].isalpha():
            out.append(" ")
        out.append(text)
    return "".join(out).strip()
