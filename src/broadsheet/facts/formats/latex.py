r"""Tables as LaTeX with booktabs. Whoever compiles it carries out nothing that a paper wrote.

Outside formulas every sign that means something to TeX is escaped; formulas pass `formula.safe_formula` or are set as
text. A row never begins with a bracket or an asterisk: `\\` would take them for its own argument.
"""

import re
from functools import lru_cache
from urllib.parse import quote

from broadsheet.facts.confidence import is_uncertain
from broadsheet.facts.formats.formula import is_command, safe_formula
from broadsheet.facts.formats.texts import About, address_of, clean, joined, rows_left_out, said
from broadsheet.facts.table.model import TITLES, ColumnName, Row, Table, Value
from broadsheet.lib.mathematics import split_mathematics
from broadsheet.render.citations.tex import escaped
from broadsheet.render.mathematics import formula_plain

_HEAD = r"""% Needs \usepackage[T1]{fontenc} and \usepackage{array,booktabs,amsmath,amssymb,textcomp,hyperref}.
% Names in other scripts than Latin and Greek need LuaLaTeX or XeLaTeX, and a font that has them.
"""
_WIDTHS: dict[ColumnName, float] = {"system": 3, "line": 6, "kind": 2, "data": 3, "results": 5, "code": 4, "date": 2}
_TITLE_WIDTH = 5.0
_LINE = 0.9  # of the width of the text; the space between columns takes the rest

_OWN = {
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    '"': r"{\textquotedbl}",
}
_SPLIT = re.compile(r"([\[\]*<>|\"])")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
# Of LaTeX itself, with T1 and textcomp.
_TEXT = """
textbackslash textbraceleft textbraceright textasciitilde textasciicircum ldots textsuperscript textsubscript
ensuremath ss ae AE oe OE o O l L i j aa AA dh DH th TH dj DJ ng NG u r H v d k c b textendash textemdash
textellipsis texttimes textdiv textdegree textmu textpm textonesuperior texttwosuperior textthreesuperior
textonehalf textonequarter textthreequarters copyright textcopyright textregistered texttrademark textbullet
textperiodcentered dag ddag textdagger textdaggerdbl S P textsection textparagraph pounds textsterling
texteuro textyen textcent textquoteleft textquoteright textquotedblleft textquotedblright textquotesingle
quotesinglbase quotedblbase guillemotleft guillemotright guilsinglleft guilsinglright textexclamdown
textquestiondown textordfeminine textordmasculine textbrokenbar textlnot textperthousand textnumero
textvisiblespace
"""
_TEXT_COMMANDS = frozenset(_TEXT.split())


def to_latex(table: Table, about: About) -> str:
    """Write a table as a LaTeX table environment with caption and note."""
    lines = [
        _HEAD + r"\begin{table}",
        r"\centering\footnotesize\setlength{\tabcolsep}{3pt}",
        rf"\caption{{{tex(about.papers)}: claims from abstracts, as of {about.made.isoformat()}.}}",
        rf"\begin{{tabular}}{{@{{}}{_columns(table)}@{{}}}}",
        r"\toprule",
        _line(["Paper", *(TITLES[name] for name in table.columns)]),
        r"\midrule",
        *(_row(table, row) for row in table.rows),
        r"\bottomrule",
        r"\end{tabular}",
        rf"\par\smallskip\raggedright {tex(_note(table))}",
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def tex(text: str) -> str:
    """A text with mathematics between dollars as LaTeX that does nothing but show it."""
    made = []
    for segment in split_mathematics(clean(text)):
        formula = safe_formula(segment.text) if segment.kind != "text" else None
        if formula is not None:
            made.append(f"${formula}$")
        else:
            made.append(_escaped(segment.text if segment.kind == "text" else formula_plain(segment.text)))
    return "".join(made)


def _escaped(text: str) -> str:
    return "".join(_OWN[piece] if piece in _OWN else _words(piece) for piece in _SPLIT.split(_clean(text)))


def _clean(text: str) -> str:
    # A space at either end stays: a formula may be beside it.
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{clean(text)}{after}"


def _words(text: str) -> str:
    made = escaped(text)
    if text.isascii() or _is_known(made):
        return made
    return "".join(_sign(sign) for sign in text)


@lru_cache(maxsize=4_096)
def _sign(sign: str) -> str:
    made = escaped(sign)
    return made if _is_known(made) else sign


def _is_known(made: str) -> bool:
    return all(name in _TEXT_COMMANDS or is_command(name) for name in _COMMAND.findall(made))


def _columns(table: Table) -> str:
    widths = [_TITLE_WIDTH, *(_WIDTHS[name] for name in table.columns)]
    whole = sum(widths)
    return "".join(rf">{{\raggedright\arraybackslash}}p{{{_LINE * one / whole:.3f}\linewidth}}" for one in widths)


def _row(table: Table, row: Row) -> str:
    title = tex(row.paper.title) or "{?}"
    address = address_of(row.paper.id)
    named = rf"\href{{{_quoted(address)}}}{{{title}}}" if address else title
    return _line([named, *(joined(_value(name, value) for value in row.cells[name]) for name in table.columns)])


def _value(name: ColumnName, value: Value) -> str:
    if name == "code":
        return rf"\texttt{{{tex(value.text)}}}".replace("/", r"/\allowbreak{}")
    doubt = " (?)" if value.fact is not None and is_uncertain(value.fact) else ""
    return tex(said(value)) + doubt


def _line(cells: list[str]) -> str:
    return f"{' & '.join(cells)} \\\\"


def _quoted(address: str) -> str:
    return quote(address, safe=":/?=.,_~-+").replace("%", r"\%")


def _note(table: Table) -> str:
    note = (
        "Read out of titles and abstracts by a program; results are claims of their authors, made on different terms."
    )
    doubt = "(?) marks what was read with less confidence."
    return " ".join(filter(None, (note, doubt, rows_left_out(table))))
