"""Ask the service of bioRxiv and medRxiv what was posted, day by day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from broadsheet.errors import BadAnswer, SettingsError, UpstreamError
from broadsheet.harvest.sources.answers import canonical, read_json
from broadsheet.harvest.sources.base import Asking, Page
from broadsheet.harvest.sources.days import Missed, days_between, first_day
from broadsheet.lib.http.answer import Answer
from broadsheet.model.ids import parse_doi
from broadsheet.model.raw import RawRecord, Refusal

HOST = "api.biorxiv.org"
AGAIN_DAYS = 7  # the last days are read again: preprints are posted through the day, and may be listed late
_API = f"https://{HOST}/details/"
_TOO_MANY = 100
_NOTHING = "no posts found"
_CATEGORY = re.compile(r"[a-z][a-z _-]{2,60}")


@dataclass(frozen=True, slots=True)
class Posts:
    """One page of what was posted. `total` is what the service says of all pages, which may be too much."""

    items: tuple[RawRecord | Refusal, ...]
    total: int


def harvest(server: str, title: str, asking: Asking) -> Iterator[Page]:
    """Yield the preprints that are wanted by DOI, else what was posted since the harvest stopped."""
    if asking.wanted.query:
        raise SettingsError(f"{title} cannot be asked questions. Harvest it, and search your own library.")
    if asking.wanted.ids:
        yield from _single(server, title, asking)
    else:
        for category in asking.wanted.sets or ("",):
            yield from _days(server, asking, category.strip().lower().replace("_", " "))


def _days(server: str, asking: Asking, category: str) -> Iterator[Page]:
    """Yield all days of a subject, "" for all; the cursor says which day is next and how far it was read."""
    if category and not _CATEGORY.fullmatch(category):
        raise SettingsError(f"{category[:60]!r} is no subject. Subjects are named as in `cell biology`.")
    today = asking.now().date()
    covered = asking.cursor(category)
    begin, first = first_day(covered, asking.wanted.since, today, AGAIN_DAYS)
    offset = 0
    if covered is not None and begin.isoformat() == covered["from"] and covered.get("offset"):
        first, offset = date.fromisoformat(covered["next"]), int(covered["offset"])
    missed, following = Missed(covered), first
    for day in [*days_between(first, today), *missed.before(first)]:
        after = max(following, day + timedelta(1))
        try:
            for page, behind in _day(server, asking, category, day, offset):
                cursor = missed.cursor(begin, after, had=day) if not behind else missed.cursor(begin, day)
                known = not behind or day >= first  # how far a day is that was passed over before is not kept
                notes = [*missed.notes(), *page.notes]
                yield replace(page, cursor={**cursor, "offset": behind} if known else None, notes=notes)
        except UpstreamError as error:
            missed.pass_over(day, error)
        following, offset = after, 0
    if notes := missed.notes():
        yield Page(scope=category, cursor={**missed.cursor(begin, following), "offset": 0}, notes=notes)
    missed.tell()


def _day(server: str, asking: Asking, category: str, day: date, offset: int) -> Iterator[tuple[Page, int]]:
    """Yield the pages of a day, and with each the offset of the next one, 0 after the last."""
    params = {"category": category.replace(" ", "_")} if category else {}
    promised, ended = 0, False
    before: list[bytes] = []
    while not ended:
        missing = promised - offset
        address = f"{_API}{server}/{day}/{day}/{offset}/json"
        posts = asking.door.get(address, partial(_read, server=server, missing=missing), params=params)
        payloads = [item.payload for item in posts.items if isinstance(item, RawRecord)]
        if payloads and payloads == before:
            raise BadAnswer(f"the pages of {day.isoformat()} repeat themselves")
        before = payloads
        # Pages have 30 or 100 preprints: what counts is how many came.
        offset += len(posts.items)
        promised = max(promised, posts.total)
        ended = not posts.items or offset >= promised
        notes = []
        if ended and offset < promised:
            notes.append(f"{promised:,} preprints were promised for {day.isoformat()}, and {offset:,} came.")
        page = Page(posts.items, category, newest=day if posts.items else None, notes=notes)
        yield page, 0 if ended else offset


def _single(server: str, title: str, asking: Asking) -> Iterator[Page]:
    for number, text in enumerate(asking.wanted.ids, 1):
        doi = parse_doi(text)
        if doi is None:
            yield Page((Refusal(_API, number, "record", f"{text[:60]!r} is no DOI, by which {title} knows preprints"),))
            continue
        address = f"{_API}{server}/{doi}/na/json"
        posts = asking.door.get(address, partial(_read, server=server))
        missing = Refusal(address, number, "record", f"{title} has no preprint {doi}")
        yield Page(posts.items or (missing,))


def _read(answer: Answer, server: str, missing: int = 0) -> Posts:
    """Read a page. The totals are somewhat too high at times: no more coming is broken only where many are missing."""
    fields = read_json(answer)
    messages = fields.get("messages") if isinstance(fields, dict) else None
    message = messages[0] if isinstance(messages, list) and messages else None
    if not isinstance(message, dict) or not isinstance(message.get("status"), str):
        raise BadAnswer("the answer does not say how it went")
    status = message["status"].strip().lower()
    found = fields.get("collection", [])
    if status == _NOTHING:
        if missing > _TOO_MANY:
            raise BadAnswer(f"nothing came where {missing:,} more preprints were promised")
        return Posts((), 0)
    if status != "ok" or not isinstance(found, list):
        raise BadAnswer(f"the service says {status[:200]!r}")
    items = tuple(_record(item, server, answer.url, number) for number, item in enumerate(found, 1))
    return Posts(items, _total(message, len(items)))


def _total(message: dict[str, object], count: int) -> int:
    total = str(message.get("total", ""))
    return int(total) if total.isascii() and total.isdecimal() and len(total) < 10 else count


def _record(item: object, server: str, origin: str, position: int) -> RawRecord | Refusal:
    if not isinstance(item, dict):
        return Refusal(origin, position, "record", "not an object")
    return RawRecord(server, canonical(item), origin, position, "record")
