"""Editions as text: the lead, the ranked list, rising topics; all editions there are."""

import sys
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from broadsheet.cli.output.console import styled
from broadsheet.cli.output.listing import byline
from broadsheet.editions.calendar import closes
from broadsheet.model.edition import Edition, Item, Topic
from broadsheet.model.paper import Paper
from broadsheet.render.fragments import counted, moment, teaser
from broadsheet.render.mathematics import to_plain
from broadsheet.render.standing import STANDING_NAMES
from broadsheet.store.editions import EditionHead
from broadsheet.web.views.edition.picking import name_of

_BARS = "▁▂▃▄▅▆▇█"
_INDENT = 5
_TEASER = 400  # characters of the lead's abstract


def print_edition(
    console: Console, edition: Edition, items: Sequence[Item], papers: Mapping[int, Paper], *, topics: bool
) -> None:
    """Print an edition with these of its items; `papers` has theirs by the key of the item, where they are there."""
    console.print(styled((name_of(edition.id), "bold"), f"  {edition.id}"))
    console.print(styled((about(edition), "dim")))
    console.print()
    for item in items:
        _print_item(console, item, papers.get(item.key))
    if topics and edition.topics:
        console.print(styled(("Rising topics", "bold")))
        for topic in edition.topics:
            _print_topic(console, topic)
        console.print()


def about(edition: Edition) -> str:
    """Say how many papers an edition ranks, whether it is closed, and as of when it is known."""
    state = "closed" if edition.closed else f"open, closes {moment(closes(edition.id))}"
    known = f"as known on {moment(edition.known_until)}"
    return f"{counted(edition.count, 'paper')} ranked · {state} · {known} · formula {edition.formula}"


def sparkline(values: Sequence[int], encoding: str) -> str:
    """Draw counts as bars, the highest full; as digits from 0 to 9 where the encoding has no bars."""
    highest = max(values, default=0)
    try:
        _BARS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "".join(str(-(-9 * value // highest)) if highest else "0" for value in values)
    return "".join(_BARS[(len(_BARS) - 1) * value // highest] if highest else _BARS[0] for value in values)


def print_archive(console: Console, heads: Iterable[EditionHead]) -> None:
    """Print a line for each edition."""
    for head in heads:
        state = "closed" if head.closed else f"open, as of {moment(head.known_until)}"
        console.print(styled((f"{head.id:<12}", "bold"), f"{name_of(head.id):<30}", (state, "dim")))


def _print_item(console: Console, item: Item, paper: Paper | None) -> None:
    place = "Lead " if item.rank == 1 else f"{item.rank:>3}. "
    title = (to_plain(paper.title), "bold") if paper else (f"{item.id}, no longer in the library", "dim")
    warning = (f"{STANDING_NAMES[paper.standing]}: ", "bold red") if paper and paper.standing else ""
    console.print(styled((place, "dim"), warning, title))
    if paper:
        _indented(console, byline(paper))
    if paper and item.rank == 1 and (text := paper.summary or paper.abstract):
        _indented(console, styled(teaser(to_plain(text), _TEASER)))
    if item.picked:
        _indented(console, styled(("picked", "green"), f": {item.line}" if item.line else ""))
    reasons = (part.reason for part in sorted(item.score.parts, key=lambda part: -part.value))
    _indented(console, styled(f"{item.score.total:.2f}  ", ("; ".join(reasons), "dim")))
    console.print()


def _print_topic(console: Console, topic: Topic) -> None:
    bars = sparkline(topic.weekly, sys.stdout.encoding or "ascii")
    console.print(styled((f"  {bars} ", "cyan"), ", ".join(topic.terms)))
    told = (
        f"{counted(topic.recent, 'paper')} where {topic.expected:.1f} were to be expected: {' '.join(topic.papers[:2])}"
    )
    _indented(console, styled((told, "dim")))


def _indented(console: Console, line: Text) -> None:
    console.print(Padding.indent(line, _INDENT) if console.is_terminal else Text.assemble(" " * _INDENT, line))
