"""Ask Crossref about papers by DOI, up to fifty a request."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote_plus

from broadsheet.harvest.sources.base import Asking, Page
from broadsheet.harvest.sources.completing import Service, complete, page_of, sort_out
from broadsheet.harvest.sources.crossref.parse import SELECT, doi_of, make_raw, read_works, refuse
from broadsheet.store.lookups import Candidate

HOST = "api.crossref.org"

_ADDRESS = f"https://{HOST}/works"
_MOST = 50  # DOIs in one filter
_LONGEST = 4_000  # characters of a filter as it stands in the address, which must not be too long for the server


def harvest(asking: Asking) -> Iterator[Page]:
    """Yield a page for every fifty papers."""
    return complete(_SERVICE, asking)


def _ask(asking: Asking, part: Sequence[Candidate]) -> Page:
    dois = [doi for one in part for doi in _dois(one)]
    notes = [] if all(map(_dois, part)) else ["Papers whose DOI has a comma in it cannot be asked for."]
    if not dois:
        return page_of(part, {}, notes=notes)
    contact = asking.settings.contact
    works = asking.door.get(
        _ADDRESS,
        read_works,
        params={
            "filter": ",".join(f"doi:{doi}" for doi in dois),
            "rows": str(len(dois)),
            "select": SELECT,
            **({"mailto": contact} if contact else {}),
        },
        spend=lambda: asking.spend(1, asking.settings.crossref_budget),
    )
    found, strays = sort_out(part, works, _dois, doi_of)
    records = {place: make_raw(work, part[place]) for place, work in found.items()}
    return page_of(part, records, strays=[refuse(work) for work in strays], notes=notes)


def _dois(candidate: Candidate) -> list[str]:
    return [candidate.doi] if candidate.doi and "," not in candidate.doi else []


def _fits(found: Sequence[Candidate]) -> int:
    length = 0
    for place, one in enumerate(found):
        length += sum(len(quote_plus(f",doi:{doi}")) for doi in _dois(one))
        if length > _LONGEST:
            return place
    return len(found)


_SERVICE = Service(
    title="Crossref",
    size=_MOST,
    ask=_ask,
    with_id=("doi",),
    fits=_fits,
    key=lambda asking: asking.settings.contact,
    note="Crossref answers better those who say who they are: put an e-mail address into BROADSHEET_CONTACT.",
)
