"""What TeX's commands do to the text: one function per family, each taking the state behind the command's name."""

import re
from collections.abc import Callable

from broadsheet.extract import tex_tables as tables
from broadsheet.extract.tex_state import State

ESCAPED = re.compile(r"\\([_%#&~$])(?:\{\})?|\$?\{?\\(?:textasciitilde|sim)(?:\{\}|\})?\$?")

_LETTER_ACCENT_TARGET = re.compile(r"\{\s*\\?([^\W\d_])\s*\}|\s+([^\W\d_])|\\([ij])(?![A-Za-z])\s?")
_GREEK_TARGET = re.compile(r"\{([a-z]{2,12})\}")
_PATH_HEAD = re.compile(r"(?:^|[^A-Za-z0-9])[A-Za-z]:$")
_PATH_TAIL = re.compile(r"\\[\w.\\-]++(?!\{)")
_CODE_POINT = re.compile(r"[0-9A-Fa-f]{4}")
_VERBATIM = re.compile(r"([^\w\s{}])([^\n]{1,200}?)\1")
_NUMERAL = re.compile(r"\s?\{?(\d{1,2})\}?")
_SIGN = re.compile(r"\{\s*([^\s{}\\$])\s*\}")
_NEEDS_KEY = re.compile(r"(?:^|[\s(])(?:of|in|by|from|with|to|than|on|see|and)\s*$", re.IGNORECASE)


def command(state: State, name: str, start: int) -> None:
    """Act on the command `name` (letters only, perhaps starred), whose backslash is at `start`."""
    if windows_path(state, start):
        return
    if name.endswith("*"):
        name = name[:-1]
        if state.following != "{":
            state.position -= 1
    special = SPECIAL.get(name)
    if special is not None:
        special(state, name)
    elif len(name) == 1 and name in tables.COMBINING:
        letter_accent(state, name)
    elif name in tables.LETTERS:
        letter(state, name)
    elif name in tables.NOTHING or (name.startswith("fa") and name[2:3].isupper()):
        switch(state, name)
    else:
        symbol_or_text(state, name)


def windows_path(state: State, start: int) -> bool:
    """Keep a path such as `C:\\temp\\new`, whose first backslash is at `start`."""
    if start < 2 or state.text[start - 1] != ":" or not _PATH_HEAD.search(state.text[max(0, start - 3) : start]):
        return False
    return state.keep(_PATH_TAIL, start)


def letter_accent(state: State, name: str) -> None:
    """`\\v{c}`, `\\c c`; also `\\r{ho}`, which is what arXiv itself makes of `\\rho`."""
    if word := _GREEK_TARGET.match(state.text, state.position):
        greek = tables.symbol(name + word[1])
        if greek is not None and len(greek) == 1:
            state.out.append(greek)
            state.position = word.end()
            state.expect()
            return
    if name == "u" and code_point(state):
        return
    match = _LETTER_ACCENT_TARGET.match(state.text, state.position)
    if match is None:
        if state.following == "{":
            state.expect(name)
        else:
            state.out.append("\\" + name)
        return
    base = match[1] or match[2] or match[3]
    # `\b word` is the authors' own command for bold more often than TeX's bar under a letter.
    bold = name == "b" and match[2] is not None
    composed = None if bold else tables.accented(name, base)
    if composed is not None or match[1]:
        state.out.append(composed or base)
        state.position = match.end()
    elif not bold:
        state.out.append("\\" + name)


def code_point(state: State) -> bool:
    """Decode `\\u2014`, an escape that a program left in the text."""
    match = _CODE_POINT.match(state.text, state.position)
    character = chr(int(match[0], 16)) if match else ""
    if match is None or not character.isprintable():
        return False
    state.out.append(character)
    state.position = match.end()
    return True


def letter(state: State, name: str) -> None:
    """`\\ss`, `\\o`, `\\L`: a letter; it swallows the space before the rest of its word."""
    unit = name == "AA" and state.last.rstrip()[-1:].isdigit()
    if state.text.startswith("{}", state.position):
        state.position += 2
    elif not unit and state.following == " " and state.text[state.position + 1 : state.position + 2].islower():
        state.position += 1
    state.out.append(tables.LETTERS[name])


def citation(state: State, name: str) -> None:
    """Drop a citation; where the sentence needs something in its place, leave the key in brackets."""
    state.skip_options()
    key = state.argument()
    last = state.last
    if key is None:
        state.out.append("\\" + name)
    elif name in tables.TEXTUAL_CITATIONS or _NEEDS_KEY.search(last[-8:]):
        state.out.append(f"[{key}]")
    elif last.endswith("(") and state.following == ")":
        state.out[-1] = last[:-1].rstrip()
        state.position += 1
    elif last and (not state.following or state.following.isspace() or state.following in ".,;:)]"):
        state.out[-1] = last.rstrip()


