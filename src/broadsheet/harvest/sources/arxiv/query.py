"""Single papers and questions, asked of arXiv's query API.

What it answers changes once a day, at midnight US Eastern, and arXiv asks not to put a question twice in between. So
a cursor of the question's own holds the day and how far its results have come: asked again on the same day it goes on
there, and asks nothing where it came to its end.
"""

import hashlib
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from broadsheet.errors import BadAnswer, Refused
from broadsheet.harvest.files.fields.announcements import EASTERN
from broadsheet.harvest.sources.arxiv import atom
from broadsheet.harvest.sources.arxiv.atom import Feed
from broadsheet.harvest.sources.base import ASKED, Asking, Page
from broadsheet.lib.http.answer import Answer
from broadsheet.model.ids import parse_arxiv_id
from broadsheet.store.harvests import Cursor

MOST = 30_000  # results that arXiv gives out for one question
_SLICE = 200
_BATCH = 100
_NEWEST_FIRST = MappingProxyType({"sortBy": "submittedDate", "sortOrder": "descending"})
_ASKED_TODAY = "This was asked today already. arXiv's answers change at midnight US Eastern; nothing was asked again."


def papers(asking: Asking, ids: Sequence[str]) -> Iterator[Page]:
    """Yield the papers with these arXiv ids; notes say which are no ids and which arXiv does not know."""
    wanted: dict[str, str] = {}
    wrong = []
    for text in ids:
        if found := parse_arxiv_id(text):
            wanted[found.id] = f"{found.id}v{found.version}" if found.version else found.id
        else:
            wrong.append(text[:60])
    if wrong:
        yield Page(notes=[f"Not an arXiv id: {', '.join(wrong)}."])
    asked = [*wanted.values()]
    for start in range(0, len(asked), _BATCH):
        part = asked[start : start + _BATCH]
        scope, day = _scope(",".join(part)), _day(asking)
        if asking.cursor(scope) == {"day": day}:
            yield Page(notes=[_ASKED_TODAY])
            continue
        yield from _batch(asking, part)
        yield Page(scope=scope, cursor={"day": day})


def results(asking: Asking, question: str) -> Iterator[Page]:
    """Yield what arXiv finds for a question in its own words (`au:bengio AND ti:attention`), newest first."""
    scope, day = _scope(question), _day(asking)
    before = asking.cursor(scope) or {}
    place: Cursor = before if before.get("day") == day else {"day": day, "start": 0, "came": 0, "total": 1}
    if place["start"] >= min(place["total"], MOST):
        yield Page(notes=[_ASKED_TODAY])
    while place["start"] < min(place["total"], MOST):
        size = min(_SLICE, asking.wanted.limit or _SLICE, MOST - place["start"])
        feed = _ask(asking, {**_NEWEST_FIRST, "search_query": question, "max_results": str(size)}, place["start"])
        place = {
            "day": day, "start": place["start"] + size, "came": place["came"] + len(feed.records), "total": feed.total,
        }  # fmt: skip
        notes = _shortfall(feed.total, place["came"]) if place["start"] >= min(feed.total, MOST) else []
        yield Page(feed.records, scope, place, total=min(feed.total, MOST), notes=notes)


def _scope(question: str) -> str:
    """Return the scope of the question's cursor, which stays below the longest that an index takes."""
    return ASKED + (question if len(question) < 200 else hashlib.blake2b(question.encode(), digest_size=16).hexdigest())


def _day(asking: Asking) -> str:
    return asking.now().astimezone(EASTERN).date().isoformat()


def _shortfall(total: int, came: int) -> list[str]:
    if total > MOST:
        return [f"The question has {total:,} results, of which arXiv gives out {MOST:,}. Narrow it down for the rest."]
    return [f"arXiv left out {total - came:,} of {total:,} results. Ask again tomorrow."] if came < total else []


def _batch(asking: Asking, ids: Sequence[str]) -> Iterator[Page]:
    """Yield the papers of one request, or of two halves where arXiv refuses an id without saying which."""
    try:
        feed = _ask(asking, {"id_list": ",".join(ids), "max_results": str(len(ids))})
    except Refused as error:
        if error.status != 400:
            raise
        if len(ids) == 1:
            yield Page(notes=[f"arXiv does not take this for an id: {ids[0]}."])
            return
        for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
            yield from _batch(asking, half)
        return
    known = {one.id for one in feed.ids}
    unknown = [text for text in ids if (found := parse_arxiv_id(text)) and found.id not in known]
    yield Page(feed.records, notes=[f"arXiv does not know {', '.join(unknown)}."] if unknown else [])


def _ask(asking: Asking, asked: dict[str, str], start: int = 0) -> Feed:
    def read(answer: Answer) -> Feed:
        feed = atom.read(answer)
        # arXiv at times answers a page within the results with none; asked again, it has them.
        if not feed.records and start < min(feed.total, MOST):
            raise BadAnswer(f"an empty page came in place of results from {start + 1:,} of {feed.total:,}")
        return feed

    return asking.door.get(atom.ADDRESS, read, params={**asked, "start": str(start)})
