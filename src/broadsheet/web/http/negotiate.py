"""Which form of a paper a program asks for (RFC 9110, content negotiation), as doi.org understands it."""

from broadsheet.links import CITATION_SUFFIXES

MEDIA_TYPES = {
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl": "application/vnd.citationstyles.csl+json",
}
_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/*", "*/*"})
_BY_TYPE = {media_type: name for name, media_type in MEDIA_TYPES.items()}


def wanted_format(accept: str) -> str:
    """Return the citation format that is preferred to a page, empty where the page will do."""
    best, best_quality = "", 0.0
    for part in accept[:2_000].split(","):
        media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = _quality(parameters)
        if quality > best_quality and (media_type in _PAGES or media_type in _BY_TYPE):
            best, best_quality = _BY_TYPE.get(media_type, ""), quality
    return best


def split_suffix(path: str) -> tuple[str, str]:
    """Split `arxiv:2402.17457.bib` into the id and the citation format; no format where there is no such ending."""
    for name, suffix in CITATION_SUFFIXES.items():
        if path.endswith(suffix):
            return path.removesuffix(suffix), name
    return path, ""


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0
