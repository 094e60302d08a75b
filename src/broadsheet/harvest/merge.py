"""Many records of one paper become one paper: the written precedence of sources, field by field.

PRECEDENCE is the table. A field comes from the first source in its row that says
something; of one source's records the newest speaks first. Publication fields
(PUBLICATION) come as a block from the first source that names a venue, so that a
volume never stands beside another source's journal. Links and keywords are united.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from broadsheet.model.ids import parse_arxiv_id
from broadsheet.model.names import fold, local_id
from broadsheet.model.paper import Author, Link, Paper, Record, Standing, Version

# Registries first, then services that copy from them, then files people keep, then what names only a title.
TRUST = (
    *("arxiv", "acl", "biorxiv", "medrxiv", "crossref", "broadsheet", "huggingface", "openalex", "semanticscholar"),
    *("csl", "ris", "bibtex", "page", "starter"),
)
# Who knows where a paper was published: arXiv's own fields are typed in by authors and rarely kept up.
PUBLISHED = (
    *("acl", "crossref", "openalex", "semanticscholar", "csl", "ris", "bibtex", "broadsheet", "arxiv"),
    *("biorxiv", "medrxiv", "huggingface", "page", "starter"),
)

PRECEDENCE: Mapping[str, tuple[str, ...]] = {
    "title": TRUST,
    "abstract": TRUST,
    "summary": ("starter", "broadsheet", "huggingface", "semanticscholar"),
    "authors": ("acl", *(source for source in TRUST if source != "acl")),
    "arxiv_id": TRUST,
    "doi": PUBLISHED,
    "acl_id": PUBLISHED,
    "versions": TRUST,
    "categories": TRUST,
    "published": TRUST,
    "updated": TRUST,
    # Services that pick older papers say when they picked them, not when the paper came out.
    "announced": ("arxiv", "acl", "biorxiv", "medrxiv", "broadsheet"),
    "journal_ref": TRUST,
    "comment": TRUST,
    "license": TRUST,
    "kind": PUBLISHED,
    "venue": PUBLISHED,
    "volume": PUBLISHED,
    "issue": PUBLISHED,
    "pages": PUBLISHED,
    "publisher": PUBLISHED,
    "year": PUBLISHED,
}
# Of one source's formats, these tell family from given names. The newest record says who the authors are; where such a
# one names as many, it says of each whose name is the same which part of it is the family's.
NAMES_APART = frozenset({"arxiv_oai", "arxiv_snapshot"})
PUBLICATION = ("kind", "venue", "volume", "issue", "pages", "publisher", "year")
_UNITED = ("links", "keywords")
# What a server that gives each version by itself says with the first one only, and takes away when it is withdrawn.
_OF_EARLIER = frozenset({"announced", "published", "abstract", "authors"})
# Formats of arXiv that tell the time of submission, from which `announced` follows. A file that lists what was
# announced on a day has seen it, and comes before them.
COMPUTED = frozenset({"arxiv_raw", "arxiv_snapshot", "arxiv_atom"})
_LISTED_LATE_DAYS = 366


@dataclass(frozen=True, slots=True)
class Source:
    """One record with its place in the order of arrival and the day it came."""

    record: Record
    number: int
    received: date
    format: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """A paper and where each of its fields came from."""

    paper: Paper
    origins: Mapping[str, str]


def merge(key: int, sources: Sequence[Source]) -> Paper:
    """Return the paper that these records (at least one) describe."""
    current = _current(sources)
    earlier = _earlier(sources, current)
    return _paper(key, sources, current, {name: _said(name, current, earlier)[0] for name in PRECEDENCE})


def explain(key: int, sources: Sequence[Source]) -> Merged:
    """Return the paper and for every field that is set the source that it came from."""
    current = _current(sources)
    earlier = _earlier(sources, current)
    origins = {name: source for name in PRECEDENCE if (source := _said(name, current, earlier)[1])}
    for name in _UNITED:
        if said := [one.record.source for one in current if getattr(one.record, name)]:
            origins[name] = ", ".join(dict.fromkeys(said))
    if worst := _worst(current):
        origins["standing"] = worst.source
    return Merged(merge(key, sources), origins)


def _current(sources: Sequence[Source]) -> list[Source]:
    """Keep the newest of the records by which one source, in one format, knows one id; most trusted first.

    The notice of a deletion stands beside what the source said before it.
    """
    if len(sources) == 1:
        return list(sources)
    newest: dict[tuple[str, str, str, bool], Source] = {}
    for one in sorted(sources, key=_age):
        newest[one.record.source, one.record.source_id, one.format, not one.record.title] = one
    return sorted(newest.values(), key=_age, reverse=True)


def _earlier(sources: Sequence[Source], current: Sequence[Source]) -> list[Source]:
    """Return the records of earlier versions that those of newer ones replaced, newest first."""
    if len(current) == len(sources):
        return []
    newest = {(one.record.source, one.record.source_id, one.format): one.record.version or 0 for one in current}
    older = [
        one
        for one in sources
        if 0 < (one.record.version or 0) < newest[one.record.source, one.record.source_id, one.format]
    ]
    return sorted(older, key=_age, reverse=True)


def _said(name: str, current: Sequence[Source], earlier: Sequence[Source]) -> tuple[Any, str]:
    """Return the field's value and source; of what the newest version leaves open, as an earlier one said it."""
    chosen = _choose(name, current)
    return _choose(name, earlier) if earlier and name in _OF_EARLIER and not chosen[1] else chosen


