"""A preprint of bioRxiv or medRxiv, one version of it, in our terms."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from broadsheet.errors import BadRecord
from broadsheet.extract.names import split_name
from broadsheet.extract.text import clean_name
from broadsheet.harvest.files.fields.dates import make_day, parse_day
from broadsheet.harvest.files.fields.links import gather_links, make_links
from broadsheet.harvest.files.fields.people import author_from_parts
from broadsheet.harvest.files.fields.values import get_abstract, get_line, get_text, get_title, load_object
from broadsheet.links import doi_page
from broadsheet.model.ids import parse_doi
from broadsheet.model.paper import Author, Record, Version
from broadsheet.model.raw import RawRecord

# By format: the server's name as it writes it, and where its pages are.
_SERVERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "biorxiv": ("bioRxiv", "https://www.biorxiv.org/content/"),
        "medrxiv": ("medRxiv", "https://www.medrxiv.org/content/"),
    }
)
_LICENSES: Mapping[str, str] = MappingProxyType(
    {
        "cc_by": "CC BY",
        "cc_by_nc": "CC BY-NC",
        "cc_by_nd": "CC BY-ND",
        "cc_by_nc_nd": "CC BY-NC-ND",
        "cc0": "CC0",
        "cc0_ng": "CC0",
        "cc_no": "no reuse without permission",
    }
)
_WITHDRAWN = re.compile(r"\s*(?:\[withdrawn\]\s*:?|withdrawn(?:\s*:|\.\s|\s+[–—-]\s))\s*", re.IGNORECASE)
_DAY_IN_DOI = re.compile(r"10\.(?:1101|64898)/(\d{4})\.(\d{2})\.(\d{2})\.\d+")  # both servers since December 2019


def adapt(raw: RawRecord) -> Record:
    """Read one version. A withdrawn one has the notice in place of the abstract; title and notice are told apart."""
    name, site = _SERVERS[raw.format]
    fields = load_object(raw.payload)
    doi = parse_doi(get_text(fields, "doi"))
    if doi is None:
        raise BadRecord("no DOI")
    number = _number(get_text(fields, "version"))
    posted = parse_day(fields.get("date"))
    title, abstract = get_title(fields), get_abstract(fields)
    withdrawn = bool(_WITHDRAWN.match(title)) or "withdraw" in get_text(fields, "type").lower()
    published = _day_of(doi) or (posted if number == 1 else None)
    links = make_links(
        raw.format, [("pdf", f"{site}{doi}v{number}.full.pdf"), ("page", _journal(get_text(fields, "published"), doi))]
    )
    return Record(
        source=raw.format,
        source_id=doi,
        title=_WITHDRAWN.sub("", title, count=1) or title if withdrawn else title,
        abstract="" if withdrawn else abstract,
        authors=_authors(get_text(fields, "authors")),
        doi=doi,
        version=number,
        versions=(Version(number, posted),),
        keywords=tuple(text for text in (get_line(fields, "category"),) if text),
        published=published,
        updated=posted,
        announced=posted if number == 1 else None,
        year=published.year if published else None,
        kind="article",
        publisher=name,
        license=_license(get_text(fields, "license")),
        links=gather_links(links, "" if withdrawn else abstract),
        standing="withdrawn" if withdrawn else "",
        standing_note=abstract if withdrawn else "",
    )


def _number(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text, re.ASCII):
        raise BadRecord(f"{text[:20]!r} is no number of a version")
    return int(text)


def _day_of(doi: str) -> date | None:
    """The day of submission, which newer DOIs hold."""
    match = _DAY_IN_DOI.fullmatch(doi)
    return make_day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _authors(text: str) -> tuple[Author, ...]:
    """Authors from `Family, G.; Group of Many; …`."""
    found = []
    for part in text.split(";"):
        family, comma, given = part.partition(",")
        author = author_from_parts(family, given) if comma else _named(part)
        if author is not None:
            found.append(author)
    return tuple(found)


def _named(text: str) -> Author | None:
    name = clean_name(text)
    return split_name(name) if name else None


def _journal(text: str, doi: str) -> str:
    """The address of the paper in its journal. Another DOI of another text: it is linked and not taken for the same."""
    published = parse_doi(text)
    return doi_page(published) if published and published != doi else ""


def _license(text: str) -> str:
    return _LICENSES.get(text.lower(), text)
