"""What the terminal shows of harvests: progress, the end in words, kept reports."""

from collections.abc import Iterable, Mapping

from rich.console import Console

from broadsheet.cli.output.console import note, open_console, styled
from broadsheet.cli.output.progress import Meter
from broadsheet.harvest.reports import RunReport, read_report
from broadsheet.harvest.sources.base import Source
from broadsheet.harvest.telling import counts, duration, figures, verdict_of
from broadsheet.store.harvests import StoredRun

_STYLES = {"fine": "green", "quiet": "green", "failed": "bold red", "killed": "yellow"}
_REFUSALS_SHOWN = 20


def show_progress(meter: Meter, report: RunReport) -> None:
    """Show how far a harvest is."""
    pages = f"{report.pages:,} page{'' if report.pages == 1 else 's'}"
    done = report.read or report.looked_up
    meter.show(done, report.total, further=pages)


def show_wait(meter: Meter, seconds: float, reason: str) -> None:
    """Show that the service makes us wait, and why."""
    meter.tell(f"waits {duration(seconds)}: {reason.rstrip('.')}")


def tell_end(run: StoredRun, title: str) -> None:
    """Tell in a few lines what became of a harvest."""
    report = read_report(run.report)
    note(f"{title}: {verdict_of(run, running=False)}. {counts(report)}, in {duration(report.seconds)}.")
    for text in (report.message, *report.notes):
        if text:
            note(f"  {text}")
    if report.refused:
        note(f"  `broadsheet harvest --report {run.id}` says which records were refused and why.")


def print_sources(sources: Mapping[str, Source], planned: Iterable[str]) -> None:
    """Print what can be harvested, and whether the plan has it."""
    console, chosen = open_console(), set(planned)
    width = max(map(len, sources), default=0) + 2
    for name, source in sources.items():
        console.print(
            styled((f"{name:<{width}}", "bold"), f"{source.title}{' · in the plan' if name in chosen else ''}")
        )
        console.print(styled(f"{'':<{width}}", (source.about, "dim")))


def print_runs(runs: Iterable[StoredRun], titles: Mapping[str, str], running: Iterable[str]) -> None:
    """Print a line for each run."""
    console, held = open_console(), set(running)
    for run in runs:
        verdict = verdict_of(run, running=run.source in held)
        console.print(
            styled(
                (f"{run.id:>5} ", "dim"),
                f"{run.started:%Y-%m-%d %H:%M}  {titles.get(run.source, run.source)}: ",
                (verdict, _STYLES.get(run.verdict, "")),
                f". {counts(read_report(run.report))}",
            )
        )


def print_report(run: StoredRun, title: str, *, running: bool) -> None:
    """Print everything that is kept of a run."""
    console, report = open_console(), read_report(run.report)
    verdict = verdict_of(run, running=running)
    console.print(styled((f"{title}, run {run.id}: ", "bold"), (verdict, _STYLES.get(run.verdict, ""))))
    for text in (report.message, *report.notes):
        if text:
            console.print(styled(text))
    for name, text in figures(run):
        console.print(styled((f"{name:<20}", "dim"), text))
    _print_list(console, "Waited because", report.waits, len(report.waits))
    refusals = [f"{one['origin']}, {one['unit']} {one['position']}: {one['reason']}" for one in report.refusals]
    _print_list(console, "Refused", refusals, report.refused)


def run_to_json(run: StoredRun, *, running: bool) -> dict[str, object]:
    """A run with its report."""
    return {
        "id": run.id,
        "source": run.source,
        "started": run.started.isoformat(),
        "ended": run.ended.isoformat() if run.ended else None,
        "verdict": verdict_of(run, running=running),
        **{name: value for name, value in run.report.items() if name != "verdict"},
    }


def _print_list(console: Console, heading: str, lines: list[str], number: int) -> None:
    if lines:
        console.print(styled((f"{heading}:", "dim")))
    for line in lines[:_REFUSALS_SHOWN]:
        console.print(styled(f"  {line}"))
    if number > _REFUSALS_SHOWN:
        console.print(styled(f"  … and {number - _REFUSALS_SHOWN:,} more"))
