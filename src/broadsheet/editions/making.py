"""Make an edition: gather what is known of its papers, score them, order them."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import msgspec
import numpy as np

from broadsheet.editions.attention import Counted, Window, age_in, counts_of, read_spans, window_of
from broadsheet.editions.calendar import bounds, closes
from broadsheet.editions.claiming import stating_results
from broadsheet.editions.history import History, no_history, read_history
from broadsheet.editions.latecomers import latecomers
from broadsheet.editions.surroundings import NEIGHBOURS, WIDEST, Surroundings, novelty, rising, surroundings
from broadsheet.editions.topics import rising_topics
from broadsheet.embed.folder import read_folder
from broadsheet.embed.registry import find_model
from broadsheet.model.edition import Count, Edition, Evidence, Item, Period, Topic
from broadsheet.rank.score import FORMULA, order, score
from broadsheet.settings import Settings, Weights
from broadsheet.store import picks, stream
from broadsheet.store.database import Connection
from broadsheet.store.growth import Span
from broadsheet.store.marks import Mark
from broadsheet.store.picks import Pick
from broadsheet.store.stream import Listed

MOST_ITEMS = 300  # that are kept in order
MOST_OF_CATEGORY = 20  # that are kept of every primary category, however far down


@dataclass(frozen=True, slots=True)
class Desk:
    """What editions are made with: the model whose vectors are read, the formula's weights, threads to compute with."""

    model: str
    weights: Weights
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Ranking:
    """All papers of an edition in their order, and what they were seen against. `listed`: ids of those of its days."""

    known_until: datetime
    items: tuple[Item, ...]
    listed: Mapping[int, str]
    history: History
    found: Surroundings


def open_desk(settings: Settings, *, threads: int = 1) -> Desk:
    """Return what editions are made with by these settings; ModelError where the model is unknown."""
    return Desk(read_folder(find_model(settings.model)).name, settings.weights, threads)


def make(connection: Connection, desk: Desk, edition_id: str, now: datetime, *, closed: bool) -> Edition:
    """Make an edition from what the library knows at a moment (UTC); reads, stores nothing.

    NotFound where no edition can have this id.
    """
    period, first, last = bounds(edition_id)
    made = rank(connection, desk, edition_id, now)
    return Edition(
        id=edition_id,
        period=period,
        first=first,
        last=last,
        closed=closed,
        known_until=made.known_until,
        formula=FORMULA,
        weights=msgspec.to_builtins(desk.weights),
        inputs=digest(made.items, desk.weights),
        count=len(made.items),
        items=kept(made.items),
        topics=_topics(connection, made),
        model=desk.model,
    )


def rank(connection: Connection, desk: Desk, edition_id: str, now: datetime, *, also: Collection[int] = ()) -> Ranking:
    """Rank all papers of an edition as the library knows them at a moment (UTC).

    Its papers are those listed within its days, those that came in late, after the edition of their own days had
    closed, those of any age whose counts grew within it, those that were picked for it, and those in `also`, by key.
    """
    period, first, last = bounds(edition_id)
    known_until = now.replace(microsecond=0)
    window = window_of(first, last, min(closes(edition_id), known_until))
    spans, held = read_spans(connection, window)
    listed = latecomers(connection, edition_id, known_until)
    listed += stream.listed(connection, first, last, known_until)
    chosen = picks.of_edition(connection, edition_id, known_until)
    is_empty = not (listed or spans or held or chosen or also)
    history = no_history(edition_id) if is_empty else read_history(connection, desk.model, edition_id, known_until)
    counts, others = _counts(connection, desk, history, listed, spans, held, window)
    papers = [*listed, *others]
    further = {one.paper_key for one in chosen} | set(also)
    papers += stream.listed_by_key(connection, further - {one.key for one in papers})
    found = surroundings(history, _looked_at(history, papers), threads=desk.threads)
    evidence = _evidence(connection, history, found, papers, counts, window)
    items = _items(papers, evidence, chosen, desk.weights, period)
    return Ranking(known_until, tuple(items), {one.key: one.id for one in listed}, history, found)


def reorder(edition: Edition, weights: Weights | None = None) -> tuple[Item, ...]:
    """Score and order the papers of an edition anew from the evidence that is stored with it.

    With its own weights and formula it is the same list; with others, what it would have been. Ranks count from 1 among
    the papers that are stored, which may be a part of all that were ranked.
    """
    used = weights or msgspec.convert(edition.weights, Weights)
    scored = [replace(one, score=score(one.evidence, used, edition.period)) for one in edition.items]
    return tuple(_ordered(scored))


