"""Facts as readers write them: read what was typed, and say what of it cannot be."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import cast
from urllib.parse import urlsplit

from broadsheet.errors import NotPossible
from broadsheet.extract.markup import drop_junk
from broadsheet.lib.mathematics import split_mathematics
from broadsheet.model.entities import entity_key
from broadsheet.model.facts import PAPER_KINDS, Fact, FactKind, Measure, TextName
from broadsheet.model.paper import Paper
from broadsheet.render.mathematics import to_plain

# Characters, by field.
LONGEST = {
    "text": 500,
    "long_form": 200,
    "value": 60,
    "unit": 30,
    "metric": 120,
    "dataset": 120,
    "compared": 200,
}
LONGEST_NAME = 120  # of a system or a dataset

_NUMBER = re.compile(
    r"[-−+]?(?<![\deE])(?<![eE][-+])\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,15})?(?:[eE][-+]?\d{1,2})?(?![\deE])"
)
_CALLED = {
    "long_form": "A long form",
    "value": "A value",
    "unit": "A unit",
    "metric": "What was measured",
    "dataset": "The data of a result",
    "compared": "What it is compared with",
}


def read_fact(kind: FactKind, given: Mapping[str, str], paper: Paper, before: Fact | None = None) -> Fact:
    """Read a fact of a paper from its fields, in place of `before` where that is given.

    Fields are `text`, of a system `long_form`, of a result those of `Measure`. The words are looked for in title and
    abstract, so that the fact knows its place. NotPossible says what cannot be, `about` which field.
    """
    said = {name: " ".join(drop_junk(given.get(name, "")).split()) for name in LONGEST}
    for name, longest in LONGEST.items():
        if len(said[name]) > longest:
            called = _CALLED.get(name, "This")
            raise NotPossible(f"{called} has up to {longest} characters; this one has {len(said[name]):,}.", name)
    text = _text(kind, said["text"])
    place = place_of(paper, text, before)
    if place is None and kind == "result":
        raise NotPossible(
            "These words stand neither in the title nor in the abstract. Copy the words that state the result.", "text"
        )
    if place is None:
        place = (before.where, before.start, before.end) if before else ("", 0, 0)
    where, start, end = place
    fact = Fact(kind, text, where, start, end)
    if kind == "system":
        return replace(fact, long_form=said["long_form"])
    return replace(fact, measure=_measure(said)) if kind == "result" else fact


def place_of(paper: Paper, words: str, near: Fact | None = None) -> tuple[TextName, int, int] | None:
    """Return where words stand in abstract or title, at best where `near` does; None where they stand in neither."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    whole = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)
    within = re.compile(pattern, re.IGNORECASE)
    found: list[tuple[TextName, int, int]] = []
    for expression in (whole, within):
        for where, text in (("abstract", paper.abstract), ("title", paper.title)):
            name = cast(TextName, where)
            found += [(name, match.start(), match.end()) for match in expression.finditer(text)]
        if found:
            break
    else:
        found = [*_shown_places("abstract", paper.abstract, words), *_shown_places("title", paper.title, words)]
    near_it = (one for one in found if near and one[0] == near.where and one[1] < near.end and near.start < one[2])
    return next(near_it, found[0] if found else None)


def _shown_places(where: TextName, text: str, words: str) -> list[tuple[TextName, int, int]]:
    """Where words stand as a page shows them and a browser copies them: formulas without TeX, raised signs on the line,
    blanks as may be.
    """
    if "$" not in text:
        return []
    shown: list[tuple[str, int, int]] = []
    at = 0
    for segment in split_mathematics(text):
        dollars = {"text": 0, "inline": 1, "display": 2}[segment.kind]
        end = at + len(segment.text) + 2 * dollars
        if dollars:
            shown += [(sign, at, end) for sign in unicodedata.normalize("NFKC", to_plain(text[at:end]))]
        else:
            for place, given in enumerate(segment.text, at):
                shown += [(sign, place, place + 1) for sign in unicodedata.normalize("NFKC", given)]
        at = end
    shown = [one for one in shown if not one[0].isspace()]
    whole, wanted = "".join(sign for sign, _, _ in shown), "".join(unicodedata.normalize("NFKC", words).split())
    places = (match.span() for match in re.finditer(re.escape(wanted), whole, re.IGNORECASE)) if wanted else ()
    return [(where, shown[first][1], shown[last - 1][2]) for first, last in places]


def _text(kind: FactKind, text: str) -> str:
    match kind:
        case "kind":
            if text not in PAPER_KINDS:
                raise NotPossible(f"A paper is one of these: {', '.join(PAPER_KINDS)}.", "text")
        case "system" | "dataset":
            if len(text) > LONGEST_NAME:
                raise NotPossible(f"A name has up to {LONGEST_NAME} characters; this one has {len(text):,}.", "text")
            if not entity_key(text):
                raise NotPossible("A name has a letter or a digit at least. Say what it is called.", "text")
        case "code" | "project":
            _check_address(text)
        case "result" | "line":
            if not text:
                raise NotPossible("Give the words of the paper that say it.", "text")
    return text


def _check_address(text: str) -> None:
    wrong = NotPossible("An address begins with https:// or http:// and names a host, without blanks.", "text")
    if not text.startswith(("https://", "http://")) or " " in text:
        raise wrong
    try:
        host = urlsplit(text).hostname
    except ValueError:
        raise wrong from None
    if not host or "." not in host or "@" in urlsplit(text).netloc:
        raise wrong


def _measure(said: Mapping[str, str]) -> Measure:
    if not any(character.isalnum() for character in said["value"]):
        raise NotPossible("A result has a value, as the paper writes it: 25, 0.5-0.7, six.", "value")
    # Of a power such as 10^6 no part is its number.
    plain = "" if "^" in said["value"] else _ranged(said["value"])
    numbers = [float(one.replace(",", "").replace("−", "-")) for one in _NUMBER.findall(plain)]
    low, high = (min(numbers), max(numbers)) if numbers and "±" not in said["value"] else (None, None)
    if numbers and low is None:
        low = high = numbers[0]
    return Measure(said["value"], said["unit"], said["metric"], said["dataset"], said["compared"], low, high)


def _ranged(value: str) -> str:
    """The value with its range told from a sign: the hyphen of `2-3` is none."""
    return re.sub(r"(?<=\d)\s?[-–—−]\s?(?=\d)", " to ", value)
