"""A profile at once: papers that a reader cares about, from a file of references or a list of ids."""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from broadsheet.errors import BadFile, BadRecord
from broadsheet.harvest import files
from broadsheet.harvest.files.stream.encoding import decode_text
from broadsheet.harvest.identity import Known, identifiers, same_by_title
from broadsheet.model.categories import category_name
from broadsheet.model.ids import parse_paper_id
from broadsheet.model.names import author_key, family_key, title_key
from broadsheet.model.paper import Paper, Record
from broadsheet.model.raw import RawRecord, Refusal
from broadsheet.personal.follows import Wish
from broadsheet.search.library import Library
from broadsheet.store import follows, marks, papers
from broadsheet.store.database import Connection

MOST_PAPERS = 2_000  # of one file
MOST_BYTES = 20_000_000  # of one file
_NAMED = 200  # characters of a title or line that is told
_AUTHORS, _CATEGORIES = 8, 5  # that are suggested at most
_RECURS = 2  # papers by which an author recurs
_PART = 0.2  # of the papers, by which a category recurs
_PARTED = re.compile(r"[\s,;<>\"]+")


@dataclass(frozen=True, slots=True)
class Missing:
    """An entry that gave no paper: where it stands, what it says, and why it gave none."""

    origin: str
    position: int
    unit: str
    said: str
    reason: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a file of references gave: papers of the library, each once, and every entry that gave none."""

    found: tuple[Paper, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Recurring:
    """Something that recurs among the papers of a profile, and in how many of them: it could be followed."""

    wish: Wish
    count: int


def read_profile(library: Library, source: Path | BinaryIO, origin: str) -> Profile:
    """Find the papers of a file of BibTeX, RIS or whatever else can be imported, or of a list of ids, one a line.

    Nothing is kept. A line that holds no id is taken for a title.
    """
    try:
        payload = _bytes_of(source)
    except BadFile as error:
        return Profile((), (Missing(origin, 0, "byte", "", str(error)),))
    lines = decode_text(payload).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    with library.database.read() as connection:
        if _is_list(lines):
            return _collect(_from_lines(connection, lines, origin))
        return _collect(_from_records(connection, payload, origin))


def keep(connection: Connection, reader: str, found: Iterable[Paper], made: datetime) -> int:
    """Mark papers as examples of what the reader cares about; return how many were none before."""
    return sum(marks.put(connection, reader, paper.key, "example", on=True, made=made) for paper in found)


def forget(connection: Connection, reader: str, made: datetime) -> int:
    """Take all examples of a reader back; return how many there were."""
    held = marks.listed(connection, reader, "example", limit=1_000_000)
    for one in held:
        marks.put(connection, reader, one.paper_key, "example", on=False, made=made)
    return len(held)


def recurring(connection: Connection, reader: str, found: Sequence[Paper]) -> list[Recurring]:
    """Return authors and categories that recur among papers and that the reader neither follows nor excludes."""
    known = {(one.kind, one.value) for one in follows.of_reader(connection, reader)}
    offered = [*_authors(found), *_categories(found)]
    return [one for one in offered if (one.wish.kind, one.wish.value) not in known]


def _authors(found: Sequence[Paper]) -> list[Recurring]:
    counted: Counter[str] = Counter()
    names: dict[str, str] = {}
    for paper in found:
        for key, name in {author_key(one.name): one.name for one in paper.authors}.items():
            counted[key] += 1
            names.setdefault(key, name)
    several = [(key, count) for key, count in counted.most_common(_AUTHORS) if key and count >= _RECURS]
    return [Recurring(Wish("author", key, names[key]), count) for key, count in several]


def _categories(found: Sequence[Paper]) -> list[Recurring]:
    counted = Counter(paper.categories[0] for paper in found if paper.categories)
    least = max(_RECURS, _PART * len(found))
    several = [(code, count) for code, count in counted.most_common(_CATEGORIES) if count >= least]
    return [Recurring(Wish("category", code, f"{category_name(code)} ({code})"), count) for code, count in several]


def _bytes_of(source: Path | BinaryIO) -> bytes:
    try:
        payload = source.read_bytes() if isinstance(source, Path) else source.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadFile(f"it cannot be read: {error.strerror}") from None
    if len(payload) > MOST_BYTES:
        raise BadFile(f"it is larger than {MOST_BYTES // 1_000_000} MB; import it as papers, or take a part of it")
    return payload


def _is_list(lines: Sequence[str]) -> bool:
    """Whether any line is nothing but ids: no line of a file of references is."""
    pieces = (_PARTED.split(line.strip()) for line in lines[:MOST_PAPERS])
    return any(all(map(parse_paper_id, filter(None, several))) and any(several) for several in pieces)


Told = Paper | Missing


def _collect(told: Iterator[Told]) -> Profile:
    found: dict[int, Paper] = {}
    missing: list[Missing] = []
    for one in told:
        if isinstance(one, Missing):
            missing.append(one)
        else:
            found.setdefault(one.key, one)
    return Profile(tuple(found.values()), tuple(missing))


def _from_lines(connection: Connection, lines: Sequence[str], origin: str) -> Iterator[Told]:
    given = 0
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith(("#", "%")):
            continue
        ids = [one for piece in _PARTED.split(text) if (one := parse_paper_id(piece))]
        given += max(1, len(ids))

        def missing(said: str, reason: str, number: int = number) -> Missing:
            return Missing(origin, number, "line", said[:_NAMED], reason)

        if given > MOST_PAPERS:
            yield missing(text, _too_many())
        elif not ids:
            yield _titled(connection, text) or missing(text, "no id, and no paper in this library has this title")
        else:
            for one in ids:
                yield papers.get_by_id(connection, one) or missing(one, "this library has no paper of this id")


def _from_records(connection: Connection, payload: bytes, origin: str) -> Iterator[Told]:
    for number, raw in enumerate(files.read_file(io.BytesIO(payload), origin), 1):
        if isinstance(raw, Refusal):
            yield Missing(raw.origin, raw.position, raw.unit, "", raw.reason)
        elif number > MOST_PAPERS:
            yield _missing(raw, "", _too_many())
        else:
            yield _from_record(connection, raw)


def _from_record(connection: Connection, raw: RawRecord) -> Told:
    try:
        record = files.adapt(raw)
    except BadRecord as error:
        return _missing(raw, "", str(error))
    ids = identifiers(record)
    keys = papers.find_keys(connection, ids)
    key = next((keys[one] for one in ids if one in keys), None)
    paper = next(iter(papers.get(connection, [key])), None) if key is not None else None
    found = paper or _titled(connection, record.title, lambda one: same_by_title(record.title, Known.of(record), one))
    return found or _missing(raw, record.title, _not_here(record))


def _titled(connection: Connection, title: str, agrees: Callable[[Known], bool] = lambda _: True) -> Paper | None:
    key = title_key(title)
    keys = papers.find_by_titles(connection, [key]).get(key, []) if key else []
    return next((paper for paper in papers.get(connection, keys) if agrees(_known(paper))), None)


def _known(paper: Paper) -> Known:
    first = paper.authors[0] if paper.authors else None
    return Known(
        arxiv_ids={paper.arxiv_id} - {""},
        dois={paper.doi} - {""},
        acl_ids={paper.acl_id} - {""},
        families={family_key(first.name, first.family)} - {""} if first else set(),
        years={paper.year} if paper.year else set(),
    )


def _missing(raw: RawRecord, said: str, reason: str) -> Missing:
    return Missing(raw.origin, raw.position, raw.unit, said[:_NAMED], reason)


def _not_here(record: Record) -> str:
    ids = ", ".join(identifiers(record))
    return f"this library has no paper known as {ids}, nor one of this title" if ids else "no paper of this title here"


def _too_many() -> str:
    return f"a profile is made of up to {MOST_PAPERS:,} papers"
