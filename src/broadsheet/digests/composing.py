"""Put one digest together for one reader."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet import links
from broadsheet.digests.choosing import Chosen, Offer, choose
from broadsheet.digests.close import NAMED, nearly
from broadsheet.digests.quiet import Quiet, why_nothing_came, why_nothing_passed
from broadsheet.digests.shared import News, Shared
from broadsheet.digests.words import subject_of
from broadsheet.model.digest import Digest, Piece, Plan, Section
from broadsheet.model.follow import Follow
from broadsheet.model.reader import Reader
from broadsheet.model.suggestion import Suggestion
from broadsheet.personal.learn import Taste
from broadsheet.personal.matching import excluded_by, followed_by
from broadsheet.personal.rank import suggest
from broadsheet.store.marks import Mark

# Why a marked paper is not in a digest, the strongest mark first.
_MARKED = (
    ("hidden", "hidden by you"),
    ("uninterested", "of no interest to you"),
    ("down", "rated by you"),
    ("up", "rated by you"),
    ("vote", "voted for by you"),
    ("example", "given by you as examples"),
    ("save", "saved by you"),
    ("opened", "opened by you"),
)
SHOWN = "in an earlier digest"
_NO_ROOM = "without room"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a reader when a digest is made; `shown` are papers that were in a digest before."""

    reader: Reader
    follows: Sequence[Follow]
    marks: Sequence[Mark]
    taste: Taste
    shown: Collection[int]


@dataclass(frozen=True, slots=True)
class Period:
    """Which digest of its plan it is: what it is called, and its time in words."""

    name: str
    when: str


def compose(shared: Shared, news: News, plan: Plan, period: Period, known: Known, *, made: datetime) -> Digest:
    """Make a digest; nothing is written. The follows must have been matched, see `Shared.match`."""
    barred = _barred(shared, news, known)
    followed = [
        (follow, [key for key in keys if key in news.new])
        for follow, keys in followed_by(known.follows, shared.matches)
    ]
    offers = _offers(shared, news, plan, known, followed, barred, seed=f"{plan.number} {period.name}")
    chosen = choose(offers, barred, shared.work_of)
    sections = tuple(_section(shared, one) for one in chosen)
    pieces = [piece for section in sections for piece in section.pieces]
    left_out = _left_out(news, barred, offers, chosen)
    quiet, close = Quiet("", ""), tuple[Piece, ...]()
    if not pieces:
        missed = nearly(shared, news.new, followed, barred) if news.new else []
        close = shared.pieces.of(missed[:NAMED])
        quiet = _why_quiet(shared, news, left_out, len(missed), follows=len(followed))
    return Digest(
        plan=plan.number,
        reader=plan.reader,
        period=period.name,
        made=made.replace(microsecond=0),
        since=news.window.since,
        until=news.window.until,
        subject=subject_of(period.when, pieces, quiet.brief),
        sections=sections,
        quiet=quiet.sentences,
        left_out=left_out,
        name=plan.name,
        zone=plan.zone,
        close=close,
    )


def _barred(shared: Shared, news: News, known: Known) -> dict[int, str]:
    """Return which papers a reader does not get, each with why."""
    barred: dict[int, str] = {}
    kinds: dict[int, set[str]] = {}
    for mark in known.marks:
        kinds.setdefault(mark.paper_key, set()).add(mark.kind)
    for key, follow in excluded_by(known.follows, shared.matches).items():
        if key in news.new or key in news.trending.reasons:
            barred[key] = f"excluded by “{follow.title}”"
    for key, marked in kinds.items():
        barred.setdefault(key, next((words for kind, words in _MARKED if kind in marked), "marked by you"))
    for key in known.shown:
        barred.setdefault(key, SHOWN)
    return barred


def _offers(
    shared: Shared,
    news: News,
    plan: Plan,
    known: Known,
    followed: Sequence[tuple[Follow, Sequence[int]]],
    barred: Mapping[int, str],
    *,
    seed: str,
) -> list[Offer]:
    contents, offers = plan.contents, list[Offer]()
    if contents.personal:
        works = {shared.work_of.get(key, key) for key in barred}
        doubles = {key for key, work in shared.work_of.items() if work in works}
        found = suggest(
            known.taste,
            shared.pool,
            followed,
            exclude=news.others | barred.keys() | doubles,
            limit=contents.personal,
            exploration=known.reader.exploration,
            seed=seed,
        )
        offers.append(_personal(found, contents.personal))
    if contents.follow:
        offers += [_follow(follow, keys, contents.follow) for follow, keys in followed]
    if contents.trending:
        trend = news.trending
        offers.append(Offer("trending", trend.title, trend.address, contents.trending, trend.keys, "", trend.reasons))
    return offers


def _personal(found: Sequence[Suggestion], size: int) -> Offer:
    reasons = {one.key: tuple(reason.words for reason in one.reasons) for one in found}
    return Offer("personal", "For you", links.FOR_YOU, size, [one.key for one in found], "", reasons)


def _follow(follow: Follow, keys: Sequence[int], size: int) -> Offer:
    match follow.kind:
        case "search":
            said, address = f"your search “{follow.title}”", links.search(follow.value)
        case "author":
            said, address = f"by {follow.title}, whom you follow", links.author(follow.value)
        case "category":
            said, address = f"in {follow.title}, which you follow", links.category(follow.value)
        case "similar":
            said, address = f"like the papers of “{follow.title}”", links.follow(follow.number)
    return Offer("follow", follow.title, address, size, keys, said)


def _section(shared: Shared, one: Chosen) -> Section:
    return Section(one.offer.kind, one.offer.title, one.offer.address, shared.pieces.of(one.papers), one.more)


def _left_out(
    news: News, barred: Mapping[int, str], offers: Sequence[Offer], chosen: Sequence[Chosen]
) -> dict[str, int]:
    """Count the papers that were on offer and are not in the digest, by why; for suggestions all new ones are."""
    offered = {key for one in offers for key in one.keys}
    if any(one.kind == "personal" for one in offers):
        offered |= news.new
    counts = Counter(words for key, words in barred.items() if key in offered)
    counts[_NO_ROOM] = sum(one.more for one in chosen)
    return {words: number for words, number in counts.items() if number}


def _why_quiet(shared: Shared, news: News, left_out: Mapping[str, int], close: int, *, follows: int) -> Quiet:
    if not news.new:
        return why_nothing_came(shared.harvested, news.window)
    return why_nothing_passed(len(news.new), left_out, close, follows=follows)
