"""Whether a work was retracted, by what its publisher or Retraction Watch told Crossref."""

import re
from typing import NamedTuple

from broadsheet.harvest.files.fields.values import Fields, get_text, get_texts
from broadsheet.harvest.sources.answers import get_list
from broadsheet.model.ids import parse_doi
from broadsheet.model.paper import Standing

_KINDS: dict[str, Standing] = {"retraction": "retracted", "withdrawal": "withdrawn", "removal": "withdrawn"}
_TITLE = re.compile(r"\W*(retracted|withdrawn)(?:\s+(?:article|paper|chapter))?\s*[:\])–—-]", re.IGNORECASE)


class WorkStanding(NamedTuple):
    """How a work stands, and the address of the notice that says so."""

    key: Standing = ""
    notice: str = ""


def find_standing(work: Fields, doi: str) -> WorkStanding:
    """Return how the work stands.

    `updated-by` names notices about this work. `update-to` names the works that this one is a notice about,
    so it says something of this one only where it names it itself. Titles say it where no notice does,
    but not those of notices.
    """
    about_others = get_list(work, "update-to")
    notices = [*get_list(work, "updated-by"), *(one for one in about_others if _doi(one) == doi)]
    found = [WorkStanding(key, _address(one)) for one in notices if (key := _KINDS.get(_kind(one), ""))]
    if found:
        return min(found, key=lambda one: one.key != "retracted")
    title = _TITLE.match(next(iter(get_texts(work, "title")), ""))
    if title is None or about_others:
        return WorkStanding()
    return WorkStanding("retracted" if title[1].lower() == "retracted" else "withdrawn")


def _kind(notice: Fields) -> str:
    return get_text(notice, "type").lower().replace("_", "-")


def _doi(notice: Fields) -> str:
    return parse_doi(get_text(notice, "DOI")) or ""


def _address(notice: Fields) -> str:
    return f"https://doi.org/{doi}" if (doi := _doi(notice)) else ""
