"""Ask OpenAlex about papers by DOI, up to a hundred DOIs a request, within the day's budget."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote_plus

from broadsheet.harvest.sources.base import Asking, Page
from broadsheet.harvest.sources.completing import Service, complete, page_of, sort_out
from broadsheet.harvest.sources.openalex.parse import SELECT, doi_of, make_raw, read_works, refuse
from broadsheet.store.lookups import Candidate

HOST = "api.openalex.org"

_ADDRESS = f"https://{HOST}/works"
_MOST = 100  # DOIs in one filter, and works on one page
_LONGEST = 4_000  # characters of a filter as it stands in the address, which must not be too long for the server
_COST = 100  # micro-dollars that a list request costs: 0.10 dollars for a thousand
_APART = ("|", ",")  # what parts DOIs and filters, so that a DOI with it cannot be asked for


def harvest(asking: Asking) -> Iterator[Page]:
    """Yield a page for every hundred DOIs."""
    return complete(_SERVICE, asking)


def _ask(asking: Asking, part: Sequence[Candidate]) -> Page:
    dois = [doi for one in part for doi in _dois(one)]
    notes = ["Papers whose DOI has a comma or a bar in it cannot be asked for."] if not all(map(_dois, part)) else []
    if not dois:
        return page_of(part, {}, notes=notes)
    key = asking.settings.openalex_key
    limit = round(asking.settings.openalex_budget * 1_000_000)
    works = asking.door.get(
        _ADDRESS,
        read_works,
        params={"filter": f"doi:{'|'.join(dois)}", "per_page": str(_MOST), "select": SELECT},
        secret={"api_key": key} if key else {},
        spend=lambda: asking.spend(_COST, limit),
    )
    found, strays = sort_out(part, works, _dois, doi_of)
    records = {place: make_raw(work, part[place]) for place, work in found.items()}
    return page_of(part, records, strays=[refuse(work) for work in strays], notes=notes)


def _dois(candidate: Candidate) -> list[str]:
    """The DOIs to ask for: that of the publication, whose citations count, before arXiv's own."""
    dois = [candidate.doi, f"10.48550/arxiv.{candidate.arxiv_id}" if candidate.arxiv_id else ""]
    return [doi for doi in dois if doi and not any(sign in doi for sign in _APART)]


def _fits(found: Sequence[Candidate]) -> int:
    dois = length = 0
    for place, one in enumerate(found):
        dois += len(_dois(one))
        length += sum(len(quote_plus(f"|{doi}")) for doi in _dois(one))
        if dois > _MOST or length > _LONGEST:
            return place
    return len(found)


_SERVICE = Service(
    title="OpenAlex",
    size=_MOST,
    ask=_ask,
    fits=_fits,
    key_setting="BROADSHEET_OPENALEX_KEY",
    key=lambda asking: asking.settings.openalex_key,
    note="Without a key OpenAlex answers about few papers a day. A free key goes into BROADSHEET_OPENALEX_KEY, "
    "and what it may cost a day into BROADSHEET_OPENALEX_BUDGET.",
)
