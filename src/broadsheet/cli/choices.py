"""Values that options can take."""

from enum import StrEnum


class Order(StrEnum):
    """Orders of results."""

    relevance = "relevance"
    newest = "newest"
    oldest = "oldest"


class CitationFormat(StrEnum):
    """Formats of one paper's citation."""

    bibtex = "bibtex"
    ris = "ris"
    csl = "csl"


class ExportFormat(StrEnum):
    """Formats of many papers."""

    bibtex = "bibtex"
    ris = "ris"
    csl = "csl"
    jsonl = "jsonl"


class Layout(StrEnum):
    """How what was read of papers is printed."""

    text = "text"
    json = "json"
