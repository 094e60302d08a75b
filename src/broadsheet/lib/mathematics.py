"""Where the mathematics is in a text. Pure functions; nothing here knows TeX beyond its delimiters.

Cleaned text has mathematics between `$…$`, and between `$$…$$` where it stood displayed. A dollar can also be a price:

- A pair of dollars encloses mathematics unless what is between them is empty, runs over a blank line or over more
  than 10,000 characters, or holds four words of prose in a row outside braces.
- What begins with a digit directly after the dollar and has none of the signs `\\ ^ _ =` is a price where another
  digit follows the closing dollar (`$5 and $6`), or where it holds a word between spaces (`$5 for each $x$`).
- A rejected opening dollar is text, and the next dollar is tried as an opening one.
"""

import re
from dataclasses import dataclass
from typing import Literal

_REACH = 10_000
_INLINE = re.compile(r"\$((?:[^$\\]++|\\.)*+)\$", re.DOTALL)
_DISPLAY = re.compile(r"\$\$((?:[^$\\]++|\\.|\$(?!\$))*+)\$\$", re.DOTALL)
_DOLLARS = re.compile(r"\\.|\$\$?", re.DOTALL)
_BRACED = re.compile(r"\{[^{}]*\}")
_PROSE = re.compile(r"(?<![\\A-Za-z])(?:[A-Za-z]{2,}+[,.;:]?\s++){3}[A-Za-z]")
_WORD = re.compile(r"\s[A-Za-z]{2,}+\s")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, or one formula without its dollars."""

    kind: Literal["text", "inline", "display"]
    text: str


def formula_at(text: str, start: int) -> tuple[Segment, int] | None:
    """Read the formula whose first dollar is at `start`, with the offset behind its last; None if it is none."""
    display = text.startswith("$$", start)
    match = (_DISPLAY if display else _INLINE).match(text, start, start + _REACH)
    if match is None or not _is_mathematics(match[1], text[match.end() : match.end() + 1]):
        return None
    return Segment("display" if display else "inline", match[1]), match.end()


def split_mathematics(text: str) -> list[Segment]:
    """Split text into prose and formulas; joined with their dollars they give the text again."""
    if "$" not in text:
        return [Segment("text", text)] if text else []
    segments: list[Segment] = []
    done = position = 0
    while (match := _DOLLARS.search(text, position)) is not None:
        found = formula_at(text, match.start()) if match[0][0] == "$" else None
        if found is None:
            position = match.end()
            continue
        if done < match.start():
            segments.append(Segment("text", text[done : match.start()]))
        segments.append(found[0])
        done = position = found[1]
    if done < len(text):
        segments.append(Segment("text", text[done:]))
    return segments


def _is_mathematics(content: str, following: str) -> bool:
    if not content.strip() or ("\n" in content and _BLANK_LINE.search(content)):
        return False
    price = "0" <= content[0] <= "9" and not any(sign in content for sign in "\\^_=")
    if price and (following.isdigit() or _WORD.search(content)):
        return False
    return " " not in content or _PROSE.search(_BRACED.sub("{}", content)) is None
