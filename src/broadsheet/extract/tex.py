"""TeX markup outside mathematics to Unicode text, in one pass over the text and in time linear in its length.

The rules where TeX leaves room:

- Mathematics is kept as it is between `$…$` (displayed: `$$…$$`); which dollars enclose mathematics is decided by
  `broadsheet.lib.mathematics`.
- Addresses are kept, with TeX's escapes in them undone. So are paths such as `C:\\temp`.
- A command with an argument gives the text of its argument. An unknown command without one stays as written
  (authors leave names of their own, such as `\\ours`, in abstracts), because nobody knows what it stands for.
- Braces go, save around lists and numbers that are not part of a word (`{-1, 0, 1}`, `{111}`) and around sub- and
  superscripts that Unicode cannot show (`E_{iso,49}`).
- A tilde is a space where it ties two words, and a sign in front of a number, between numbers and between spaces.
"""

import re

from broadsheet.extract import tex_tables as tables
from broadsheet.extract.tex_commands import ESCAPED, command, unescaped, windows_path
from broadsheet.extract.tex_state import Braces, Group, State
from broadsheet.lib.mathematics import formula_at

# One set of first characters, then what may follow each: ten times as fast as the same alternatives in a row.
_TOKEN = re.compile(
    r"[\\${}~:_^`'-](?:(?<=\\)(?:[A-Za-z]+\*?|.|)|(?<=\$)\$?|(?<=[{}~])|(?<=:)//|(?<=[_^])\{|(?<=-)-+|(?<=`)`|(?<=')')",
    re.DOTALL,
)
_HOST = re.compile(r"[A-Za-z]\.[A-Za-z]")
_SCHEME = re.compile(r"(?:https?|ftp)$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:[^\s<>\"\\^`{}|$]++|\\[_%#&~$](?:\{\})?+|\{?\\(?:textasciitilde|sim)(?:\{\}|\})?+|\$\\sim\$)++"
)
_ACCENT_TARGET = re.compile(r"\{\s*\\?([^\W\d_])\s*\}|\\([ij])(?![A-Za-z])\s?|([^\W\d_])")
_NETWORK_PATH = re.compile(r"\\\\[\w.-]++\\[\w.$\\-]++(?!\{)")
_DOUBLED_COMMAND = re.compile(r"[A-Za-z]++\{")
_LINE_BREAK_OPTION = re.compile(r"\[[\d.]{1,8}\s?(?:pt|em|ex|mm|cm)\]")
_LIST = re.compile(r"[^,]*[^\s,][^,]*,.*[^.]", re.DOTALL)
_NUMBER_LIST = re.compile(r"[-+\d.\s]*\d[-+\d.\s]*,[-+\d.,\s…]*")
_FORMULA_REACH = 10_000


def tex_to_text(text: str, braces: Braces = "abstract") -> str:
    """Turn TeX markup into Unicode text, mathematics kept; `braces` says how freely braces may go."""
    state = State(text, braces)
    out = state.out
    while (match := _TOKEN.search(text, state.position)) is not None:
        start = match.start()
        if start > state.position:
            out.append(text[state.position : start])
        state.position = match.end()
        _token(state, match[0], start)
    out.append(text[state.position :])
    for group in state.groups:
        if not group.kind:
            out[group.start] = "{"
    return "".join(out)


def _token(state: State, token: str, start: int) -> None:
    first = token[0]
    if first == "\\":
        if token[1:2].isalpha() and token.isascii():
            command(state, token[1:], start)
        else:
            _control_symbol(state, token[1:], start)
    elif first == "$":
        _dollar(state, token, start)
    elif first == "{":
        _open(state, start)
    elif first == "}":
        _close(state)
    elif first in "_^":
        state.groups.append(Group(len(state.out), "", token))
        state.out.append("")
    elif first == "~":
        state.out.append(" " if _ties(state, start) else "~")
    elif first == "-":
        state.out.append(_dash(state, token, start))
    elif first == ":":
        _address(state, start)
    else:
        state.out.append(_quote(state, token, start))


def _dollar(state: State, token: str, start: int) -> None:
    found = formula_at(state.text, start)
    if found is None:
        state.out.append(token)
        return
    segment, state.position = found
    _formula(state, segment.text, segment.kind == "display")


def _formula(state: State, content: str, display: bool) -> None:
    dollars = "$$" if display and state.braces == "abstract" else "$"
    state.out.append(f"{dollars}{content.strip()}{dollars}")


def _delimited(state: State, closing: str) -> bool:
    """Take the formula up to `closing`; False, and nothing taken, where there is none."""
    end = state.closings.get(closing, -2)
    if end != -1 and end < state.position:
        end = state.closings[closing] = state.text.find(closing, state.position)
    if not state.position < end < state.position + _FORMULA_REACH:
        return False
    content = state.text[state.position : end]
    if not content.strip() or "$" in content.replace("\\$", ""):
        return False
    state.position = end + len(closing)
    _formula(state, content, closing == "\\]")
    return True


def _address(state: State, start: int) -> None:
    has_scheme = _SCHEME.search(state.text[max(0, start - 5) : start])
    match = _ADDRESS.match(state.text, start) if has_scheme else None
    if match is None:
        state.out.append("://")
        return
    address = match[0]
    if state.open_quotes and "''" in address:
        address = address[: address.index("''")]
    state.position = start + len(address)
    state.out.append(ESCAPED.sub(unescaped, address) if "\\" in address else address)


def _open(state: State, start: int) -> None:
    group = Group(len(state.out), state.before(start))
    if start == state.argument_at:
        group.kind, group.address = state.argument_kind, state.argument_address
    state.groups.append(group)
    state.out.append("")


