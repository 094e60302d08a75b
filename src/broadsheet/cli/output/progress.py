"""Show how far a long run is: a bar on a terminal, a line every ten seconds elsewhere. On standard error."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from broadsheet.cli.output.console import clean, note, open_error_console
from broadsheet.lib.clock import stopwatch

EVERY_SECONDS = 10.0


class Meter(Protocol):
    """Told how far a run is."""

    def show(self, count: int, total: int | None = None, *, done: int | None = None, further: str = "") -> None:
        """Show that `count` things are done of `total`, and `further` what belongs to it.

        Where the total counts something else, such as the bytes of a file, `done` is how many of those.
        """

    def tell(self, what: str) -> None:
        """Show what holds the run up, until it goes on."""


@contextmanager
def open_meter(what: str, unit: str, total: int | None, *, every: float = EVERY_SECONDS) -> Iterator[Meter]:
    """Give a meter for a run over `total` (None: not known); the run is named `what`, its things `unit`."""
    console = open_error_console()
    if not console.is_terminal:
        lines = _Lines(what, unit, total, every)
        yield lines
        lines.finish()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        yield _Bar(progress, what, unit, total)


class _Bar:
    def __init__(self, progress: Progress, what: str, unit: str, total: int | None) -> None:
        self._progress = progress
        self._unit = unit
        self._task = progress.add_task(what, total=total, told="")
        self._elapsed = stopwatch()

    def show(self, count: int, total: int | None = None, *, done: int | None = None, further: str = "") -> None:
        told = f"{count:,} {self._unit}{further and f', {further}'}, {_rate(count, self._elapsed())}"
        self._progress.update(self._task, completed=count if done is None else done, total=total, told=told)

    def tell(self, what: str) -> None:
        self._progress.update(self._task, told=clean(what))


class _Lines:
    def __init__(self, what: str, unit: str, total: int | None, every: float) -> None:
        self._what, self._unit, self._total, self._every = what, unit, total, every
        self._elapsed = stopwatch()
        self._told_at = 0.0
        self._count = 0
        self._further = ""

    def show(self, count: int, total: int | None = None, *, done: int | None = None, further: str = "") -> None:
        self._count, self._total, self._further = count, total or self._total, further
        elapsed = self._elapsed()
        if elapsed - self._told_at >= self._every:
            self._told_at = elapsed
            note(f"{self._line(elapsed)}{self._left(count if done is None else done, elapsed)}")

    def tell(self, what: str) -> None:
        note(f"{self._what}: {what}")

    def finish(self) -> None:
        """Tell the end of the run, unless it did nothing."""
        if self._count:
            note(self._line(self._elapsed()))

    def _line(self, elapsed: float) -> str:
        count = f"{self._count:,} {self._unit}{self._further and f', {self._further}'}"
        return f"{self._what}: {count} in {elapsed:.0f} s, {_rate(self._count, elapsed)}"

    def _left(self, done: int, elapsed: float) -> str:
        if not self._total or not done:
            return ""
        return f", {elapsed * max(0, self._total - done) / done:.0f} s left"


def _rate(count: int, elapsed: float) -> str:
    return f"{count / max(elapsed, 0.001):,.0f}/s"


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that something goes on that takes some seconds, and that cannot say how far it is."""
    console = open_error_console()
    if not console.is_terminal:
        note(f"{what} …")
        yield
        return
    with console.status(clean(f"{what} …")):
        yield
