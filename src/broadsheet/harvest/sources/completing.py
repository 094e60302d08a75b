"""What those sources share that complete papers of the library: whom to ask about, and what of an answer to believe."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from broadsheet.errors import BadAnswer, Refused, TooLarge, UpstreamError
from broadsheet.harvest.reports import RunReport, Verdict
from broadsheet.harvest.sources.base import Asking, Page
from broadsheet.model.ids import parse_paper_id
from broadsheet.model.names import fold
from broadsheet.model.raw import RawRecord, Refusal
from broadsheet.store.lookups import Candidate

T = TypeVar("T")

_BAD_QUESTION = frozenset({400, 413, 414, 422})  # statuses by which a service calls the question itself bad or too long
_MOST_REFUSED = 24  # bad questions in one batch, before it is the service that is at fault
_MOST_BROKEN = 2  # questions in a row to which no answer comes, before it is the service that is at fault
_ALIKE = 0.5  # share of the shorter title's words that the longer one has


@dataclass(frozen=True, slots=True)
class Service:
    """How one service is asked: by what ids, about how many papers at once, and what its key is called.

    `ask` asks about papers and gives the page of what came; `fits` tells how many of those it is given
    go into one question, where their number alone does not say. `note` is for readers for whom `key`
    gives nothing; `key_setting` names the setting of what is a secret key.
    """

    title: str
    size: int
    ask: Callable[[Asking, Sequence[Candidate]], Page]
    with_id: tuple[str, ...] = ("arxiv_id", "doi")
    fits: Callable[[Sequence[Candidate]], int] = len
    key_setting: str = ""
    key: Callable[[Asking], str] = lambda asking: ""  # noqa: ARG005
    note: str = ""


def complete(service: Service, asking: Asking) -> Iterator[Page]:
    """Yield a page for every question, until no paper is due or the harvest's limit is reached."""
    if asking.wanted.query:
        yield Page(notes=(f"{service.title} is asked only about papers that the library has, never a question.",))
        return
    notes = (service.note,) if service.note and not service.key(asking) else ()
    for batch in _batches(service, asking):
        for page in _pages(service, asking, batch):
            yield replace(page, notes=(*notes, *page.notes))
            notes = ()


def judge(report: RunReport, asking: Asking) -> Verdict | None:
    """Tell that nothing was due from that something was wrong."""
    if asking.wanted.is_ordinary and not report.looked_up:
        return Verdict("quiet", "No paper of the library was due to be asked about.")
    return None


def _batches(service: Service, asking: Asking) -> Iterator[Sequence[Candidate]]:
    if asking.wanted.ids:
        named = [one for text in asking.wanted.ids if (one := _named(text))]
        waiting: Sequence[Candidate] = [one for one in named if any(getattr(one, name) for name in service.with_id)]
        while waiting:
            batch = _fitting(service, waiting[: service.size])
            yield batch
            waiting = waiting[len(batch) :]
        return
    left = asking.wanted.limit
    while left is None or left > 0:
        found = asking.due(limit=min(service.size, left or service.size), with_id=service.with_id)
        if not found:
            return
        batch = _fitting(service, found)
        yield batch
        left = None if left is None else left - len(batch)


def _fitting(service: Service, found: Sequence[Candidate]) -> Sequence[Candidate]:
    return found[: max(1, service.fits(found))]


def _named(text: str) -> Candidate | None:
    """Return a paper that was asked for by id as one without a key: the library may not have it."""
    scheme, _, value = (parse_paper_id(text) or "").partition(":")
    if scheme not in ("arxiv", "doi"):
        return None
    return Candidate(0, text, value if scheme == "arxiv" else "", value if scheme == "doi" else "", ())


def _pages(service: Service, asking: Asking, batch: Sequence[Candidate]) -> Iterator[Page]:
    """Ask about a batch; where no answer comes for the question itself, find the paper that makes it so by halves.

    Halves of what was answered badly are asked about last, so that with one such paper every third question at the
    latest is answered well: where none is, it is the service that is at fault.
    """
    waiting, refused, in_a_row = deque([batch]), 0, 0
    while waiting:
        part = waiting.popleft()
        half = len(part) // 2
        try:
            yield service.ask(asking, part)
            in_a_row = 0
        except Refused as error:
            refused += 1
            _name_key(service, asking, error)
            if error.status not in _BAD_QUESTION or refused > _MOST_REFUSED:
                raise
            if half:
                waiting.extendleft((part[half:], part[:half]))
            else:
                yield _unaskable(service, part, error)
        except (BadAnswer, TooLarge) as error:
            in_a_row += 1
            if in_a_row > _MOST_BROKEN or (isinstance(error, BadAnswer) and error.too_fast):
                raise
            if half:
                waiting += (part[:half], part[half:])
            else:
                yield _unaskable(service, part, error)


def _unaskable(service: Service, part: Sequence[Candidate], error: UpstreamError) -> Page:
    return page_of(part, {}, notes=[f"{service.title} cannot be asked about {part[0].id}: {error}"])


def _name_key(service: Service, asking: Asking, error: Refused) -> None:
    if error.status in (401, 403) and service.key_setting and service.key(asking):
        message = f"{service.title} does not accept the key in {service.key_setting}. Correct it, or remove it."
        raise Refused(message, error.status) from error


def page_of(
    part: Sequence[Candidate],
    found: Mapping[int, RawRecord | Refusal],
    *,
    strays: Sequence[Refusal] = (),
    notes: Sequence[str] = (),
) -> Page:
    """Return the page of an answer: `found` by place in `part`; the others are unknown to the service."""
    return Page(
        items=[*found.values(), *strays],
        asked=[one.key for place, one in enumerate(part) if one.key and place in found],
        unknown=[one.key for place, one in enumerate(part) if one.key and place not in found],
        notes=notes,
    )


def sort_out(
    part: Sequence[Candidate],
    answered: Sequence[T],
    ids_of: Callable[[Candidate], Sequence[str]],
    id_of: Callable[[T], str],
) -> tuple[dict[int, T], list[T]]:
    """Return what was answered about each paper, by its place in `part`, and what nobody asked for.

    Of what was answered about one paper, that counts which has the first of the ids by which it was asked for.
    """
    wanted = {one for candidate in part for one in ids_of(candidate)}
    by_id: dict[str, T] = {}
    strays = []
    for item in answered:
        if (own := id_of(item)) in wanted:
            by_id.setdefault(own, item)
        else:
            strays.append(item)
    found = {}
    for place, candidate in enumerate(part):
        first = next((by_id[one] for one in ids_of(candidate) if one in by_id), None)
        if first is not None:
            found[place] = first
    return found, strays


def agrees(candidate: Candidate, title: object) -> bool:
    """Whether a title may be that of the paper: half of the words of the shorter one stand in the other.

    Where it may not, a service has mistaken one paper for another, and nothing else that it says of the
    paper's identity is to be believed. A paper that was asked for by id alone has no title to compare.
    """
    if not candidate.title:
        return True
    ours, theirs = _telling_words(candidate.title), _telling_words(title if isinstance(title, str) else "")
    shorter = min(len(ours), len(theirs))
    return shorter > 0 and len(ours & theirs) >= _ALIKE * shorter


def _telling_words(title: str) -> set[str]:
    """The words that are longer than `of` and `the`; all, where none is."""
    words = set(fold(title).split())
    return {word for word in words if len(word) > 3} or words
