"""Ask GitHub about repositories, one request for each, however many papers link it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from math import ceil

from broadsheet.errors import BadAnswer, HeldOff, Refused, UpstreamError
from broadsheet.harvest.sources.base import Asking, Counted, Page
from broadsheet.harvest.sources.github.parse import Seen, read_repository, repository
from broadsheet.lib.http.answer import spent_for
from broadsheet.model.raw import Refusal
from broadsheet.store.harvests import Cursor
from broadsheet.store.lookups import CODE_ON_GITHUB, Candidate

HOST = "api.github.com"

_ADDRESS = f"https://{HOST}/repos/"
_AT_ONCE = 500  # papers found due at once
_LONGEST_LIMIT = 3_900.0  # seconds
_A_PAGE = 10  # papers whose counts are stored together
_SCOPE = "limit"
_IN_A_ROW = 5  # repositories that may be closed one after the other, before it is we who are refused
_MOST_BROKEN = 2  # repositories in a row of which no answer comes, before it is GitHub that is at fault
_BRIEFLY = 60.0  # seconds to wait where GitHub says that it was asked too fast, and not for how long
_ANONYMOUS = (
    "Without a token GitHub answers about 60 repositories an hour. One that may do nothing is enough for 5,000; "
    "it goes into BROADSHEET_GITHUB_TOKEN."
)


def harvest(asking: Asking) -> Iterator[Page]:
    """Yield a page for every ten papers, until none is due or GitHub's limit of the hour is spent."""
    if not asking.wanted.is_ordinary:
        yield Page(notes=("GitHub is asked only about repositories that papers of the library link.",))
        return
    _wait_for_limit(asking)
    notes = () if asking.settings.github_token else (_ANONYMOUS,)
    questions, left = _Questions(asking), asking.wanted.limit
    while left is None or left > 0:
        due = asking.due(limit=min(_AT_ONCE, left or _AT_ONCE), linking=CODE_ON_GITHUB)
        for start in range(0, len(due), _A_PAGE):
            page, trouble = questions.ask(due[start : start + _A_PAGE])
            if page.asked or page.unknown or page.cursor:
                yield replace(page, scope=_SCOPE, notes=(*notes, *page.notes))
                notes = ()
            if trouble:
                raise trouble
        if not due:
            return
        left = None if left is None else left - len(due)


def _wait_for_limit(asking: Asking) -> None:
    """End at once where the last harvest found the limit spent and it is not yet given anew.

    Limits are by the hour: a later time was noted by a clock that went wrong, theirs or ours.
    """
    until = (asking.cursor(_SCOPE) or {}).get("spent_until", 0)
    wait = until - asking.now().timestamp()
    if 0 < wait <= _LONGEST_LIMIT:
        raise _held_off(wait)


@dataclass(slots=True)
class _Answered:
    """What became of some papers so far."""

    items: list[Counted | Refusal] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Questions:
    """Asks about each repository once in a harvest."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._seen: dict[str, Seen | None] = {}
        self._spent_for: float | None = None  # seconds until GitHub's limit is given anew
        self._forbidden = 0  # repositories in a row that GitHub shows to nobody
        self._broken = 0  # repositories in a row of which no answer came

    def ask(self, part: Sequence[Candidate]) -> tuple[Page, UpstreamError | None]:
        """Ask about some papers; return what came of it, and what kept the rest from being asked about."""
        done, trouble = _Answered(), None
        try:
            for candidate in part:
                self._ask_about(candidate, done)
        except UpstreamError as error:
            trouble = error
        page = Page(done.items, asked=done.asked, unknown=done.unknown, cursor=self._cursor(), notes=done.notes)
        return page, trouble

    def _ask_about(self, candidate: Candidate, done: _Answered) -> None:
        """Count the first repository of the paper that exists: it stands first as who knows the paper best named it."""
        names = dict.fromkeys(name for url in candidate.code if (name := repository(url)))
        for name in names:
            try:
                seen = self._look(name)
            except BadAnswer as error:
                # One repository that cannot be had must not stand before all others.
                self._broken += 1
                if self._broken > _MOST_BROKEN or error.too_fast:
                    raise
                self._seen[name] = None
                done.notes.append(f"GitHub does not tell of {name}: {error}")
                continue
            if seen is None:
                continue
            done.asked.append(candidate.key)
            if seen.name != name and not seen.moved:
                done.items.append(_refusal(name, f"GitHub told of {seen.name} in place of {name}"))
            elif not any(reading.kind == "stars" for reading in seen.readings):
                done.items.append(_refusal(name, "GitHub counted no stars"))
            else:
                done.items.append(Counted(candidate.key, seen.readings))
            return
        done.unknown.append(candidate.key)

    def _look(self, name: str) -> Seen | None:
        """Return what GitHub says of a repository, None where it is gone."""
        if name not in self._seen:
            if self._spent_for:
                raise _held_off(self._spent_for)
            self._seen[name] = seen = self._request(name)
            self._spent_for = spent_for(seen.headers, self._asking.now().timestamp()) if seen else None
        return self._seen[name]

    def _request(self, name: str) -> Seen | None:
        token = self._asking.settings.github_token
        headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            seen = self._asking.door.get(_ADDRESS + name, read_repository, headers=headers)
        except Refused as error:
            self._forbidden = self._forbidden + 1 if error.status == 403 else 0
            _raise_unless_gone(error, every_time=self._forbidden > _IN_A_ROW)
            return None
        self._forbidden = self._broken = 0
        return seen

    def _cursor(self) -> Cursor | None:
        if not self._spent_for:
            return None
        until = self._asking.now() + timedelta(seconds=self._spent_for)
        return {"spent_until": ceil(until.timestamp())}


def _raise_unless_gone(error: Refused, *, every_time: bool) -> None:
    """Raise where the question was at fault, not the repository: that may be gone (404, 410), or closed (403, 451)."""
    if error.status == 401:
        message = "GitHub does not accept the token in BROADSHEET_GITHUB_TOKEN. Correct it, or remove it."
        raise Refused(message, 401) from error
    if error.status == 403 and "rate limit" in str(error).lower():
        raise HeldOff(f"{error} It is to be asked more slowly.", _BRIEFLY) from error
    if error.status not in (403, 404, 410, 451) or every_time:
        raise error


def _held_off(seconds: float) -> HeldOff:
    return HeldOff(f"GitHub's limit is spent. It is given anew in {ceil(seconds / 60)} minutes.", seconds)


def _refusal(name: str, reason: str) -> Refusal:
    return Refusal(_ADDRESS + name, 1, "record", reason)
