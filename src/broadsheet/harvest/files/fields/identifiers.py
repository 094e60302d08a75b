"""Which registries know the paper, from whatever a record says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from broadsheet.model.ids import parse_acl_id, parse_arxiv_id, parse_doi
from broadsheet.model.names import title_key
from broadsheet.model.paper import Link

_ACL_DOI = re.compile(r"10\.(?:18653/v1|3115/v1)/(.+)")
_ARXIV_DOI = "10.48550/arxiv."
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The ids that were found; empty where there was none."""

    arxiv_id: str = ""
    version: int | None = None
    doi: str = ""
    acl_id: str = ""

    def best(self, title: str) -> str:
        """The DOI, else the arXiv id, else the ACL id, else the title's key."""
        return self.doi or self.arxiv_id or self.acl_id or title_key(title) or title

    def beside(self, links: Iterable[Link]) -> list[Link]:
        """The links that lead elsewhere than to the registries' pages of the paper, which its ids give."""
        return [link for link in links if not self._restated_by(link.url)]

    def _restated_by(self, url: str) -> bool:
        found = find_identifiers(url)
        own = (self.arxiv_id, self.doi, self.acl_id)
        return any(one and one in own for one in (found.arxiv_id, found.doi, found.acl_id))


def find_identifiers(*texts: str) -> Identifiers:
    """Read each text as an id or the address of one; for each registry the first that is valid counts.

    A DOI that only restates an arXiv id is read as that id; one of the ACL gives its ACL id too.
    """
    arxiv_id, version, doi, acl_id = "", None, "", ""
    for text in texts:
        text = text.strip()
        if not text or len(text) > _LONGEST:
            continue
        if arxiv := parse_arxiv_id(text):
            if not arxiv_id:
                arxiv_id, version = arxiv.id, arxiv.version
        elif acl := parse_acl_id(text):
            acl_id = acl_id or acl
        elif (found := parse_doi(text)) and not found.startswith(_ARXIV_DOI):
            doi = doi or found
    if doi and not acl_id and (match := _ACL_DOI.match(doi)):
        acl_id = parse_acl_id(match[1]) or ""
    return Identifiers(arxiv_id, version, doi, acl_id)