def switch(state: State, name: str) -> None:
    """Change of font, size or position: nothing to read, save a space between words."""
    if name in tables.SPACES:
        state.out.append(" ")
    if state.following == "{":
        state.expect()
    elif state.following == " " and name != "xspace" and state.last[-1:] in ("", " ", "("):
        state.position += 1


def drop_first(state: State, name: str) -> None:
    """`\\textcolor{red}{text}`: the first argument is no text for readers."""
    state.skip_options()
    if state.argument() is None and state.following != "{":
        state.out.append("\\" + name)
    state.expect()


def two_arguments(state: State, name: str) -> None:
    """`\\frac{a}{b}`, `\\SI{20}{\\percent}`: a sign between two arguments."""
    state.skip_options()
    state.expect(tables.BETWEEN[name])


def symbol_or_text(state: State, name: str) -> None:
    """A symbol; or an unknown command, which gives its argument's text, or stays as written without one."""
    known = tables.symbol(name)
    if state.text.startswith("{}", state.position):
        state.position += 2
        if name in tables.FORMATS:
            return
        state.out.append("\\" + name if known is None else known)
        if known is None and state.following.isalpha():
            state.out.append(" ")
        return
    if known is None and state.following in ("{", "["):
        state.skip_options()
        known = "" if state.following == "{" else None
    state.out.append("\\" + name if known is None else known)
    state.expect()


def href(state: State, _name: str) -> None:
    """`\\href{address}{words}`: the words and, once they are read, the address."""
    address = state.argument()
    if address is None:
        state.expect()
        return
    address = ESCAPED.sub(unescaped, "".join(address.split()))
    if state.following == "{":
        state.expect("link", address)
    else:
        state.out.append(address)


def url(state: State, _name: str) -> None:
    """`\\url{address}`: the address, with TeX's escapes undone."""
    address = state.argument()
    if address is None:
        state.expect()
    else:
        state.out.append(ESCAPED.sub(unescaped, "".join(address.split())))


def unescaped(escape: re.Match[str]) -> str:
    """The sign that an escape in an address stands for."""
    return escape[1] or "~"


def footnote(state: State, _name: str) -> None:
    """A footnote comes in brackets."""
    state.skip_options()
    if state.following == "{":
        state.out.append(" (")
        state.expect(")")


def enquote(state: State, _name: str) -> None:
    """`\\enquote{words}`."""
    if state.following == "{":
        state.out.append("“")
        state.expect("”")


def script(state: State, name: str) -> None:
    """`\\textsuperscript{2}`, `\\textsubscript{2}`."""
    state.expect(name)


def over(state: State, name: str) -> None:
    """`\\bar{2}`: an accent of mathematics in text, over one sign."""
    content = _SIGN.match(state.text, state.position)
    if content is None:
        state.out.append("" if state.following == "{" else "\\" + name)
    else:
        state.out.append(tables.accented(name, content[1]) or content[1])
        state.position = content.end()
    state.expect()


def ion(state: State, _name: str) -> None:
    """`\\ion{H}{1}` is written H I."""
    element = state.argument()
    if element is not None:
        stage = (state.argument() or "").strip()
        state.out.append(f"{element} {tables.ROMAN.get(stage, stage.upper())}".strip())
    state.expect()


def verbatim(state: State, name: str) -> None:
    """`\\verb|text|`."""
    match = _VERBATIM.match(state.text, state.position)
    if match is None:
        state.out.append("\\" + name)
    else:
        state.out.append(match[2])
        state.position = match.end()


def numeral(state: State, name: str) -> None:
    """`\\romannumeral 2`, which authors write inside commands for capitals."""
    match = _NUMERAL.match(state.text, state.position)
    roman = tables.ROMAN.get(match[1]) if match else None
    if match is None or roman is None:
        state.out.append("\\" + name)
        return
    capital = "ppercase" in state.text[max(0, state.position - 45) : state.position]
    state.out.append(roman if capital else roman.lower())
    state.position = match.end()


def scheme(state: State, name: str) -> None:
    """A backslash that strayed in front of an address."""
    if state.text.startswith("://", state.position):
        state.position -= len(name)
    else:
        state.out.append("\\" + name)


SPECIAL: dict[str, Callable[[State, str], None]] = {
    **dict.fromkeys(tables.CITATIONS | tables.TEXTUAL_CITATIONS, citation),
    **dict.fromkeys(tables.DROP_FIRST, drop_first),
    **dict.fromkeys(tables.BETWEEN, two_arguments),
    **dict.fromkeys(("url", "nolinkurl", "path"), url),
    **dict.fromkeys(("textsuperscript", "textsubscript"), script),
    **dict.fromkeys(tables.OVER, over),
    "href": href,
    "footnote": footnote,
    "enquote": enquote,
    "ion": ion,
    "verb": verbatim,
    "romannumeral": numeral,
    "http": scheme,
    "https": scheme,
}
