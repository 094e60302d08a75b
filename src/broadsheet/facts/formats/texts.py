"""What all formats write: cells as text, and what the table says of itself."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from broadsheet import links
from broadsheet.facts.table.model import Table, Value

_SPACES = re.compile(r"\s+")
_DROPPED = frozenset(["Cc", "Cf", "Cs", "Co", "Cn"])  # controls, marks of direction, what is no character


@dataclass(frozen=True, slots=True)
class About:
    """What a table says of itself: the papers it is of, in words, and the day it was made."""

    papers: str
    made: date


def clean(text: str) -> str:
    """Put a text into one line, without characters that are not seen."""
    spaced = _SPACES.sub(" ", text)
    return "".join(sign for sign in spaced if sign == " " or unicodedata.category(sign) not in _DROPPED).strip()


def said(value: Value) -> str:
    """A value as text, mathematics between dollars; a system with its long form."""
    is_system = value.fact is not None and value.fact.kind == "system"
    if is_system and value.note:
        return clean(f"{value.text} ({value.note})")
    return clean(value.address or value.text)


def joined(texts: Iterable[str]) -> str:
    """The values of a cell in one line; one run of words that states several results stands once."""
    return "; ".join(dict.fromkeys(texts))


def address_of(paper_id: str, own: str = "") -> str:
    """Where the paper is on the web, else its page at `own`, the origin of this site."""
    return links.elsewhere(paper_id) or (f"{own}{links.paper(paper_id)}" if own else "")


def rows_left_out(table: Table) -> str:
    """Say how many papers the table has not got; empty where it has all."""
    more = table.found.total - table.found.taken
    return f"The first {table.found.taken:,} of {table.found.total:,} papers." if more > 0 else ""
