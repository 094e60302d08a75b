"""What the saved pages of arXiv's own server say of each paper, read without the code that is tested."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree

_RAW = "{http://arxiv.org/OAI/arXivRaw/}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper: when its first version was submitted, how many it has, and the day on which arXiv last touched it."""

    id: str
    submitted: str
    versions: int
    touched: date


def raw_entries(shared: Path) -> Iterator[Entry]:
    """Yield the 509 papers of the pages in the format arXivRaw."""
    for page in sorted((shared / "fixtures/arxiv_oai/official_server").glob("ListRecords_arXivRaw_p*.xml")):
        for record in etree.parse(page).iter("{*}record"):
            (raw,) = record.iter(f"{_RAW}arXivRaw")
            dates = [one.findtext(f"{_RAW}date", "") for one in raw.iter(f"{_RAW}version")]
            touched = date.fromisoformat(record.findtext(".//{*}datestamp", ""))
            yield Entry(raw.findtext(f"{_RAW}id", ""), dates[0], len(dates), touched)
