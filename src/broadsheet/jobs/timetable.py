"""The timetable: every recurring job, what it does and when. Each also runs once by `broadsheet jobs run NAME`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType

from broadsheet.harvest.reports import RunReport, VerdictKey
from broadsheet.harvest.sources.base import Source
from broadsheet.jobs.schedule import At, Every
from broadsheet.store import jobs

SUNDAY_TO_THURSDAY = (6, 0, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Row:
    """One job. `source` is what it harvests, empty for housekeeping."""

    name: str
    what: str
    when: Every | At
    source: str = ""


EDITIONS = "editions"
DIGEST = "digest"
MAIL = "mail"
HOUSEKEEPING = (
    Row(EDITIONS, "Print the editions that are over, and keep the open ones as they would be now.", Every(1 / 12)),
    Row(DIGEST, "Make the digests that are due.", Every(1 / 30)),
    Row(MAIL, "Send the letters that wait.", Every(1 / 60)),
    Row("tidy", "Let go of kept answers, reports and budgets that are old.", At(time(3, 30))),
)  # fmt: skip

# Sources that publish at a time of their own; every other one comes round every `source.every` hours.
PUBLISHED: Mapping[str, Every | At] = MappingProxyType(
    {
        # arXiv announces at 20:00 and its new metadata can be harvested from about 22:30 on.
        "arxiv": At(time(22, 45), "America/New_York", SUNDAY_TO_THURSDAY),
    }
)

STALE_AGAIN = timedelta(hours=2)  # a service that is late is looked at again before its next turn
NOTHING_ASKED_AGAIN = timedelta(hours=2)  # no paper was there to ask about; a first harvest may still bring them in
BUSY_AGAIN = timedelta(minutes=10)  # somebody harvests it by hand


def timetable(sources: Mapping[str, Source]) -> tuple[Row, ...]:
    """Return all jobs: one for every source, and the housekeeping."""
    return (*map(row_of, sources.values()), *HOUSEKEEPING)


def row_of(source: Source) -> Row:
    """Return the job that harvests a source."""
    when = PUBLISHED.get(source.name, Every(source.every))
    return Row(source.name, f"Harvest {source.title}.", when, source.name)


def due_after(when: Every | At, verdict: VerdictKey, report: RunReport, now: datetime, failures: int) -> datetime:
    """Return when to harvest again after a harvest that ended so; `failures` in a row, this one included."""
    match report.cause:
        case "stopped":
            return now
        case "held off":
            return now + timedelta(seconds=max(60.0, report.again_in))
        case "budget":
            return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(0, 1), UTC)
        case "unreachable" | "upstream" | "fault":
            return min(now + jobs.backoff(failures), when.after(now))
    if verdict == "stale":
        return min(now + STALE_AGAIN, when.after(now))
    if verdict == "quiet" and not report.requests:
        return min(now + NOTHING_ASKED_AGAIN, when.after(now))
    return when.after(now)