def _close(state: State) -> None:
    if not state.groups:
        state.out.append("}")
        return
    group = state.groups.pop()
    if group.kind == "":
        _close_plain(state, group)
        return
    state.expect()
    if group.kind in ("textsuperscript", "textsubscript", "^{", "_{"):
        _close_script(state, group)
    elif group.kind == "link":
        _close_link(state, group)
    elif group.kind in tables.CLOSINGS:
        state.out.append(group.kind)
    elif group.kind != "command":
        _close_accent(state, group)


def _close_plain(state: State, group: Group) -> None:
    content = state.content(group, 200)
    if content and _literal(state, content, group.before):
        state.out[group.start] = "{"
        state.out.append("}")


def _literal(state: State, content: str, before: str) -> bool:
    if state.braces == "title":
        return _NUMBER_LIST.fullmatch(content) is not None
    if state.braces == "name":
        return False
    if _LIST.fullmatch(content):
        return True
    in_word = before.isalnum() or state.following.isalnum()
    return not in_word and any(map(str.isdigit, content)) and not any(map(str.isalpha, content))


def _close_script(state: State, group: Group) -> None:
    content = state.content(group, 12)
    change = tables.raised if group.kind in ("textsuperscript", "^{") else tables.lowered
    changed = change(content) if content else None
    if changed is not None:
        state.out[group.start :] = [changed]
    elif group.kind in ("^{", "_{"):
        plain = content is not None and (content.isalnum() or len(content) == 1) and not state.following.isalnum()
        state.out[group.start] = group.kind[0] if plain else group.kind
        state.out.append("" if plain else "}")


def _close_link(state: State, group: Group) -> None:
    """Write the address behind the words, or in their place where they only repeat it."""
    words = state.content(group, 500)
    plain = None if words is None else words.strip().removeprefix("https://").removeprefix("http://").rstrip("/")
    if plain is not None and plain in group.address:
        state.out[group.start :] = [group.address]
    else:
        state.out.append(f" ({group.address})")


def _close_accent(state: State, group: Group) -> None:
    for index in range(group.start + 1, min(len(state.out), group.start + 8)):
        if letters := state.out[index]:
            state.out[index] = (tables.accented(group.kind, letters[0]) or letters[0]) + letters[1:]
            return


def _ties(state: State, start: int) -> bool:
    before, following = state.before(start), state.following
    if before == "~" or (following == "\\" and state.text.startswith("\\cite", state.position)):
        return True
    if not before or before.isspace() or before in "([<>=":
        return False
    if before == "/" and _HOST.search(state.text[max(0, start - 60) : start].rpartition(" ")[2]):
        return False  # an address without a scheme: www.example.org/~alice
    return not (before.isdigit() and following.isdigit())


def _dash(state: State, dashes: str, start: int) -> str:
    if len(dashes) > 3 or state.following == ">" or state.before(start) in ("!", "<"):
        return dashes
    return "–" if len(dashes) == 2 else "—"


def _quote(state: State, marks: str, start: int) -> str:
    before = state.before(start)
    if marks == "``":
        opens = state.following != "`" and before != "`"
    else:
        if state.open_quotes:
            state.open_quotes -= 1
            return "”"
        first = not before or before.isspace() or before in "([{"
        opens = first and not state.following.isspace() and state.following not in ".,;:!?)]}'"
    if not opens:
        return marks
    state.open_quotes += 1
    return "“"


def _control_symbol(state: State, sign: str, start: int) -> None:
    if sign in ("(", "[") and _delimited(state, "\\)" if sign == "(" else "\\]"):
        return
    if sign == "\\":
        _double_backslash(state, start)
    elif sign and sign in tables.COMBINING:
        _accent_sign(state, sign, start)
    elif sign in ("-", "/"):
        state.out.append(_discretionary(state, sign, start))
    elif not windows_path(state, start):
        state.out.append(tables.CONTROL_SYMBOLS.get(sign, "\\" + sign))
        state.expect()


def _discretionary(state: State, sign: str, start: int) -> str:
    """`\\-` may part a word, `\\/` is a hair of space: nothing to read, unless the sign itself was meant."""
    in_word = state.before(start).isalpha() and (state.following.isalpha() or state.following == "-")
    if sign == "-":
        return "" if in_word else "-"
    return "/" if state.before(start).isalnum() and state.following.isalnum() else ""


def _double_backslash(state: State, start: int) -> None:
    if windows_path(state, start) or state.keep(_NETWORK_PATH, start):
        return
    if state.following and state.following in "%&#_$":
        state.out.append(state.following)
        state.position += 1
    elif _DOUBLED_COMMAND.match(state.text, state.position):
        state.position -= 1  # `\\textbf{x}`: a backslash doubled on its way through a program
    else:
        option = _LINE_BREAK_OPTION.match(state.text, state.position)
        state.position = option.end() if option else state.position
        state.out.append(" ")


def _accent_sign(state: State, accent: str, start: int) -> None:
    if state.text.startswith("{}", state.position):
        state.position += 2
        state.out.append(accent)
        return
    match = _ACCENT_TARGET.match(state.text, state.position)
    if match and not (accent == "~" and state.before(start).isdigit()):
        base = match[1] or match[2] or match[3]
        composed = tables.accented(accent, base)
        if composed or match[1]:
            state.out.append(composed or base)
            state.position = match.end()
            return
    if state.following == "{":
        state.expect(accent)
    else:
        state.out.append(" " if accent == "~" else accent)
