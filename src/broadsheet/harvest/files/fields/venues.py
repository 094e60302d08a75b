"""Where papers appear, told from where they are only archived."""

import re
from dataclasses import replace

from broadsheet.model.paper import Record

# As Google Scholar, DBLP and ADS write it: `arXiv preprint arXiv:1412.6980`, `CoRR` with volume `abs/1412.6980`.
_ARCHIVE = re.compile(r"(?i:arxiv)\b.*|CoRR(?: abs/.*)?|(?i:computing research repository)")


def without_archive(record: Record) -> Record:
    """Drop arXiv as a venue: it is a preprint's archive, and would stand before the venue that another source names."""
    if _ARCHIVE.fullmatch(record.publisher):
        record = replace(record, publisher="")
    if _ARCHIVE.fullmatch(record.venue):
        record = replace(record, venue="", volume="", issue="", pages="", kind="article")
    return record
