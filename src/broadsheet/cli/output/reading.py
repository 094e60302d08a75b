"""One paper as text, and who said what about it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Console
from rich.text import Text

from broadsheet import links
from broadsheet.cli.output.console import clean, styled
from broadsheet.cli.output.listing import authors_line
from broadsheet.harvest.merge import Merged, Source
from broadsheet.model.paper import Paper, Record
from broadsheet.render.mathematics import to_plain
from broadsheet.render.standing import STANDING_SENTENCES
from broadsheet.store.growth import Growth
from broadsheet.store.records import StoredRecord
from broadsheet.web.names.words import SOURCE_NAMES
from broadsheet.web.views.counts import view_counts

_TEXT_WIDTH = 100
_NOT_FIELDS = frozenset({"source", "source_id"})
_NAMED_AUTHORS = 100
_SHOWN = 200  # characters of one field in the list of sources, less where the terminal's line is shorter
_BESIDE = 16  # columns before the field


def print_paper(console: Console, paper: Paper, grown: Sequence[Growth], now: datetime) -> None:
    """Print a paper as a reader wants it: how it stands, title, authors, text, links, what is counted about it."""
    if paper.standing:
        console.print(styled((STANDING_SENTENCES[paper.standing], "bold red")))
        if paper.standing_note:
            console.print(styled(to_plain(paper.standing_note)))
        console.print()
    console.print(styled((to_plain(paper.title), "bold")))
    if paper.authors:
        console.print(styled(authors_line(paper.authors, _NAMED_AUTHORS)))
    console.print()
    for label, text in (("", paper.abstract), ("Summary: ", paper.summary)):
        if text:
            width = min(console.width, _TEXT_WIDTH) if console.is_terminal else None
            console.print(Text.assemble((label, "italic"), clean(to_plain(text))), width=width)
            console.print()
    for name, value in [*_facts(paper), *_counts(grown, now)]:
        console.print(Text.assemble((f"{name:<11}", "dim"), clean(value)))


def print_sources(console: Console, merged: Merged, stored: Sequence[StoredRecord], sources: Sequence[Source]) -> None:
    """Print each record that speaks of a paper, the fields it said, and a mark on those that were chosen."""
    longest = min(_SHOWN, console.width - _BESIDE - 1) if console.is_terminal else _SHOWN
    console.print(styled((to_plain(merged.paper.title), "bold"), f"  {merged.paper.id}"))
    for one, source in zip(stored, sources, strict=True):
        console.print()
        console.print(
            styled(
                (f"record {one.number}", "bold"),
                f"  {one.source}  {one.raw.origin}:{one.raw.position}  {one.received:%Y-%m-%d %H:%M}  {one.raw.format}",
            )
        )
        for name, value in said(source.record):
            mark = "*" if is_chosen(merged, source.record, name) else " "
            console.print(styled((f"  {mark} ", "bold green"), (f"{name:<12}", "dim"), _shortened(value, longest)))
    console.print()
    console.print("* chosen for the paper")


def said(record: Record) -> list[tuple[str, str]]:
    """Return the fields that a record fills, with their values as text."""
    names = (name for name in record.__slots__ if name not in _NOT_FIELDS)
    return [(name, _as_text(getattr(record, name))) for name in names if getattr(record, name)]


def is_chosen(merged: Merged, record: Record, name: str) -> bool:
    """Whether the paper has this field from this record."""
    origins = merged.origins.get(name, "").split(", ")
    if record.source not in origins:
        return False
    value = getattr(record, name)
    kept = getattr(merged.paper, "day" if name == "announced" else name, value)
    if isinstance(value, tuple) and isinstance(kept, tuple):
        return any(item in kept for item in value)
    return bool(kept == value)


def _facts(paper: Paper) -> Iterable[tuple[str, str]]:
    versions = ", ".join(f"v{one.number}" + (f" {one.day}" if one.day else "") for one in paper.versions)
    if len(paper.versions) > 1:
        versions += " (shown here)"
    facts = [
        ("id", paper.id),
        ("listed", paper.day.isoformat()),
        ("published", paper.published.isoformat() if paper.published else str(paper.year or "")),
        ("updated", paper.updated.isoformat() if paper.updated else ""),
        ("versions", versions),
        ("categories", " ".join(paper.categories)),
        ("in", " ".join(part for part in (paper.venue, paper.volume, paper.issue, paper.pages) if part)),
        ("comment", paper.comment),
        ("arXiv", links.arxiv_page(paper.arxiv_id) if paper.arxiv_id else ""),
        ("DOI", links.doi_page(paper.doi) if paper.doi else ""),
        ("ACL", links.acl_page(paper.acl_id) if paper.acl_id else ""),
        *((link.kind, link.url) for link in paper.links),
        ("sources", ", ".join(paper.sources)),
    ]
    return [(name, value) for name, value in facts if value]


def _counts(grown: Sequence[Growth], now: datetime) -> Iterable[tuple[str, str]]:
    for one in view_counts(grown, now):
        moved = f" ({one.growth})" if one.growth else ""
        by = SOURCE_NAMES.get(one.source, one.source)
        yield "counted", f"{one.name}: {one.value}{moved}, by {by} since {one.since.isoformat()}"


def _as_text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_as_text(item) for item in value)
    for name in ("name", "url"):
        if hasattr(value, name):
            return str(getattr(value, name))
    if hasattr(value, "number"):
        return f"v{value.number}"
    return str(value)


def _shortened(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest]}…"