def _age(one: Source) -> tuple[int, date, int]:
    return one.record.version or 0, one.record.updated or date.min, one.number


def _choose(name: str, current: Sequence[Source]) -> tuple[Any, str]:
    """Return the field's value and source: of the first source in its row, newest record first."""
    row = PRECEDENCE[name]
    if len(current) == 1 and current[0].record.source in row:
        only = current[0].record
        return (value, only.source) if (value := getattr(only, name)) else (getattr(_NOTHING, name), "")
    candidates = [one.record for one in _ordered_for(name, current) if one.record.source in row]
    if name in PUBLICATION and any(record.venue for record in candidates):
        candidates = [record for record in candidates if record.venue]
        candidates.sort(key=lambda record: row.index(record.source))
        candidates = candidates[:1]
    said = [record for record in candidates if getattr(record, name)]
    if not said:
        return getattr(_NOTHING, name), ""
    best = min(said, key=lambda record: row.index(record.source))
    return (_names_apart(best, current) if name == "authors" else getattr(best, name)), best.source


def _ordered_for(name: str, current: Sequence[Source]) -> Sequence[Source]:
    """Return the records, newest first; of the day of announcement those first that saw it."""
    if name != "announced":
        return current
    punctual = (one for one in current if not _is_late(one.record.announced, one.record.arxiv_id))
    return sorted(punctual, key=lambda one: one.format in COMPUTED)


def _names_apart(best: Record, current: Sequence[Source]) -> tuple[Author, ...]:
    """Return the record's authors, their names told apart as another format of its source does (NAMES_APART)."""
    for one in current:
        if one.format not in NAMES_APART or (one.record.source, one.record.source_id) != (best.source, best.source_id):
            continue
        if len(one.record.authors) == len(best.authors):
            pairs = zip(best.authors, one.record.authors, strict=True)
            return tuple(theirs if _same_name(ours, theirs) else ours for ours, theirs in pairs)
    return best.authors


def _same_name(one: Author, other: Author) -> bool:
    return one.name == other.name or sorted(fold(one.name).split()) == sorted(fold(other.name).split())


_GRAVEST: tuple[Standing, ...] = ("retracted", "withdrawn", "deleted")
_NOTHING = Record(source="", source_id="", title="")


def _paper(key: int, sources: Sequence[Source], current: Sequence[Source], values: dict[str, Any]) -> Paper:
    announced = values.pop("announced")
    arxiv_id = values["arxiv_id"]
    published = values["published"]
    values["year"] = values["year"] or (published.year if published else _arxiv_year(arxiv_id))
    values["kind"] = values["kind"] or "article"
    return Paper(
        key=key,
        id=public_id(values),
        day=_day(announced, published, arxiv_id) or _day_of_arrival(sources, values["year"]),
        links=_unite(current, lambda record: record.links, lambda link: link.url),
        keywords=_unite(current, lambda record: record.keywords, str.casefold),
        sources=tuple(sorted({one.record.source for one in sources})),
        standing=worst.standing if (worst := _worst(current)) else "",
        standing_note=worst.standing_note if worst else "",
        **{**values, "versions": _versions([*current, *_earlier(sources, current)], arxiv_id)},
    )


