"""What all digests of one turn share: the new papers with vectors, what follows match among them, what trends."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from broadsheet.digests.pieces import Pieces
from broadsheet.digests.quiet import Harvested, read_harvested
from broadsheet.digests.trending import PERIOD_OF, Trending, among, trending
from broadsheet.digests.window import Window, new_papers, window_of
from broadsheet.digests.works import same_works
from broadsheet.model.digest import Plan
from broadsheet.model.edition import Period
from broadsheet.model.follow import Follow
from broadsheet.personal.matching import Wanted, match_many, wanted_of
from broadsheet.personal.pool import Pool, gather
from broadsheet.personal.yardstick import Yardstick, measure
from broadsheet.search.library import Library


@dataclass(frozen=True, slots=True)
class News:
    """What is new within one window, and what trends then: the same for every plan that has both."""

    window: Window
    new: frozenset[int]
    trending: Trending
    others: frozenset[int]  # papers of the pool that are not new within this window


@dataclass(slots=True)
class Shared:
    """Made once for many plans; `matches` grows as readers with other follows come."""

    library: Library
    pool: Pool
    news: Mapping[tuple[Period, Window], News]
    work_of: Mapping[int, int]
    harvested: Harvested
    pieces: Pieces
    yardstick: Yardstick | None = None
    matches: dict[Wanted, tuple[int, ...]] = field(default_factory=dict)

    def match(self, follows: Iterable[Follow]) -> None:
        """Find the papers of those of these follows that nobody had before."""
        new = [one for one in follows if wanted_of(one) not in self.matches]
        if not new:
            return
        if self.yardstick is None and self.pool.papers:
            self.yardstick = measure(self.library, min(one.day for one in self.pool.papers))
        self.matches |= match_many(self.library, new, self.pool, yardstick=self.yardstick)


def prepare(library: Library, plans: Collection[Plan], now: datetime, before: Shared | None = None) -> Shared:
    """Gather what the digests of these plans need that are made now; what was gathered `before` is used again."""
    asked = {(PERIOD_OF[plan.rhythm], window_of(plan, now)): plan.rhythm for plan in plans}
    with library.database.read() as connection:
        arrived = {window: new_papers(connection, window) for window in {window for _, window in asked}}
        trends = {one: trending(connection, rhythm, one[1]) for one, rhythm in asked.items()}
        harvested = read_harvested(connection)
    wanted = frozenset().union(*arrived.values(), *(one.keys for one in trends.values()))
    if before is not None and wanted == frozenset(before.pool.keys.tolist()):
        pool, work_of, yardstick, matches = before.pool, before.work_of, before.yardstick, before.matches
    else:
        pool, yardstick, matches = gather(library, wanted, now), None, dict[Wanted, tuple[int, ...]]()
        with library.database.read() as connection:
            work_of = same_works(connection, pool.papers)
    there = frozenset(pool.keys.tolist())
    trends = {one: among(trend, there) for one, trend in trends.items()}
    news = {one: News(one[1], arrived[one[1]] & there, trends[one], there - arrived[one[1]]) for one in asked}
    return Shared(library, pool, news, work_of, harvested, Pieces(library.database), yardstick, matches)


def news_of(shared: Shared, plan: Plan, now: datetime) -> News:
    """Return what is new to a plan that was among those that `shared` was prepared for."""
    return shared.news[PERIOD_OF[plan.rhythm], window_of(plan, now)]