def _counts(
    connection: Connection,
    desk: Desk,
    history: History,
    listed: Sequence[Listed],
    spans: Collection[Span],
    held: Collection[Mark],
    window: Window,
) -> tuple[dict[int, tuple[Count, ...]], list[Listed]]:
    """Return the counts that grew, and the papers that are in the edition only because of them."""
    standing = {
        int(key): Counted(date.fromordinal(int(day)), category)
        for key, day, category in zip(history.keys, history.days, history.categories, strict=True)
    }
    counted = {one.paper_key for one in spans} | {one.paper_key for one in held}
    rows = {one.key: one for one in stream.listed_by_key(connection, counted) if one.day <= window.last}
    standing |= {one.key: Counted(one.day, one.category) for one in (*rows.values(), *listed)}
    counts = counts_of(spans, held, standing, window, desk.weights)
    here = {one.key for one in listed}
    return counts, [rows[key] for key in sorted(counts) if key in rows and key not in here]


def _looked_at(history: History, papers: Sequence[Listed]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return the places of the edition's papers and of all recent ones, in which its topics are looked for.

    None where there is hardly anything earlier: all is new then, and nothing rises.
    """
    if np.count_nonzero(~history.recent) < WIDEST:
        return np.empty(0, dtype=np.int64)
    places = history.places([one.key for one in papers])
    return np.union1d(places[places >= 0], np.flatnonzero(history.recent))


def _evidence(
    connection: Connection,
    history: History,
    found: Surroundings,
    papers: Sequence[Listed],
    counts: Mapping[int, tuple[Count, ...]],
    window: Window,
) -> dict[int, Evidence]:
    here = {one.key for one in papers}
    keys = history.keys[found.of].tolist()
    new = np.isin(found.of, np.flatnonzero(history.recent))
    number, share = rising(history, found.near[:, :NEIGHBOURS])
    fresh = novelty(history, found, new)
    width = min(NEIGHBOURS, found.near.shape[1])
    around = {
        key: (width, int(number[place]), round(float(share[place]), 3), round(float(fresh[place]), 3))
        for place, key in enumerate(keys)
        if key in here
    }
    with_results = stating_results(connection, here)
    return {
        one.key: Evidence(
            age_in(one.day, window),
            counts.get(one.key, ()),
            *around.get(one.key, (0, 0, 0.0, 0.0)),
            has_code="code" in one.links,
            has_data="data" in one.links,
            has_results=one.key in with_results,
        )
        for one in papers
    }


def _items(
    papers: Sequence[Listed],
    evidence: Mapping[int, Evidence],
    chosen: Sequence[Pick],
    weights: Weights,
    period: Period,
) -> list[Item]:
    lines = {one.paper_key: one for one in chosen}
    here = {one.key for one in papers}
    leads = [one.paper_key for one in chosen if one.leads and one.paper_key in here]
    scored = [_item(one, evidence[one.key], weights, period) for one in papers]
    for place, item in enumerate(scored):
        if pick := lines.get(item.key):
            scored[place] = replace(item, picked=True, leads=item.key in leads[-1:], line=pick.line)
    return _ordered(scored)


def _item(paper: Listed, evidence: Evidence, weights: Weights, period: Period) -> Item:
    return Item(
        key=paper.key,
        id=paper.id,
        day=paper.day,
        categories=paper.categories,
        sources=paper.sources,
        evidence=evidence,
        score=score(evidence, weights, period),
        rank=0,
    )


def _ordered(items: Sequence[Item]) -> list[Item]:
    """Return the leading pick first, then the other picks, then all others by score; ranks count from 1."""
    ordered = sorted(items, key=lambda one: (not one.leads, not one.picked, *order(one.score.total, one.day, one.id)))
    return [replace(one, rank=rank) for rank, one in enumerate(ordered, 1)]


def kept(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return what is stored of the papers of an edition, which are given in their order."""
    number: dict[str, int] = {}
    stored: list[Item] = []
    for item in items:
        number[item.category] = number.get(item.category, 0) + 1
        if item.rank <= MOST_ITEMS or number[item.category] <= MOST_OF_CATEGORY:
            stored.append(item)
    return tuple(stored)


def digest(items: Sequence[Item], weights: Weights) -> str:
    """Return a digest of all that an edition's order is computed from."""
    told = [(one.id, one.day, one.evidence, one.picked, one.leads) for one in sorted(items, key=lambda one: one.id)]
    return hashlib.blake2b(msgspec.json.encode((FORMULA, weights, told)), digest_size=16).hexdigest()


def _topics(connection: Connection, made: Ranking) -> tuple[Topic, ...]:
    recent = made.history.keys[made.history.recent].tolist()
    ids = {one.key: one.id for one in stream.listed_by_key(connection, recent)}
    return rising_topics(connection, made.history, made.found, ids, made.listed.keys())
