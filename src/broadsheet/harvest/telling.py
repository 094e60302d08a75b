"""A harvest in words: what pages and commands say of a run."""

from typing import cast

from broadsheet.harvest.reports import VERDICTS, RunReport, VerdictKey, read_report
from broadsheet.harvest.volumes import Estimate
from broadsheet.store.harvests import StoredRun


def verdict_of(run: StoredRun, *, running: bool) -> str:
    """Return how a run ended, in words; one without an end that nobody runs any more was broken off."""
    if run.ended is None:
        return VERDICTS[""] if running else VERDICTS["killed"]
    return VERDICTS[cast(VerdictKey, run.verdict)] if run.verdict in VERDICTS else run.verdict


def counts(report: RunReport) -> str:
    """Return what a run brought, in one line: `1,204 read: 1,100 new, 4 changed, 100 unchanged`."""
    parts = [(report.new, "new"), (report.changed, "changed"), (report.unchanged, "unchanged")]
    parts += [(report.deleted, "deleted"), (report.refused, "refused"), (report.signals, "counts that moved")]
    told = ", ".join(f"{number:,} {name}" for number, name in parts if number)
    if report.looked_up:
        asked = f"{report.looked_up:,} asked about"
        return f"{asked}, {report.not_known:,} not known there{f': {told}' if told else ''}"
    return f"{report.read:,} read{f': {told}' if told else ''}"


def figures(run: StoredRun) -> tuple[tuple[str, str], ...]:
    """Return all figures of a run as pairs of name and value, those that are nothing left out."""
    report = read_report(run.report)
    rows = (
        ("Asked for", _asked_for(report)),
        ("Began", f"{run.started:%Y-%m-%d %H:%M:%S} UTC"),
        ("Ended", f"{run.ended:%Y-%m-%d %H:%M:%S} UTC, after {duration(report.seconds)}" if run.ended else ""),
        ("Latest change there", report.newest),
        ("Pages", f"{report.pages:,}"),
        ("Records read", f"{report.read:,}{f' of {report.total:,}' if report.total else ''}"),
        ("New papers", f"{report.new:,}"),
        ("Changed papers", f"{report.changed:,}"),
        ("Unchanged records", f"{report.unchanged:,}"),
        ("Deleted there", _some(report.deleted)),
        ("Counts that moved", _some(report.signals)),
        ("Papers asked about", _some(report.looked_up)),
        ("Not known there", _some(report.not_known)),
        ("Refused records", f"{report.refused:,}"),
        ("Requests", f"{report.requests:,}, {report.retries:,} of them repeated"),
        ("Waited", duration(report.waited)),
        ("Received", size(report.bytes)),
    )
    return tuple((name, text) for name, text in rows if text)


def expectation(expected: Estimate) -> str:
    """Return in a sentence how much a choice will bring, how long it takes and how much room it needs."""
    word, meaning = duration(_rounded(expected.seconds)), duration(_rounded(expected.embedding))
    return (
        f"about {_rounded(expected.papers):,.0f} papers, found by word within {word} and by meaning some {meaning} "
        f"later; {size(round(_rounded(expected.size)))} on disk."
    )


def duration(seconds: float) -> str:
    """`4 s`, `3 min`, `2 h 10 min`, `3 days`."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {rest} min" if rest and hours < 10 else f"{hours} h"
    return f"{round(hours / 24)} days"


def size(count: int) -> str:
    """`512 bytes`, `3.4 MB`."""
    if count < 1_000:
        return f"{count} bytes"
    value, unit = count / 1_000, "kB"
    for larger in ("MB", "GB"):
        if value >= 999.5:
            value, unit = value / 1_000, larger
    return f"{value:.1f} {unit}" if value < 9.95 else f"{value:,.0f} {unit}"


def _asked_for(report: RunReport) -> str:
    parts = [report.asked_for, ", ".join(report.sets), f"since {report.since}" if report.since else ""]
    parts.append(f"at most {report.limit:,} records" if report.limit is not None else "")
    return ", ".join(filter(None, parts))


def _rounded(value: float) -> float:
    """Return the first two digits of a number: an estimate has no more."""
    return float(f"{value:.2g}")


def _some(number: int) -> str:
    return f"{number:,}" if number else ""
