"""Ask Hugging Face: the lists of days, then single papers of the last week for what is linked to them."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from broadsheet.errors import BadAnswer, Refused, SettingsError, UpstreamError
from broadsheet.harvest.sources.base import Asking, Page
from broadsheet.harvest.sources.days import Missed, days_between, first_day
from broadsheet.harvest.sources.huggingface.answers import (
    ORIGIN,
    Listing,
    is_known_form,
    read_listing,
    read_paper,
    read_search,
)
from broadsheet.lib.http.answer import Answer
from broadsheet.model.ids import parse_arxiv_id
from broadsheet.model.raw import RawRecord, Refusal

HOST = "huggingface.co"
DAILY, LINKED = "daily", "linked"  # scopes of cursors
AGAIN_DAYS = 7  # the last days are read again, since their upvotes move
PAPERS_A_RUN = 200  # single papers asked for what is linked to them
_PAPERS_A_PAGE = 20
_MOST_PAGES = 100  # of one list: a month has some 20
_MOST_BROKEN = 3  # single papers in one harvest that may not be had
_FIRST_DAY = date(2023, 5, 4)  # of the list
_API = f"{ORIGIN}api/"
_PERIODS = (
    ("date", re.compile(r"\d{4}-\d{2}-\d{2}")),
    ("week", re.compile(r"\d{4}-W\d{2}")),
    ("month", re.compile(r"\d{4}-\d{2}")),
)


def harvest(asking: Asking) -> Iterator[Page]:
    """Yield the single papers, the question or the periods that are wanted, else what the days bring."""
    wanted = asking.wanted
    if not wanted.is_ordinary:
        yield from _single(asking)
        yield from _question(asking)
    elif wanted.sets:
        for period in wanted.sets:
            yield from _period(asking, period)
    else:
        listed: dict[str, None] = {}
        missed = Missed(asking.cursor(DAILY))
        yield from _days(asking, missed, listed)
        yield from _linked(asking, list(listed))
        missed.tell()


def _days(asking: Asking, missed: Missed, listed: dict[str, None]) -> Iterator[Page]:
    """Yield the lists of all days to be read; ids of the last week go to `listed`, newest first."""
    today = asking.now().date()
    since = max(asking.wanted.since, _FIRST_DAY) if asking.wanted.since else None
    begin, first = first_day(asking.cursor(DAILY), since, today, AGAIN_DAYS)
    following = first
    for day in [*days_between(first, today), *missed.before(first)]:
        after = max(following, day + timedelta(1))
        found: list[str] = []
        try:
            for listing in _pages(asking, {"date": day.isoformat()}, read_listing):
                found += listing.ids
                cursor = None if listing.following else missed.cursor(begin, after, had=day)
                yield Page(listing.items, DAILY, cursor, newest=day if found else None, notes=missed.notes())
        except UpstreamError as error:
            if day == today and isinstance(error, Refused) and error.status in (400, 404):
                # Not every place on Earth has begun this day.
                yield Page(notes=(f"The list of {day.isoformat()} is not there yet.",))
                continue
            missed.pass_over(day, error)
        following = after
        if (today - day).days < AGAIN_DAYS:
            newer = dict(listed)
            listed.clear()
            listed.update(dict.fromkeys(found) | newer)
    if notes := missed.notes():
        yield Page(scope=DAILY, cursor=missed.cursor(begin, following), notes=notes)


def _pages(
    asking: Asking, params: Mapping[str, str], read: Callable[[Answer], Listing], path: str = "daily_papers"
) -> Iterator[Listing]:
    """Yield a list page by page, as far as its pages lead."""
    listing = asking.door.get(f"{_API}{path}", read, params={**params, "limit": "100"})
    for _ in range(_MOST_PAGES):
        yield listing
        if not listing.following:
            return
        listing = asking.door.get(listing.following, read)
    raise BadAnswer(f"the list of {' '.join(params.values())} does not end after {_MOST_PAGES} pages")


def _linked(asking: Asking, listed: list[str]) -> Iterator[Page]:
    """Yield single papers of the last week: those never asked for, then those asked for before today."""
    today = asking.now().date().isoformat()
    before = (asking.cursor(LINKED) or {"asked": {}})["asked"]
    asked = {id: before[id] for id in listed if id in before}
    due = sorted((id for id in listed if asked.get(id, "") < today), key=lambda id: asked.get(id, ""))
    broken = 0
    for start in range(0, len(due[:PAPERS_A_RUN]), _PAPERS_A_PAGE):
        items: list[RawRecord | Refusal] = []
        notes = []
        for id in due[start : min(start + _PAPERS_A_PAGE, PAPERS_A_RUN)]:
            asked[id] = today
            try:
                items.append(asking.door.get(f"{_API}papers/{id}", read_paper))
            except Refused as error:
                if error.status != 404:
                    raise
            except BadAnswer as error:
                # One paper that cannot be had must not stand before all others each day.
                broken += 1
                if broken == _MOST_BROKEN:
                    raise
                notes.append(f"What is linked to {id} could not be had: {error}")
        yield Page(items, LINKED, {"asked": dict(asked)}, notes=notes)
    if len(due) > PAPERS_A_RUN:
        left = len(due) - PAPERS_A_RUN
        yield Page(notes=(f"What is linked to {left:,} more papers is asked for by the next harvests.",))


def _single(asking: Asking) -> Iterator[Page]:
    for number, text in enumerate(asking.wanted.ids, 1):
        parsed = parse_arxiv_id(text)
        address = f"{_API}papers/{parsed.id if parsed else ''}"
        if parsed is None or not is_known_form(parsed.id):
            reason = f"Hugging Face knows papers by arXiv ids since April 2007 only, and {text[:60]!r} is none"
            yield Page((Refusal(address, number, "record", reason),))
            continue
        try:
            yield Page((asking.door.get(address, read_paper),))
        except Refused as error:
            if error.status != 404:
                raise
            yield Page((Refusal(address, number, "record", f"Hugging Face has no page for {parsed.id}"),))


def _question(asking: Asking) -> Iterator[Page]:
    question = asking.wanted.query
    if not question:
        return
    if len(question) > 250:
        raise SettingsError(f"Hugging Face takes questions of up to 250 characters; this one has {len(question)}.")
    listing = asking.door.get(f"{_API}papers/search", read_search, params={"q": question, "limit": "120"})
    yield Page(listing.items)


def _period(asking: Asking, period: str) -> Iterator[Page]:
    name = next((name for name, form in _PERIODS if form.fullmatch(period)), None)
    if name is None:
        raise SettingsError(
            f"{period[:40]!r} is no period of Hugging Face Papers: give a day (2026-11-20), week (2026-W47) or month "
            "(2026-11)."
        )
    for listing in _pages(asking, {name: period}, read_listing):
        yield Page(listing.items)
