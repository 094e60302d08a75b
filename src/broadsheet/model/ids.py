"""Identifiers of papers: recognise, normalise, split off versions. No I/O."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

_ARXIV_NEW = r"\d{4}\.\d{4,5}"
_ARXIV_OLD = r"[a-z-]{2,20}(?:\.[A-Z]{2})?/\d{7}"
_ARXIV = re.compile(
    rf"^(?:https?://)?(?:(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html|ps|format|e-print)/|"
    rf"(?:www\.)?huggingface\.co/papers/|(?:www\.)?alphaxiv\.org/(?:abs|overview)/|"
    rf"(?:dx\.)?doi\.org/10\.48550/arxiv\.|doi:10\.48550/arxiv\.|10\.48550/arxiv\.|oai:arxiv\.org:|arxiv:\s*)?"
    rf"({_ARXIV_NEW}|{_ARXIV_OLD})(?:v(\d{{1,4}}))?(?:\.pdf)?/?(?:[?#].*)?$",
    re.IGNORECASE | re.ASCII,
)
_DOI_ADDRESS = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*", re.IGNORECASE)
# Wiley's of the nineties have < and > in them.
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"]*[^\s\"<>.,;]")
_LONGEST_DOI = 500  # the longest that are in use have some 200 characters; databases index no more than 2,700 bytes
_ACL = re.compile(
    r"^(?:(?:https?://)?(?:www\.)?aclanthology\.org/|(?:https?://)?(?:www\.)?aclweb\.org/anthology/|acl:\s*)?"
    r"([A-Z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9_]{1,40}-[a-z0-9_]{1,40}\.\d{1,6})(?:\.pdf)?/?$",
    re.IGNORECASE | re.ASCII,
)
_LOCAL = re.compile(r"^bs:[0-9a-f]{12}$")
# What stands around an id where it is copied from: `[2402.17457]`, `arXiv 2402.17457`, and the line that arXiv prints
# beside a paper, `arXiv:2402.17457v1 [cs.LG] 27 Feb 2024`.
_BEFORE_ID = re.compile(r"^[\s\[({<\"'“]*(?:arxiv\s+(?=[a-z-]+(?:\.[a-z]{2})?/\d|\d))?", re.IGNORECASE)
_AFTER_ID = re.compile(
    r"(?:\s*\[[a-z-]+(?:\.[a-z-]+)?\](?:\s+\d{1,2}\s+[a-z]{3}\s+\d{4})?)?[\s\])}>\"'”.,;]*$", re.IGNORECASE
)
_LONGEST_PASTED = 200  # characters


@dataclass(frozen=True, slots=True)
class ArxivId:
    """An arXiv id without its version, and the version where one was given."""

    id: str
    version: int | None = None


def parse_arxiv_id(text: str) -> ArxivId | None:
    """Read an arXiv id, old or new style, bare or in an address; None where it is none."""
    match = _ARXIV.match(text.strip())
    if match is None:
        return None
    value = match[1]
    if "/" in value:
        archive, number = value.split("/")
        # math.GT/0309136 and math/0309136 are the same paper: the subject class is no part of the id.
        value = f"{archive.split('.')[0].lower()}/{number}"
        month = int(number[2:4])
    else:
        month = int(value[2:4])
    if not 1 <= month <= 12:
        return None
    return ArxivId(value, int(match[2]) if match[2] else None)


def parse_doi(text: str) -> str | None:
    """Read a DOI, bare or in an address, lower-cased (DOIs compare without case); None where it is none."""
    text = text.strip()
    address = _DOI_ADDRESS.match(text)
    doi = unquote(text[address.end() :]) if address else text
    return doi.lower() if len(doi) <= _LONGEST_DOI and doi.isprintable() and _DOI.fullmatch(doi) else None


def parse_acl_id(text: str) -> str | None:
    """Read an ACL Anthology id (`P19-1001`, `2024.acl-long.1`), bare or in an address; None where it is none."""
    match = _ACL.match(text.strip())
    if match is None:
        return None
    value = match[1]
    return value.upper() if value[0].isalpha() else value.lower()


def parse_paper_id(text: str) -> str | None:
    """Read any id or address of a paper into a public id (`arxiv:…`, `doi:…`, `acl:…`, `bs:…`), else None."""
    text = text.strip()
    if len(text) > 2_000:
        return None
    if arxiv := parse_arxiv_id(text):
        return f"arxiv:{arxiv.id}"
    if acl := parse_acl_id(text):
        return f"acl:{acl}"
    if doi := parse_doi(text):
        return f"doi:{doi}"
    return text if _LOCAL.match(text) else None


def parse_pasted_id(text: str) -> str | None:
    """Read an id or address of a paper as `parse_paper_id` does, and with what is often copied with it."""
    if found := parse_paper_id(text):
        return found
    if len(text) > _LONGEST_PASTED:
        return None
    begin = _BEFORE_ID.match(text)
    rest = text[begin.end() if begin else 0 :]
    end = _AFTER_ID.search(rest)
    return parse_paper_id(rest[: end.start()] if end else rest)
