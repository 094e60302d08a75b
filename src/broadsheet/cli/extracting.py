"""What `extract` reads: a paper of the library, the papers of a file, or plain text."""

import sys
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from broadsheet.cli.lookup import get_paper
from broadsheet.cli.output.console import note
from broadsheet.errors import BadFile, BadRecord, NotFound
from broadsheet.extract.facts.read import read
from broadsheet.extract.text import clean_abstract, clean_title
from broadsheet.harvest.adapters import adapt
from broadsheet.harvest.files import detect, read_file
from broadsheet.harvest.files.stream.opening import open_source
from broadsheet.model.facts import Correction, Reading, corrected
from broadsheet.model.ids import parse_paper_id
from broadsheet.model.paper import Paper, Record
from broadsheet.model.raw import Refusal
from broadsheet.settings import Settings
from broadsheet.store import corrections
from broadsheet.store.database import open_database

_HEAD = 65_536  # bytes that tell what a file is
_IN_MEMORY = 10_000_000  # bytes of what can be read only once; the rest goes to a file
_LONGEST_TEXT = 1_000_000  # bytes of a plain text
_FORMATS = b"<{[@%"  # no plain text begins so: what does is a broken file of another kind
_LONGEST_TITLE = 250  # characters


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was read of a paper; `corrections` are those of readers, which `reading` contains."""

    paper: Paper | Record
    name: str  # its id, or where it stands
    reading: Reading
    corrections: tuple[Correction, ...] = ()


def extracted(settings: Settings, what: str) -> Iterator[Extracted]:
    """Read what an argument names, one paper after the other; NotFound where it is neither a file nor an id."""
    if what == "-" or _exists(what):
        origin = "standard input" if what == "-" else what
        try:
            with _opened(what) as file:
                yield from _of_file(file, origin)
        except BadFile as error:
            raise BadFile(f"{origin}: {error}.") from None
    elif parse_paper_id(what) is None:
        raise NotFound(
            f"{what[:200]} is neither a file nor an id of a paper. Ids are like 2402.17457 or 10.18653/v1/N19-1423; "
            "a file may be of any kind that `import` reads, or plain text with the title on its first line."
        )
    else:
        yield _of_library(settings, what)


def read_plain_text(text: str) -> Record:
    """Take the first line for the title and the rest for the abstract; one line alone is whichever it looks like."""
    first, _, rest = text.strip().partition("\n")
    if not rest.strip() and (first.rstrip().endswith((".", "!", "?")) or len(first) > _LONGEST_TITLE):
        first, rest = "", first
    return Record("text", "", clean_title(first), clean_abstract(rest))


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # too long for the name of a file
        return False


@contextmanager
def _opened(what: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input, so that it can be read twice."""
    with open_source(sys.stdin.buffer if what == "-" else Path(what)) as source:
        if source.seekable():
            yield source
            return
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
            copyfileobj(source, kept)
            kept.seek(0)
            yield cast("BinaryIO", kept)


def _of_library(settings: Settings, what: str) -> Extracted:
    with closing(open_database(settings.catalog_url)) as database:
        paper = get_paper(database, what)
        with database.read() as connection:
            said = corrections.of_papers(connection, [paper.key]).get(paper.key, [])
    reading = corrected(read(paper.title, paper.abstract), said)
    return Extracted(paper, paper.id, reading, tuple(said))


def _of_file(file: BinaryIO, origin: str) -> Iterator[Extracted]:
    if _is_plain_text(file):
        record = read_plain_text(file.read(_LONGEST_TEXT).decode("utf-8", "replace"))
        yield Extracted(record, origin, read(record.title, record.abstract))
        return
    for raw in read_file(file, origin):
        if isinstance(raw, Refusal):
            note(f"{raw.origin}:{raw.unit} {raw.position}: {raw.reason}")
            continue
        try:
            record = adapt(raw)
        except BadRecord as error:
            note(f"{raw.origin}:{raw.unit} {raw.position}: {error}")
            continue
        name = _id_of(record) or f"{raw.origin}:{raw.position}"
        yield Extracted(record, name, read(record.title, record.abstract))


def _is_plain_text(file: BinaryIO) -> bool:
    """Whether a file is text of no kind that papers are kept in; it is at its start again after that."""
    head = file.read(_HEAD)
    file.seek(0)
    try:
        # Incremental, since the head may end within a character.
        getincrementaldecoder("utf-8")().decode(head)
        detect.recognise(head)
    except UnicodeDecodeError:
        return False
    except BadFile:
        begins = head.lstrip()[:1]
        return bool(begins) and begins not in _FORMATS and b"\0" not in head
    return False


def _id_of(record: Record) -> str:
    ids = (("arxiv", record.arxiv_id), ("doi", record.doi), ("acl", record.acl_id))
    return next((f"{name}:{value}" for name, value in ids if value), "")
