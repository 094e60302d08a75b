"""Texts whose facts can be pointed at: each stands in elements of its own, which a style sheet marks."""

import re
from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from broadsheet.lib.mathematics import split_mathematics
from broadsheet.render.mathematics import to_html

Place = tuple[int, int, int]  # start, end, number of the fact

_ADDRESS = re.compile(r"\S{0,2000}?://\S+")


def with_places(text: str, places: Sequence[Place], *, link_urls: bool = False) -> Markup:
    """Return cleaned text as HTML in which the words of fact 3 stand in elements of the class `at-3`."""
    whole = [*_formulas(text), *((match.start(), match.end()) for match in _ADDRESS.finditer(text))]
    wide = [(*_widened(start, end, whole), number) for start, end, number in places if 0 <= start < end <= len(text)]
    cuts = sorted({0, len(text), *(cut for start, end, _ in wide for cut in (start, end))})
    made = []
    for start, end in pairwise(cuts):
        names = " ".join(f"at-{number}" for first, last, number in wide if first <= start and end <= last)
        piece = to_html(text[start:end], link_urls=link_urls)
        made.append(Markup('<span class="{}">{}</span>').format(names, piece) if names else piece)
    return Markup("").join(made)


def _formulas(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for segment in split_mathematics(text):
        length = len(segment.text) + {"text": 0, "inline": 2, "display": 4}[segment.kind]
        if segment.kind != "text":
            found.append((start, start + length))
        start += length
    return found


def _widened(start: int, end: int, whole: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """A formula or an address is never cut."""
    for first, last in whole:
        if first < end and start < last:
            start, end = min(start, first), max(end, last)
    return start, end
