"""Small pieces of pages: days, numbers, marked words, bylines, teasers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from markupsafe import Markup, escape

from broadsheet.model.paper import Author
from broadsheet.model.query import Fragment


def long_day(day: date) -> str:
    """`Friday, 20 November 2026`."""
    return f"{day:%A}, {day.day} {day:%B} {day.year:04d}"


def short_day(day: date) -> str:
    """`20 Nov 2026`."""
    return f"{day.day} {day:%b} {day.year:04d}"


def moment(of: datetime) -> str:
    """`20 Nov 2026, 12:00 UTC`."""
    return f"{of.day} {of:%b} {of.year:04d}, {of:%H:%M} UTC"


def month_name(day: date) -> str:
    """`November 2026`."""
    return f"{day:%B} {day.year:04d}"


def number(value: int) -> str:
    """`132,742`."""
    return f"{value:,}"


def counted(value: int, noun: str, plural: str = "") -> str:
    """`1 paper`, `132,742 papers`."""
    return f"{value:,} {noun if value == 1 else plural or noun + 's'}"


def marked(pieces: Iterable[Fragment], set_text: Callable[[str], str]) -> Markup:
    """Text as HTML, its matched words in `<mark>`; `set_text` turns a piece into text (to be escaped) or Markup."""
    made = ((escape(set_text(piece.text)), piece.marked) for piece in pieces)
    html = "".join(f"<mark>{text}</mark>" if is_marked else text for text, is_marked in made)
    return Markup(html)  # noqa: S704  # every piece of it is escaped


def coded(text: str) -> Markup:
    """A message as HTML, what stands in `backticks` as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # a backtick of its own
        return escape(text)
    html = (f"<code>{escape(part)}</code>" if number % 2 else escape(part) for number, part in enumerate(parts))
    return Markup("".join(html))  # noqa: S704  # every part of it is escaped


def byline(authors: Sequence[Author], shown: int = 4) -> str:
    """The first authors, and how many more there are."""
    names = [author.name for author in authors]
    if len(names) <= shown + 1:
        return ", ".join(names)
    return f"{', '.join(names[:shown])} and\N{NO-BREAK SPACE}{len(names) - shown:,}\N{NO-BREAK SPACE}more"


def teaser(text: str, length: int) -> str:
    """The beginning of a text, cut after a word, with an ellipsis where it was cut."""
    if len(text) <= length:
        return text
    cut = text[: length + 1]
    end = max(cut.rfind(" "), length // 2)
    return cut[:end].rstrip(" ,;:.([{-–—") + "…"