def _worst(current: Sequence[Source]) -> Record | None:
    """Return the record by which the paper stands worst, None where all is well; rather one that says why.

    A deletion holds until its source shows the paper again, what is said of one version until there is a later one.
    """
    shown: dict[tuple[str, str], int] = {}
    latest: dict[tuple[str, str], int] = {}
    for one in current:
        known_as = (one.record.source, one.record.source_id)
        latest[known_as] = max(one.record.version or 0, latest.get(known_as, 0))
        if one.record.standing != "deleted":
            shown[known_as] = max(one.number, shown.get(known_as, 0))
    bad = [one.record for one in current if one.record.standing and _holds(one, shown, latest)]
    return min(bad, key=lambda record: (_GRAVEST.index(record.standing), not record.standing_note), default=None)


def _holds(one: Source, shown: Mapping[tuple[str, str], int], latest: Mapping[tuple[str, str], int]) -> bool:
    known_as = (one.record.source, one.record.source_id)
    if one.record.standing == "deleted":
        return one.number > shown.get(known_as, 0)
    return one.record.version is None or one.record.version >= latest[known_as]


def public_id(values: Mapping[str, Any]) -> str:
    """Return the best id that there is: arXiv, DOI, ACL, else one made of title and first author."""
    for scheme, name in (("arxiv", "arxiv_id"), ("doi", "doi"), ("acl", "acl_id")):
        if values[name]:
            return f"{scheme}:{values[name]}"
    authors = values["authors"]
    return local_id(values["title"], authors[0].name if authors else "")


def _versions(current: Sequence[Source], arxiv_id: str) -> tuple[Version, ...]:
    """Unite versions by number; a version that a source only names in its id counts too."""
    known: dict[int, Version] = {}
    for one in current:
        if one.record.arxiv_id != arxiv_id:
            continue
        named = (Version(one.record.version),) if one.record.version else ()
        for version in (*one.record.versions, *named):
            if version.number not in known or known[version.number].day is None:
                known[version.number] = version
    return tuple(known[number] for number in sorted(known))


def _unite(
    current: Sequence[Source], of: Callable[[Record], Iterable[Any]], same: Callable[[Any], object]
) -> tuple[Any, ...]:
    if len(current) == 1:
        return tuple(of(current[0].record))
    ordered = sorted(current, key=lambda one: TRUST.index(one.record.source) if one.record.source in TRUST else 99)
    united: dict[object, Any] = {}
    for one in ordered:
        for item in of(one.record):
            known = united.get(same(item))
            # A source that names a link's kind knows better than a guess from the text.
            if known is None or (isinstance(known, Link) and known.origin == "text" != item.origin):
                united[same(item)] = item
    return tuple(united.values())


def _day(announced: date | None, published: date | None, arxiv_id: str) -> date | None:
    if _is_late(announced, arxiv_id):
        announced = None
    return announced or published or (_arxiv_month(arxiv_id) if arxiv_id else None)


def _is_late(announced: date | None, arxiv_id: str) -> bool:
    """Whether an arXiv paper was listed so long after its id's month that it was replaced then, not announced."""
    submitted = _arxiv_month(arxiv_id) if arxiv_id else None
    return bool(announced and submitted and (announced - submitted).days > _LISTED_LATE_DAYS)


def _day_of_arrival(sources: Sequence[Source], year: int | None) -> date:
    """Return the day the first record came, or the first of the paper's year: an old book is no news of today."""
    arrived = min(one.received for one in sources)
    return date(year, 1, 1) if year and year < arrived.year else arrived


def _arxiv_month(arxiv_id: str) -> date | None:
    """Return the first day of the month in an arXiv id (`2402.17457`, `hep-th/9901001`)."""
    if parse_arxiv_id(arxiv_id) is None:
        return None
    digits = arxiv_id.rsplit("/", 1)[-1][:4]
    year = int(digits[:2])
    return date(year + (1900 if year > 90 else 2000), int(digits[2:]), 1)


def _arxiv_year(arxiv_id: str) -> int | None:
    month = _arxiv_month(arxiv_id) if arxiv_id else None
    return month.year if month else None
