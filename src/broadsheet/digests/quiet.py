"""Why a digest has no paper: the cause that the reader can do something about, or that explains all, comes first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from broadsheet.digests.window import Window
from broadsheet.harvest.files.fields.announcements import DATA_FOLLOW, EASTERN, HOUR, next_announcement, why_none
from broadsheet.harvest.reports import read_report
from broadsheet.harvest.sources import SOURCES
from broadsheet.render.fragments import counted, moment
from broadsheet.store import harvests, plans
from broadsheet.store.database import Connection
from broadsheet.store.harvests import StoredRun

_ARXIV = "arxiv"
_FAILED = frozenset({"failed", "partial", "killed"})
_DAY = timedelta(days=1)
_A_SATURDAY = date(2026, 11, 21)
# By then what was announced has been harvested, as a rule.
_THERE_AFTER = DATA_FOLLOW + timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Harvested:
    """How papers come into the library: the sources that are switched on, by name, and the last run of each."""

    enabled: tuple[str, ...] = ()
    last: Mapping[str, StoredRun] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Why there is no paper: in a few words for a subject, and in sentences."""

    brief: str
    sentences: str


def read_harvested(connection: Connection) -> Harvested:
    """Read how papers come into the library."""
    enabled = tuple(plan.source for plan in plans.every(connection) if plan.enabled)
    return Harvested(enabled, {run.source: run for run in harvests.last_runs(connection)})


def why_nothing_came(harvested: Harvested, window: Window) -> Quiet:
    """Say why no paper came into the library within a window."""
    since = moment(window.since)
    if not harvested.enabled:
        return Quiet(
            "nothing is harvested",
            f"No paper has come in since {since}, because no source is harvested: choose sources under Setup.",
        )
    return (
        _stale(harvested, window)
        or _not_announced(harvested, window)
        or _failed(harvested, window)
        or _not_harvested(harvested, window)
        or Quiet("no new papers", f"{_titles(harvested.enabled)} brought no new paper since {since}.")
    )


def why_nothing_passed(new: int, left_out: Mapping[str, int], close: int, *, follows: int) -> Quiet:
    """Say why none of the papers that came in is in the digest; `close` of them are named beside this."""
    came = f"{counted(new, 'new paper')} came in"
    if not follows and not left_out:
        return Quiet("nothing to choose by", f"{came}, and nothing says which of them you want: follow something.")
    out = "; ".join(f"{number:,} {words}" for words, number in left_out.items() if number)
    said = f"{came}, and none passed what you follow and rated{f' ({out})' if out else ''}."
    if close:
        said += f" {counted(close, 'paper was', 'papers were')} close."
    return Quiet("nothing passed your filters", said)


def announced_within(window: Window) -> tuple[bool, tuple[str, ...]]:
    """Return whether the papers of an arXiv announcement were to come in within a window, and else why none were."""
    evening = window.since.astimezone(EASTERN).date() - _DAY
    reasons: list[str] = []
    while (there := datetime.combine(evening, HOUR, EASTERN) + _THERE_AFTER) <= window.until:
        if there > window.since:
            reason = why_none(evening)
            if not reason:
                return True, ()
            if reason not in reasons:
                reasons.append(reason)
        evening += _DAY
    return False, tuple(reasons)


def _stale(harvested: Harvested, window: Window) -> Quiet | None:
    for run in _ended_within(harvested, window):
        if run.verdict == "stale":
            report, title = read_report(run.report), _title(run.source)
            seen = f" It was last seen to change on {report.newest}." if report.newest else ""
            return Quiet(f"{title} is late", f"{title} is late. {report.message or seen.strip()}")
    return None


def _not_announced(harvested: Harvested, window: Window) -> Quiet | None:
    if _ARXIV not in harvested.enabled:
        return None
    announced, reasons = announced_within(window)
    if announced:
        return None
    following = next_announcement(window.until)
    then = f"The next announcement is on {following:%A} {following.day} {following:%B}, {following:%H:%M} US Eastern."
    if not reasons:
        return Quiet("no arXiv announcement yet", f"arXiv has announced nothing since {moment(window.since)}. {then}")
    holidays = [reason for reason in reasons if reason != why_none(_A_SATURDAY)]
    brief = f"no arXiv announcement: {holidays[0]}" if holidays else "no arXiv announcement at the weekend"
    return Quiet(
        brief,
        f"arXiv had no announcement whose papers came in since {moment(window.since)}: {'; '.join(reasons)}. {then}",
    )


def _failed(harvested: Harvested, window: Window) -> Quiet | None:
    for run in _ended_within(harvested, window):
        if run.verdict in _FAILED:
            report, title = read_report(run.report), _title(run.source)
            how = "failed" if run.verdict == "failed" else "was broken off"
            said = f" {report.message}" if report.message else ""
            return Quiet(
                f"the harvest of {title} {how}", f"The last harvest of {title}, on {moment(run.started)}, {how}.{said}"
            )
    return None


def _not_harvested(harvested: Harvested, window: Window) -> Quiet | None:
    if _ended_within(harvested, window):
        return None
    runs = [run.started for name, run in harvested.last.items() if name in harvested.enabled]
    last = f"The last harvest began on {moment(max(runs))}." if runs else "Nothing was ever harvested."
    return Quiet(
        "nothing was harvested",
        f"No harvest ended since {moment(window.since)}. {last} Harvests need "
        "`broadsheet serve` or `broadsheet worker` to run.",
    )


def _ended_within(harvested: Harvested, window: Window) -> list[StoredRun]:
    """Return the last runs of the sources that bring papers, where they ended after a window began."""
    names = [name for name in harvested.enabled if name not in SOURCES or not SOURCES[name].completes]
    runs = [run for name in names if (run := harvested.last.get(name))]
    return [run for run in runs if run.ended is not None and run.ended > window.since]


def _title(source: str) -> str:
    return SOURCES[source].title if source in SOURCES else source


def _titles(sources: Sequence[str]) -> str:
    names = [_title(name) for name in sources]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
