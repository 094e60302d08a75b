"""OAI-PMH as arXiv speaks it: one answer to ListRecords or GetRecord, cut into raw records.

A record is the metadata without the header around it: on days when arXiv touches all papers only the datestamps in
the headers move, and the records stay what they were.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

from broadsheet.errors import BadAnswer, Refused
from broadsheet.harvest.files.fields.dates import parse_day
from broadsheet.harvest.sources.arxiv.salvage import salvage
from broadsheet.harvest.sources.arxiv.xml import canonical, local, parse_answer
from broadsheet.lib.http.answer import Answer
from broadsheet.model.raw import RawRecord, Refusal

ADDRESS = "https://oaipmh.arxiv.org/oai"
# What our records are called, by the name of the element that holds them.
FORMATS = MappingProxyType({"arXivRaw": "arxiv_raw", "arXiv": "arxiv_oai", "dc": "arxiv_dc"})
_ELEMENTS = MappingProxyType({"oai_dc": "dc"})  # where its name is not that of the metadataPrefix

_WHAT = "a list of records"
_TIMES_BROKEN = 3  # that a page must come broken before it is taken for what it is
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"


@dataclass(frozen=True, slots=True)
class Listing:
    """What one answer said. `token` leads to the next page, "" after the last.

    `answered` is the time by arXiv's clock, `newest` the latest datestamp, `forgotten` tells that arXiv
    no longer knows the token that was sent.
    """

    answered: datetime
    records: list[RawRecord | Refusal]
    token: str = ""
    newest: date | None = None
    forgotten: bool = False
    notes: tuple[str, ...] = ()


def make_reader(prefix: str) -> Callable[[Answer], Listing]:
    """Return what reads the answers to one question: as `read` does, until a page has come broken too often.

    From then on its broken records are mended or refused, so that they do not stand before all others for ever.
    """
    broken = 0

    def patient(answer: Answer) -> Listing:
        nonlocal broken
        try:
            return read(answer, prefix)
        except BadAnswer:
            broken += 1
            if broken < _TIMES_BROKEN:
                raise
            return _read_broken(answer, prefix)

    return patient


def _read_broken(answer: Answer, prefix: str) -> Listing:
    page = salvage(answer.body)
    listing = read(replace(answer, body=page.body), prefix)
    notes = (f"Of {', '.join(page.mended)} arXiv sent what is no text; it was left out.",) if page.mended else ()
    lost = [Refusal(ADDRESS, 0, "record", f"{name[:60]} came broken again and again") for name in page.lost]
    return replace(listing, records=[*listing.records, *lost], notes=notes)


def read(answer: Answer, prefix: str) -> Listing:
    """Read an answer to a question for this metadataPrefix.

    BadAnswer where it is broken, Refused where arXiv says that the question is wrong. A deleted paper becomes a record
    of the same format, which holds its header and no more.
    """
    root = parse_answer(answer.body, ("OAI-PMH",), _WHAT)
    answered = _time(_text(root, "responseDate"))
    for child in root:
        name = local(child)
        if name == "error":
            return _error(child, answered)
        if name in ("ListRecords", "GetRecord"):
            return _listing(child, answered, FORMATS[_ELEMENTS.get(prefix, prefix)])
    raise BadAnswer(f"{_WHAT} came without any records")


def _error(element: Any, answered: datetime) -> Listing:
    code, said = element.get("code", ""), " ".join((element.text or "").split())
    if code == "noRecordsMatch":
        return Listing(answered, [])
    if code == "badResumptionToken":
        return Listing(answered, [], forgotten=True)
    raise Refused(f"arXiv's OAI-PMH refuses the question: {code or 'no reason given'}. {said[:300]}".strip(), 400)


def _listing(element: Any, answered: datetime, format: str) -> Listing:
    found = [child for child in element if local(child) == "record"]
    records: list[RawRecord | Refusal] = []
    newest = ""
    for position, record in enumerate(found, 1):
        header = next((child for child in record if local(child) == "header"), None)
        if header is None:
            records.append(Refusal(ADDRESS, position, "record", "a record without a header"))
            continue
        newest = max(newest, _text(header, "datestamp")[:10])
        records.append(_record(record, header, format, position))
    return Listing(answered, records, _text(element, "resumptionToken"), parse_day(newest))


def _record(record: Any, header: Any, format: str, position: int) -> RawRecord | Refusal:
    identifier = _text(header, "identifier")
    if header.get("status") == "deleted":
        payload = f'<header status="deleted"><identifier>{escape(identifier)}</identifier></header>'
        return RawRecord(format, payload.encode(), ADDRESS, position, "record")
    metadata = next(_inside(record), None)
    if metadata is None:
        return Refusal(ADDRESS, position, "record", f"{identifier[:60]} came without metadata")
    if FORMATS.get(local(metadata)) != format:
        return Refusal(ADDRESS, position, "record", f"{identifier[:60]} came as {local(metadata)[:40]!r}")
    metadata.attrib.pop(_XSI, None)
    if format == "arxiv_oai":
        _drop_touched(metadata)
    return RawRecord(format, canonical(metadata), ADDRESS, position, "record")


def _drop_touched(metadata: Any) -> None:
    """Drop `updated`, which in this format is the datestamp over again: the day arXiv last touched the entry."""
    for child in metadata:
        if local(child) == "updated":
            metadata.remove(child)
            return


def _inside(record: Any) -> Iterator[Any]:
    for child in record:
        if local(child) == "metadata":
            yield from child


def _text(element: Any, name: str) -> str:
    return next(((child.text or "").strip() for child in element if local(child) == name), "")


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadAnswer(f"{_WHAT} came without the time at which it was made") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
