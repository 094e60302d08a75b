"""How harvests stand: each source with its last run and its next, and one run in full."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from broadsheet import links
from broadsheet.harvest.planning import FIELDS_OF
from broadsheet.harvest.reports import read_report
from broadsheet.harvest.run import running
from broadsheet.harvest.telling import counts, duration, figures, verdict_of
from broadsheet.harvest.volumes import FORMATS, estimate
from broadsheet.render.fragments import moment
from broadsheet.store import harvests, jobs, plans
from broadsheet.store.database import Connection
from broadsheet.store.harvests import StoredRun
from broadsheet.store.jobs import StoredJob
from broadsheet.store.plans import Plan
from broadsheet.web.site import Site

_WAITED_FOR = timedelta(minutes=1)  # a job due for longer has no worker
_OTHERS = 20


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run in a line. `tone` is good, bad, or neither."""

    address: str
    began: str
    verdict: str
    tone: str
    counts: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A source: its last run, what it asks of the reader, how far it is while it runs, and when it is next.

    `known` is False where this program has no such source, as a former or later one had.
    """

    name: str
    title: str
    known: bool
    planned: bool
    last: RunLine | None
    message: str
    offline: bool
    running: bool
    done: int
    total: int | None
    pace: str
    expected: str
    next: str


@dataclass(frozen=True, slots=True)
class HarvestsSection:
    """All sources that are planned or were ever harvested; `busy` while one runs or is about to."""

    standings: tuple[Standing, ...]
    planned: bool
    busy: bool
    following: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that was not taken in, and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run in full, and the others of its source."""

    id: int
    title: str
    verdict: str
    tone: str
    message: str
    notes: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    waits: tuple[str, ...]
    refused: tuple[Refused, ...]
    more_refused: int
    others: tuple[RunLine, ...]
    running: bool
    following: bool


def harvests_section(site: Site, connection: Connection, *, following: bool) -> HarvestsSection:
    """Read how all sources stand."""
    planned = {plan.source: plan for plan in plans.every(connection) if plan.source in site.sources}
    last = {run.source: run for run in harvests.last_runs(connection)}
    due = {job.name: job for job in jobs.every(connection)}
    active, now = running(connection), site.services.clock()
    names = [name for name in site.sources if name in planned or name in last]
    names += sorted(last.keys() - site.sources.keys())
    full = any(job.held for job in due.values())
    standings = tuple(
        _standing(
            site, name, last.get(name), _next(planned.get(name), due.get(name), now, full=full), active=name in active
        )
        for name in names
        if name in last or planned[name].enabled
    )
    enabled = [plan.source for plan in planned.values() if plan.enabled]
    busy = bool(active) or any(due[name].held or due[name].due <= now for name in enabled if name in due)
    return HarvestsSection(standings, bool(enabled), busy, following)


def run_page(site: Site, connection: Connection, run: StoredRun, *, following: bool) -> RunPage:
    """Build the page of one run."""
    active = run.source in running(connection)
    report = read_report(run.report)
    others = harvests.runs(connection, source=run.source, limit=_OTHERS)
    return RunPage(
        id=run.id,
        title=_title(site, run.source),
        verdict=verdict_of(run, running=active),
        tone=_tone(run, active=active),
        message=report.message,
        notes=tuple(report.notes),
        figures=figures(run),
        waits=tuple(report.waits),
        refused=tuple(
            Refused(f"{one['origin']}, {one['unit']} {one['position']}", str(one["reason"])) for one in report.refusals
        ),
        more_refused=report.refused - len(report.refusals),
        others=tuple(_line(other, active=active) for other in others if other.id != run.id),
        running=run.ended is None and active,
        following=following,
    )


def _standing(site: Site, name: str, run: StoredRun | None, following: str | None, *, active: bool) -> Standing:
    report = read_report(run.report if run else {})
    goes_on = active and run is not None and run.ended is None
    done = report.read or report.looked_up
    return Standing(
        name=name,
        title=_title(site, name),
        known=name in site.sources,
        planned=following is not None,
        last=_line(run, active=active) if run else None,
        message=report.message,
        offline=report.cause == "unreachable",
        running=goes_on,
        done=done,
        total=report.total,
        pace=f"{done / report.seconds:,.0f} a second" if goes_on and report.seconds >= 1 else "",
        expected=_expected(run) if goes_on and run else "",
        next="" if active else following or "",
    )


def _expected(run: StoredRun) -> str:
    """Say how much a harvest without a total will bring, where that can be estimated."""
    report = read_report(run.report)
    if run.source != FIELDS_OF or not report.since or report.total or report.asked_for or report.limit:
        return ""
    papers = estimate(report.sets, date.fromisoformat(report.since), run.started.date()).papers
    return f"About {float(f'{papers:.2g}'):,.0f} papers are expected, and each is read in {FORMATS} records."


def _line(run: StoredRun, *, active: bool) -> RunLine:
    return RunLine(
        links.harvest(run.id),
        moment(run.started),
        verdict_of(run, running=active),
        _tone(run, active=active),
        counts(read_report(run.report)),
    )


def _tone(run: StoredRun, *, active: bool) -> str:
    if run.ended is None:
        return "" if active else "bad"
    return {"fine": "good", "quiet": "good", "failed": "bad", "killed": "bad", "stale": "bad"}.get(run.verdict, "")


def _next(plan: Plan | None, job: StoredJob | None, now: datetime, *, full: bool) -> str | None:
    """Say when a planned source is harvested next, nothing while it is; None where it is not planned."""
    if plan is None or not plan.enabled:
        return None
    if job is not None and job.held:
        return ""
    if job is None or job.due <= now - _WAITED_FOR:
        if full:
            return "Begins when one of the harvests that run now has ended."
        return "Begins as soon as a worker runs: start `broadsheet serve` or `broadsheet worker`."
    if job.due <= now:
        return "Begins within seconds."
    again = f", after {job.failures} failure{'' if job.failures == 1 else 's'}" if job.failures else ""
    return f"Next in {duration((job.due - now).total_seconds())}, at {moment(job.due)}{again}."


def _title(site: Site, name: str) -> str:
    return site.sources[name].title if name in site.sources else name
