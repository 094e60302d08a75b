"""From a paper and what was read of it to the cells of its row."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from broadsheet.facts.confidence import is_shown
from broadsheet.facts.table.model import Cells, Row, Value
from broadsheet.model.facts import FACT_KINDS, Fact, FactKind, Measure, Reading
from broadsheet.model.paper import Paper

_SCHEME = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_BARE = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?:[/?#:]|$)", re.IGNORECASE)
_NOTES = {"code": "", "project": "project page"}


def row_of(paper: Paper, reading: Reading | None) -> Row:
    """Build the row of a paper; without a reading it has what the record says."""
    held: dict[FactKind, list[Fact]] = {kind: [] for kind in FACT_KINDS}
    for fact in reading.facts if reading else ():
        if is_shown(fact):
            held[fact.kind].append(fact)
    cells: Cells = {
        "system": tuple(Value(fact.text, fact, note=fact.long_form) for fact in held["system"]),
        "line": _line(paper, held["line"]),
        "kind": tuple(Value(fact.text, fact) for fact in held["kind"][:1]),
        "data": tuple(Value(fact.text, fact) for fact in held["dataset"]),
        "results": tuple(Value(fact.text, fact, note=figure(fact.measure)) for fact in held["result"]),
        "code": _code(paper, [*held["code"], *held["project"]]),
        "date": (Value(paper.day.isoformat()),),
    }
    return Row(paper, cells, reading is not None)


def figure(measure: Measure | None) -> str:
    """Say a measure in a line: `accuracy: 94.1 %, on ImageNet, against ResNet`; empty where there is none."""
    if measure is None:
        return ""
    unit = {"x": "\N{MULTIPLICATION SIGN}", "%": "\N{NO-BREAK SPACE}%", "": ""}.get(measure.unit, f" {measure.unit}")
    said = f"{measure.value}{unit}"
    parts = (
        f"{measure.metric}: {said}" if measure.metric else said,
        f"on {measure.dataset}" if measure.dataset else "",
        f"against {measure.compared}" if measure.compared else "",
    )
    return ", ".join(filter(None, parts))


def is_web_address(text: str) -> bool:
    """Whether a text may be linked to as a page of the web."""
    if not _SCHEME.match(text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def _line(paper: Paper, lines: Sequence[Fact]) -> tuple[Value, ...]:
    if any(fact.by for fact in lines) or not paper.summary:
        return tuple(Value(fact.text, fact) for fact in lines[:1])
    return (Value(paper.summary),)


def _code(paper: Paper, facts: Sequence[Fact]) -> tuple[Value, ...]:
    """Addresses that were read, then those that only the record has, each once; a repository before a project page."""
    found = {_same(fact.text): _address(fact.text, fact.kind, fact) for fact in facts}
    for link in sorted(paper.links, key=lambda link: link.kind):
        if link.kind in _NOTES:
            found.setdefault(_same(link.url), _address(link.url, link.kind, None))
    return tuple(sorted(found.values(), key=lambda value: value.note != ""))


def _address(text: str, kind: str, fact: Fact | None) -> Value:
    address = f"https://{text}" if _BARE.match(text) else text
    return Value(short(text), fact, address if is_web_address(address) else "", _NOTES[kind])


def short(address: str) -> str:
    """An address as it is told: without scheme, `www.` and the ends that say nothing."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", address, flags=re.IGNORECASE).removesuffix("/").removesuffix(".git")


def _same(address: str) -> str:
    return short(address).casefold()
